import type { Page } from "playwright-core"
import t from "tap"
import { texts } from "../../plugins/admission/texts.ts"
import { words } from "../../templates/client/scanner/words.ts"
import { testDatabase } from "../harness.ts"
import { bringAxe, faultsOf, sidewaysOf } from "../support/axe.ts"
import { desktop, openBrowser, phone, visit } from "../support/browser.ts"
import { administrator, type Demo, performanceOf, signedIn } from "../support/demo-program.ts"
import { freePort, startParterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"
import { freeTickets } from "../support/shop-api.ts"
import { waitUntil } from "../support/wait-until.ts"

const database = await testDatabase(t)
const env = {
  DATABASE_URL: database.url,
  SECRET_KEY: testSecretKey,
  PORT: String(await freePort()),
  DEMO: "1",
  RATE_LIMIT: "0",
  PAYMENT_SANDBOX: "1",
  ADMIN_EMAIL: administrator.email,
  ADMIN_PASSWORD: administrator.password,
}
let program = await startParterre(t, env)
const demo: Demo = { url: program.url, shop: "/demo", owner: database.owner }
const tour = await performanceOf(demo, "visite-1")
await database.owner.query("update performances set doors_at = now() - interval '1 hour' where id = $1", [
  tour,
])
const { rows: named } = await database.owner.query<{ title: string }>(
  "select e.title->>'fr' as title from performances f join events e on e.id = f.event_id where f.id = $1",
  [tour],
)
const tickets = await freeTickets(demo, tour, 6)
const [online, offline, doubled, undone] = tickets
if (!online || !offline || !doubled || !undone) throw new Error("tickets are missing")
const browser = await openBrowser(t, ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"])

const fr = words.fr
// Going without the server, and being revoked, are the very point.
const expected = ["401: ", "net::ERR_"]

/** What the device keeps, all of it, as text. */
const storageOf = (page: Page) =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open("parterre-door")
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => reject(asked.error)
    })
    const all: unknown[] = []
    for (const store of db.objectStoreNames)
      all.push(
        await new Promise((resolve) => {
          const asked = db.transaction(store).objectStore(store).getAll()
          asked.onsuccess = () => resolve(asked.result)
        }),
      )
    db.close()
    return JSON.stringify(all)
  })

const result = (page: Page) => page.locator("[data-result]:visible")
async function present(page: Page, code: string, expected: string): Promise<string> {
  // An answer like the one before is another one.
  await page.evaluate(() => {
    for (const before of document.querySelectorAll(".scanner-answer [data-result]"))
      before.setAttribute("data-before", "")
  })
  await page.locator("[name=code]").fill(code)
  await page.keyboard.press("Enter")
  await page.locator(`[data-result=${expected}]:not([data-before]):visible`).waitFor()
  return (await result(page).textContent()) ?? ""
}

if (browser) {
  const staff = await signedIn(browser, demo)

  t.test("a phone is paired, works without the server, and tells it all afterwards", async (t) => {
    let link = ""
    await visit(
      t,
      browser,
      { origin: demo.url, storageState: staff, viewport: desktop },
      async (page, context) => {
        await bringAxe(context)
        await page.goto("/admin/demo/devices")
        await page.locator("[name=name]").fill("Téléphone du hall")
        await page.locator("[name=gate]").fill("Porte A")
        await page.getByRole("button", { name: texts.fr.pairPhone }).click()
        await page.getByRole("img", { name: texts.fr.pairLabel }).waitFor()
        link = (await page.locator("code").first().textContent()) ?? ""
        t.match(link, /\/scanner#pair\.\d+\.[\w-]{22}$/)
        t.same(await faultsOf(page), [])
      },
    )

    await visit(
      t,
      browser,
      { origin: demo.url, viewport: phone, hasTouch: true, expected },
      async (page, context) => {
        await bringAxe(context)
        await page.goto(link)
        await page.locator(".door-choice").first().waitFor()
        t.notMatch(page.url(), "pair.", "the code does not stay in the address")
        t.same(await faultsOf(page), [], "choosing")
        await page
          .locator(".door-choice", { hasText: named[0]?.title ?? "" })
          .first()
          .click()
        await page.locator("[data-net=synced]").waitFor()
        await page.evaluate(() => navigator.serviceWorker.ready)

        t.match(await present(page, online.code, "admitted"), "Groupe · Entrée libre")
        t.match(await present(page, online.code, "already_admitted"), "Porte A")
        await present(page, "NOT A TICKET", "unknown")
        for (const viewport of [phone, { width: phone.height, height: phone.width }]) {
          await page.setViewportSize(viewport)
          t.same([...(await faultsOf(page)), ...(await sidewaysOf(page))], [], "an answer")
          const place = await result(page).boundingBox()
          t.ok(
            place && place.width * place.height > viewport.width * viewport.height * 0.5,
            "it fills the screen",
          )
        }
        await page.setViewportSize(phone)

        const counted = page.waitForResponse(/door-list/)
        await present(page, undone.code, "admitted")
        await counted
        // The last list that came still counts the entry that is taken back.
        await page.route(/door-list/, (route) => route.abort())
        await page.getByRole("button", { name: fr.undo }).click()
        await page.getByText(fr.undoneHint).waitFor()
        await waitUntil(async () => {
          const { rows } = await demo.owner.query("select from entries where withdrawn_at is not null")
          return rows.length === 1
        })

        await program.end("SIGKILL")
        await page.locator("[data-net=away]").waitFor({ timeout: 40_000 })
        await page.reload()
        await page.locator("[name=code]").waitFor()
        t.match(
          await present(page, offline.code, "admitted"),
          "Groupe · Entrée libre",
          "opened with its own code",
        )
        await present(page, offline.code, "already_admitted")
        await present(page, doubled.code, "admitted")
        await present(page, undone.code, "admitted")
        await page.reload()
        await page.locator("[name=code]").waitFor()
        await present(page, offline.code, "already_admitted")
        t.match(await page.locator("[data-count]").textContent(), / 4 sur /)
        t.match(await page.locator("[data-net]").textContent(), "à envoyer")
        const [forged, last = ""] = [offline.code.slice(0, -1), offline.code.at(-1)]
        await present(page, forged + (last === "0" ? "1" : "0"), "unknown")
        await present(page, online.number, "not_checked")

        const kept = await storageOf(page)
        for (const { code, number } of tickets) {
          t.notMatch(kept, code, "no code is kept")
          t.notMatch(kept, number.replaceAll("-", ""), "nor any number")
        }
        for (const name of ["Ada", "Lovelace", "example.org"]) t.notMatch(kept, name, "nor any name")

        await page.unroute(/door-list/)
        program = await startParterre(t, env)
        const early = new Date(Date.now() - 20 * 60_000)
        await fetch(`${demo.url}/api/v1/organisations/demo/scans/batch`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: await bearer() },
          body: JSON.stringify({
            scans: [
              {
                code: doubled.code,
                performanceId: tour,
                gate: "Porte B",
                at: early.toISOString(),
                result: "admitted",
              },
            ],
          }),
        })
        await page.evaluate(() => dispatchEvent(new Event("online")))
        await page.locator("[data-net=synced]").waitFor({ timeout: 40_000 })
        await page.waitForFunction(() => document.querySelector("[data-net]")?.textContent === "En ligne")
        const { rows } = await demo.owner.query(
          `select k.number, e.gate, (select count(*)::int from scans s where s.ticket_id = k.id and s.standing = 'double') as doubles
         from entries e join tickets k on k.id = e.ticket_id where e.performance_id = $1 and e.withdrawn_at is null
           and k.number = any($2) order by k.position`,
          [tour, [online, offline, doubled, undone].map(({ number }) => number)],
        )
        t.same(rows, [
          { number: online.number, gate: "Porte A", doubles: 0 },
          { number: offline.number, gate: "Porte A", doubles: 0 },
          { number: doubled.number, gate: "Porte B", doubles: 1 },
          { number: undone.number, gate: "Porte A", doubles: 0 },
        ])

        await demo.owner.query("update devices set revoked_at = now()")
        await page.getByText(fr.revoked).waitFor({ timeout: 40_000 })
        t.notMatch(
          await storageOf(page),
          "device.",
          "a device that was revoked forgets its token and its lists",
        )
        t.same(await faultsOf(page), [], "revoked")
      },
    )
  })
}

/** The administrator’s token, for another door. */
async function bearer(): Promise<string> {
  const answer = await fetch(`${demo.url}/api/v1/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(administrator),
  })
  return `Bearer ${((await answer.json()) as { token: string }).token}`
}
