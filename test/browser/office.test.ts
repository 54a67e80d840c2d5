import { DateTime } from "luxon"
import type { Page } from "playwright-core"
import t from "tap"
import { texts as accountTexts } from "../../plugins/accounts/texts.ts"
import { texts as eventTexts } from "../../plugins/catalogue/events/texts.ts"
import { texts as importTexts } from "../../plugins/catalogue/imports/texts.ts"
import { texts as performanceTexts } from "../../plugins/catalogue/performances/texts.ts"
import { isoDay, isoLocal } from "../../templates/format.ts"
import { texts as words } from "../../templates/texts.ts"
import { desktop, openBrowser, phone, visit } from "../support/browser.ts"
import { administrator, performanceOf, signedIn, signIn, startDemo } from "../support/demo-program.ts"
import { freeTickets } from "../support/shop-api.ts"

const browser = await openBrowser(t)
if (browser) {
  const demo = await startDemo(t)
  const office = "/admin/demo"
  const asked = { origin: demo.url, viewport: desktop, storageState: await signedIn(browser, demo) }
  const zone = "Europe/Paris"
  const evening = DateTime.now()
    .setZone(zone)
    .plus({ days: 40 })
    .set({ hour: 20, minute: 30 })
    .startOf("minute")
  const save = (page: Page) => page.locator("main form .button-primary").first().click()

  t.test("signing in, wrongly and rightly, and out", async (t) => {
    await visit(t, browser, { origin: demo.url, viewport: phone }, async (page) => {
      await page.goto(`${office}/orders`)
      t.match(page.url(), "/admin/sign-in", "nobody comes in unasked")
      await page.locator("[name=email]").fill(administrator.email)
      await page.locator("[name=password]").fill("not this one")
      await page.getByRole("button", { name: accountTexts.fr.enter }).click()
      await page.locator(".error-summary").waitFor()
      t.equal(await page.locator("[name=email]").inputValue(), administrator.email)
      t.equal(await page.locator("[name=password]").inputValue(), "")
      await page.locator("[name=password]").fill(administrator.password)
      await page.getByRole("button", { name: accountTexts.fr.enter }).click()
      t.match(page.url(), `${office}/orders`, "back to where they were going")
      await page.locator("summary", { hasText: words.fr.icons.menu }).click()
      await page.getByRole("button", { name: words.fr.signOut }).locator("visible=true").click()
      await page.getByRole("heading", { name: accountTexts.fr.signIn }).waitFor()
      await page.goBack()
      await page.waitForURL(/sign-in/)
      await signIn(page)
      t.match(page.url(), office)
    })
  })

  t.test("an event, its first date, and the shop sells it", async (t) => {
    const [events, performances] = [eventTexts.fr, performanceTexts.fr]
    await visit(t, browser, asked, async (page) => {
      await page.goto(`${office}/events`)
      await page.getByRole("link", { name: events.add }).click()
      await page.getByLabel(events.titleIn.fr, { exact: true }).fill("  Phèdre ")
      await page.getByLabel(events.genre).fill("theatre")
      await page.getByLabel(events.duration).fill("une heure")
      await page.getByLabel(events.publishedChoice).check()
      await save(page)
      const summary = page.locator(".error-summary")
      t.match(await summary.textContent(), events.duration, "what is wrong is told")
      t.ok(await page.getByLabel(events.publishedChoice).isChecked(), "and the rest is kept")
      await page.getByLabel(events.duration).fill("110")
      await save(page)
      await page.getByText(events.done.created ?? "").waitFor()

      await page.getByRole("link", { name: events.addPerformance }).first().click()
      await page.getByLabel(performances.venue).selectOption({ label: "Grande salle" })
      await page.getByLabel(performances.startsAt).fill(isoLocal(evening.toJSDate(), zone))
      await page.locator("[name='zones/0/name']").fill("Placement libre")
      await page.locator("[name='zones/0/capacity']").fill("beaucoup")
      await page.locator("[name='zones/0/prices/0']").fill("18,50")
      await save(page)
      t.match(await summary.textContent(), /Places/)
      t.equal(await page.locator("[name='zones/0/prices/0']").inputValue(), "18,50")
      await page.locator("[name='zones/0/capacity']").fill("120")
      await save(page)
      await page.getByText(performances.done.created ?? "").waitFor()

      await page.goto(demo.shop)
      await page.getByRole("link", { name: "Phèdre", exact: true }).click()
      t.match(await page.locator("main").textContent(), /18,50\s€/)
      await page.locator("main .button-primary").first().click()
      await page.getByRole("combobox", { name: "Placement libre" }).waitFor()
    })
  })

  t.test("a date copied over a list of dates, and seen in the calendar", async (t) => {
    const performances = performanceTexts.fr
    const { rows } = await demo.owner.query<{ id: string }>(
      "select id from performances where starts_at = $1 and event_id in (select id from events where title->>'fr' = 'Phèdre')",
      [evening.toJSDate()],
    )
    await visit(t, browser, asked, async (page) => {
      await page.goto(`${office}/performances/${rows[0]?.id}`)
      await page.getByRole("link", { name: performances.duplicate }).click()
      const days = [1, 2, 3].map((days) => evening.plus({ days }))
      await page.getByLabel(performances.pasted).fill("un jour de pluie")
      await save(page)
      t.match(await page.locator(".error-summary").textContent(), "un jour de pluie")
      await page
        .getByLabel(performances.pasted)
        .fill(days.map((day) => `${day.toFormat("dd/MM/yyyy")}${day.day % 2 ? "" : " 15:00"}`).join("\n"))
      await save(page)
      await page.getByText(performances.created(3)).waitFor()
      await page.goto(`${office}/calendar?month=${isoDay(evening.toJSDate(), zone).slice(0, 7)}`)
      await page.getByRole("link", { name: "Phèdre" }).first().click()
      await page.getByText("Placement libre").first().waitFor()
    })
  })

  t.test("a season comes in by its file, once", async (t) => {
    const t2 = importTexts.fr
    const season = {
      format: "parterre-season/1",
      venues: [{ ref: "cour", name: "La Cour", address: "2 rue du Puits, 29000 Quimper", timezone: zone }],
      tariffs: [{ ref: "unique", name: "Tarif unique" }],
      events: [
        {
          ref: "bal",
          title: "Le Bal",
          genre: "danse",
          durationMinutes: 60,
          vatRate: 550,
          performances: [
            {
              ref: "bal-1",
              venue: "cour",
              startsAt: evening.toISO(),
              zones: [{ ref: "libre", name: "Debout", capacity: 80, prices: { unique: 900 } }],
            },
          ],
        },
      ],
    }
    const file = (text: string) => ({
      name: "saison.json",
      mimeType: "application/json",
      buffer: Buffer.from(text),
    })
    await visit(t, browser, asked, async (page) => {
      const send = async (text: string) => {
        await page.goto(`${office}/import`)
        await page.locator("[name=file]").setInputFiles(file(text))
        await page.getByRole("button", { name: t2.send }).click()
      }
      await send("not a season")
      await page.getByText(t2.notJson).first().waitFor()
      await send(JSON.stringify({ ...season, tariffs: [] }))
      await page.getByText(t2.refused).waitFor()
      await send(JSON.stringify(season))
      await page.getByText(t2.done, { exact: true }).waitFor()
      await send(JSON.stringify(season))
      await page.getByText(t2.nothingNew).waitFor()
      await page.goto(`${demo.shop}?q=bal`)
      await page.getByRole("link", { name: "Le Bal", exact: true }).waitFor()
    })
  })

  t.test("orders are found as one types, and opened", async (t) => {
    const [ticket] = await freeTickets(demo, await performanceOf(demo, "visite-1"), 1)
    const number = ticket?.number.split("-").slice(0, 2).join("-") ?? ""
    await visit(t, browser, asked, async (page) => {
      await page.goto(`${office}/orders`)
      const rows = page.locator("main tbody tr")
      t.ok((await rows.count()) > 10)
      await page.getByRole("searchbox").pressSequentially(number.toLowerCase(), { delay: 20 })
      await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 1)
      t.match(page.url(), /q=/, "the address follows")
      await page.getByRole("link", { name: number }).click()
      await page.getByRole("heading", { level: 1, name: number }).waitFor()
      t.match(await page.locator("main").textContent(), "ada@example.org")
      t.match(await page.locator("main").textContent(), ticket?.number)
    })
  })

  t.test("somebody joins the team, and sees what they may", async (t) => {
    const [t2, email] = [accountTexts.fr, "porte@example.org"]
    let password = ""
    await visit(t, browser, asked, async (page) => {
      await page.goto(`${office}/team`)
      await page.getByLabel(t2.email).fill(email)
      await page.getByLabel(t2.name).fill("Camille de la Porte")
      await page.getByLabel(t2.roles.door.name, { exact: true }).check()
      await page.getByRole("button", { name: t2.add }).click()
      await page.getByText(t2.passwordOnce(email)).waitFor()
      password = (await page.locator("main code").textContent()) ?? ""
    })
    await visit(t, browser, { origin: demo.url }, async (page) => {
      await signIn(page, { email, password })
      t.match(page.url(), "/door/demo", "who works at the door begins there")
      await page.goto(`${office}/performances`)
      const links = await page
        .locator(".admin-fold nav a")
        .evaluateAll((found) => found.map((link) => link.getAttribute("href")))
      for (const path of ["/orders", "/mails", "/team", "/settings", "/import"])
        t.notOk(links.includes(office + path), `no ${path}`)
      t.equal((await page.goto(`${office}/settings`))?.status(), 403)
      await page.getByRole("heading", { level: 1 }).waitFor()
    })
  })

  t.test("a colour that would not be read is corrected, and that is said", async (t) => {
    await visit(t, browser, asked, async (page) => {
      await page.goto(`${office}/settings`)
      await page.locator("[name=accent]").fill("#ffee88")
      await page.getByRole("button", { name: accountTexts.fr.saveSettings }).click()
      await page.getByText(accountTexts.fr.settingsSaved).waitFor()
      await page.getByText("#ffee88 ne se lirait pas bien partout").waitFor()
    })
  })
}
