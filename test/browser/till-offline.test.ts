import type { Page } from "playwright-core"
import t from "tap"
import { words } from "../../templates/client/till/offline/words.ts"
import { testDatabase } from "../harness.ts"
import { bringAxe, faultsOf, sidewaysOf } from "../support/axe.ts"
import { desktop, openBrowser, phone, pixelsOf, visit } from "../support/browser.ts"
import { administrator, type Demo, signedIn } from "../support/demo-program.ts"
import { freePort, startParterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"
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
const browser = await openBrowser(t)
const fr = words.fr
const one = async <T extends object>(query: string, values: unknown[] = []): Promise<T> =>
  (await demo.owner.query(query, values)).rows[0] as T

/** Nobody is as fast as a barcode reader. */
async function keys(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) {
    await page.keyboard.press(name)
    await page.waitForTimeout(60)
  }
}

/** Has the browser note that it was asked to print, in place of a printer. */
const notePrinting = (page: Page) =>
  page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "")
  })

if (browser)
  t.test("an evening in which the network is cut, to the cent", async (t) => {
    const storageState = await signedIn(browser, demo)
    const expected = ["net::ERR_", "500: ", "503: "]
    await visit(
      t,
      browser,
      { origin: demo.url, storageState, viewport: desktop, expected },
      async (page, context) => {
        await bringAxe(context)
        await notePrinting(page)
        await page.goto(`/till${demo.shop}`)
        await page.getByLabel("Fonds de caisse").fill("100")
        await page.keyboard.press("Enter")
        await page.locator(".till-tariffs button").first().waitFor()

        await t.test(
          "the till keeps places of a performance, and of a hall with numbered seats",
          async (t) => {
            await keys(page, "n")
            t.same(await faultsOf(page), [])
            await page.getByRole("button", { name: fr.keepThem, exact: true }).click()
            await page.getByText(fr.left(20, 20)).waitFor()
            const { kept } = await one<{ kept: number }>(
              "select sum(capacity - taken)::int as kept from allotment_stock",
            )
            t.equal(kept, 20)
            await keys(page, "Escape")
            const { n } = await one<{ n: number }>(
              `select n::int from (select f.id, row_number() over (order by f.starts_at, f.id) as n from performances f
               join events e on e.id = f.event_id where f.status = 'scheduled' and e.status = 'published' and f.ends_at > now()) p
             join performances q on q.id = p.id where q.seating_version_id is not null order by n limit 1`,
            )
            await page
              .locator(".till-list li button")
              .nth(n - 1)
              .click()
            await keys(page, "n")
            await page.locator(".till-offline input").first().fill("4")
            await page.getByRole("button", { name: fr.keepThem, exact: true }).click()
            await page.getByText(fr.left(4, 4)).waitFor()
            t.same([...(await faultsOf(page)), ...(await sidewaysOf(page))], [])
            await keys(page, "Escape")
            await page.locator(".till-list li button").first().click()
          },
        )

        await page.evaluate(() => navigator.serviceWorker.ready)
        await page.waitForFunction(async () => (await caches.match(location.pathname)) !== undefined)
        // A sale online, then a basket that is being filled when the server goes.
        await keys(page, "1", "Enter", "Enter")
        await page.locator(".till-sold").waitFor()
        const online = await one<{ total: number }>("select sum(amount)::int as total from till_movements")
        await keys(page, "1", "1")
        const owed = await page.locator(".till-huge").textContent()

        await program.end("SIGKILL")
        await page.reload()
        await page.locator(".till-lines li").first().waitFor()

        await t.test("without the server, the page opens again with its basket, and sells", async (t) => {
          t.equal(await page.locator(".till-huge").textContent(), owed, "what was in it")
          await page.getByText(fr.away(24)).waitFor()
          t.same(await faultsOf(page), [])
          await keys(page, "Enter", "5", "0", "0", "Enter")
          await page.locator(".till-sold").waitFor()
          t.notMatch(await page.locator(".till-huge").textContent(), /^\s*À rendre\s*0,00/)
          await page.getByText(fr.toSend(1)).waitFor()
          await keys(page, "p")
          await page.locator("html[data-printed]").waitFor()
          t.equal(await page.locator(".till-paper article").count(), 2)
        })

        await t.test("and prints tickets that the door reads", async (t) => {
          await page.emulateMedia({ media: "print" })
          t.ok(await page.locator(".till-paper article").first().isVisible())
          t.notOk(await page.locator(".till-basket").isVisible())
          const code = await page.locator(".till-paper svg").first().screenshot()
          await page.emulateMedia({ media: "screen" })
          t.notOk(await page.locator(".till-paper").isVisible())
          const { default: jsqr } = await import("jsqr")
          const picture = await pixelsOf(page, code)
          const read = (jsqr as unknown as typeof jsqr.default)(picture.pixels, picture.width, picture.height)
          t.match(read?.data, /^.{137}$/)
          t.context.code = read?.data
        })

        await t.test("it sells kept seats, and no more than it keeps", async (t) => {
          await page.locator(".till-list li button").nth(1).click()
          await keys(page, "1", "1", "1", "1", "1", "Enter", "Enter")
          t.equal(await page.getByRole("alert").textContent(), fr.tooFew)
          await keys(page, "Escape", "Backspace", "Backspace", "Enter", "Enter")
          await page.locator(".till-sold").waitFor()
          t.match(await page.locator(".till-sold").textContent(), /\w-?\d.*,.*,/, "three seats by name")
          await keys(page, "f")
          await page.getByText(fr.notHere).waitFor()
          await keys(page, "Escape", "d")
          await page.getByText(fr.closeAfter(2)).waitFor()
          t.ok(await page.getByRole("button", { name: "Fermer" }).isDisabled(), "closing waits")
          await keys(page, "Escape")
          for (const viewport of [phone, desktop]) {
            await page.setViewportSize(viewport)
            t.same([...(await faultsOf(page)), ...(await sidewaysOf(page))], [], `${viewport.width}`)
          }
          await page.reload()
          await page.getByText(fr.away(19)).waitFor()
        })

        await t.test("the server is back: everything is in the books, to the cent", async (t) => {
          program = await startParterre(t, env)
          await page.getByText(fr.sent(2)).waitFor({ timeout: 40_000 })
          const own = await one<{ total: number; orders: number }>(
            "select sum(total)::int as total, count(*)::int as orders from orders where offline_at is not null and status = 'paid'",
          )
          t.equal(own.orders, 2)
          const movements = await one<{ total: number }>(
            "select sum(amount)::int as total from till_movements",
          )
          t.equal(movements.total, online.total + own.total)
          const tickets = await one<{ total: number; n: number }>(
            `select sum(k.amount)::int as total, count(*)::int as n from tickets k join orders o on o.id = k.order_id
             where o.offline_at is not null`,
          )
          t.same(tickets, { total: own.total, n: 5 })
          t.same(
            await one(
              "select count(*)::int as doubled from (select from taken_seats group by performance_id, seat_id having count(*) > 1) d",
            ),
            { doubled: 0 },
          )
          await keys(page, "n")
          t.equal(await page.locator("[data-offline-sale=recorded]").count(), 2)
          await page.getByText(fr.left(20, 20)).waitFor()
          await keys(page, "Escape", "d")
          const counted = 10_000 + movements.total
          await page.getByLabel("0,01 €", { exact: true }).fill(String(counted % 100_000))
          await waitUntil(async () => page.getByRole("button", { name: "Fermer" }).isEnabled())
          const units = Math.floor(counted / 100_000)
          if (units > 0) await page.getByLabel("500,00 €").fill(String(units * 2))
          // What should be there is asked of the server.
          await page.locator(".till-change dd", { hasText: /^0,00/ }).waitFor()
          await page.getByRole("button", { name: "Fermer" }).click()
          await page.getByText("La caisse est fermée").waitFor()
          t.match(await one("select expected, counted from till_closings"), { expected: counted, counted })
          t.same(
            await one("select count(*)::int as open from offline_reserves where ended_at is null"),
            { open: 0 },
            "and what was kept is on sale again",
          )
        })
      },
    )
  })
