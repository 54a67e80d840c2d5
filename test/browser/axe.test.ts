import type { Pool } from "pg"
import type { BrowserContext, Page } from "playwright-core"
import t, { type Test } from "tap"
import { locales } from "../../templates/locale.ts"
import { bringAxe, faultsOf, sidewaysOf } from "../support/axe.ts"
import { desktop, openBrowser, phone, visit } from "../support/browser.ts"
import { administrator, performanceOf, signedIn, startDemo } from "../support/demo-program.ts"
import { Shopper } from "../support/shop-visit.ts"

const browser = await openBrowser(t)
if (browser) {
  const demo = await startDemo(t)
  const staff = await signedIn(browser, demo)
  const tour = await performanceOf(demo, "visite-1")
  const later = await performanceOf(demo, "nuit-des-rois-1")
  const many = await performanceOf(demo, "malade-imaginaire-1")
  const { rows } = await demo.owner.query<
    Record<"event" | "season" | "venue" | "tariff" | "mail" | "user", string>
  >(
    `select (select event_id from performances where id = $1) as event, (select id from seasons limit 1) as season,
      (select id from venues limit 1) as venue, (select id from tariffs limit 1) as tariff,
      (select id from mails limit 1) as mail, (select id from users limit 1) as "user"`,
    [many],
  )
  const [ids] = rows
  if (!ids) throw new Error("the demonstration is empty")
  const session = await countedTill(demo.owner)

  for (const locale of locales) {
    t.test(`the shop has no serious fault, ${locale}`, async (t) => {
      await visit(
        t,
        browser,
        { origin: demo.url, locale, reducedMotion: "reduce" },
        async (page, context) => {
          const look = await inspector(t, page, context)
          const shopper = new Shopper(page, demo.shop, locale)
          await look("/demo")
          await look("/demo?q=zzz")
          await look(`/demo/events/${ids.event}`)
          await look(`/demo/performances/${later}`)
          await look("/demo/cart")
          await look("/demo/legal")
          await look("/demo/accessibility")
          await look("/demo/nowhere")
          await look(`/demo/performances/${many}`)
          await page.getByRole("button", { name: shopper.t.continue }).click()
          await look("no places chosen")
          await shopper.choose({ "Orchestre, Plein tarif": 2, "Balcon, Tarif réduit": 1 }, "basket")
          await look("the basket")
          await look("/demo")
          await look("/demo/checkout")
          await shopper.confirm()
          await look("details refused")
          await shopper.giveDetails()
          await shopper.confirm()
          await page.waitForURL(/\/payments\//)
          await look("the payment")
          await shopper.pay("refuse")
          await look("the payment refused")
          await page.getByRole("button", { name: shopper.t.payAgain }).click()
          await shopper.pay("pay")
          await page.getByRole("link", { name: shopper.t.downloadPdf }).waitFor({ timeout: 30_000 })
          await look("the tickets")
          await shopper.page.goto(`/demo/performances/${tour}`)
          await shopper.choose({ "Plein tarif": 1 }, "basket")
          await demo.owner.query("update carts set expires_at = now() where state = 'open'")
          await look("/demo/cart")
        },
      )
    })

    t.test(`the back office has no serious fault, ${locale}`, async (t) => {
      const asked = { origin: demo.url, locale, reducedMotion: "reduce", storageState: staff } as const
      await visit(t, browser, asked, async (page, context) => {
        const look = await inspector(t, page, context)
        const office = "/admin/demo"
        for (const path of [
          "",
          "/events",
          "/events?q=zzz",
          "/events/new",
          `/events/${ids.event}`,
          `/events/${ids.event}/edit`,
          "/performances",
          `/performances/${many}`,
          `/performances/${many}/edit`,
          `/performances/${many}/copies`,
          `/performances/new?event=${ids.event}`,
          "/calendar",
          "/seasons",
          "/seasons/new",
          `/seasons/${ids.season}`,
          "/venues",
          "/venues/new",
          `/venues/${ids.venue}`,
          "/tariffs",
          "/tariffs/new",
          `/tariffs/${ids.tariff}`,
          "/import",
          "/orders",
          "/allotments",
          `/performances/${many}/allotments`,
          "/options",
          "/options/new",
          `/options/new?performance=${many}`,
          "/statements",
          `/statements/${many}`,
          "/books",
          "/offline-sales",
          "/archives",
          "/compliance",
          "/books/debts",
          "/books/tickets",
          "/books/journal",
          "/journals/sales",
          "/journals/cash",
          "/inspection",
          "/printers",
          "/printers/new",
          "/print-jobs",
          "/ticket-layouts",
          "/ticket-layouts/page",
          "/ticket-layouts/roll",
          "/ticket-layouts/stock",
          "/mails",
          `/mails/${ids.mail}`,
          "/jobs",
          "/devices",
          "/entries",
          `/entries/${tour}`,
          "/door-rules",
          "/team",
          `/team/${ids.user}`,
          "/settings",
          "/till-sessions",
          `/till-sessions/${session}`,
          "/tills",
          "/tills/new",
          "/till-settings",
          "/transfers",
          "/transfers/new",
          `/transfers/1`,
          "/training",
        ])
          await look(office + path)
        await page.goto(`${office}/training`)
        await page.locator("main form .button-secondary").first().click()
        await look("the double, and its banner")
        await page.locator(".training button").click()
        await page.goto(`${office}/events/new`)
        await page.locator("main form .button-primary").first().click()
        await look("an event refused")
        await page.goto(`${office}/orders`)
        await page.locator("main tbody a").first().click()
        await look("an order")
        for (const path of [
          "/admin/account",
          "/admin/organisations",
          "/admin/organisations/new",
          "/api/docs",
        ])
          await look(path)
      })
    })

    t.test(`the door and its keys have no serious fault, ${locale}`, async (t) => {
      await visit(
        t,
        browser,
        { origin: demo.url, locale, reducedMotion: "reduce" },
        async (page, context) => {
          const look = await inspector(t, page, context)
          await look("/admin/sign-in")
          await page.locator("[name=email]").fill(administrator.email)
          await page.locator("[name=password]").fill("not this")
          await page.locator("main button").click()
          await look("a wrong password")
          await page.locator("[name=email]").fill(administrator.email)
          await page.locator("[name=password]").fill(administrator.password)
          await page.locator("main button").click()
          await look("/door/demo")
          await look(`/door/demo/${tour}`)
          await page.locator("[name=code]").fill("NOT A TICKET")
          await page.keyboard.press("Enter")
          await page.locator("[data-result=unknown]:visible").waitFor()
          await look("an answer at the door")
        },
      )
    })
  }
}

/** A till that was closed with a difference and paid in, for the looks of its papers: the id of its session. */
async function countedTill(owner: Pool): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `with org as (select id from organisations limit 1), person as (select id from users limit 1),
      till as (insert into tills (organisation_id, ref, name) select id, 'Accueil', 'Accueil' from org returning *),
      session as (insert into till_sessions (organisation_id, till_id, number, user_id, float_amount, closed_at)
        select t.organisation_id, t.id, 1, p.id, 10000, now() from till t, person p returning *),
      movements as (insert into till_movements (organisation_id, session_id, kind, method, amount, note)
        select organisation_id, id, 'sale', m, 2400, 'BNP 12' from session, unnest(array['cheque', 'voucher']) m
        union all select organisation_id, id, 'out', 'cash', -500, 'Timbres' from session)
    select id from session`,
  )
  const id = rows[0]?.id ?? ""
  await owner.query(
    `insert into till_closings (organisation_id, session_id, user_id, expected, counted, denominations, by_method, reason)
     select organisation_id, id, user_id, 9500, 9000, '{"5000": 1, "2000": 2}', '{"cheque": 2400, "voucher": 2400}', 'Une erreur'
     from till_sessions where id = $1`,
    [id],
  )
  await owner.query(
    `insert into till_transfers (organisation_id, number, user_id, kept_before, collected, cash, kept, by_method)
     select organisation_id, 1, user_id, 0, -1000, 0, -1000, '{"cheque": 2400, "voucher": 2400}' from till_sessions where id = $1`,
    [id],
  )
  await owner.query(
    "insert into till_transfer_sessions select organisation_id, id, 1 from till_sessions where id = $1",
    [id],
  )
  return id
}

/** Looks at a page, or at what is open, on a phone and on a desk, in light and in dark. */
async function inspector(t: Test, page: Page, context: BrowserContext) {
  await bringAxe(context)
  return async (what: string): Promise<void> => {
    if (what.startsWith("/")) await page.goto(what)
    else await page.waitForLoadState()
    const found: Record<string, string[]> = {}
    for (const [size, viewport] of Object.entries({ phone, desktop }))
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
        for (const fault of [...(await faultsOf(page)), ...(await sidewaysOf(page))]) {
          found[fault] ??= []
          found[fault].push(`${size}, ${colorScheme}`)
        }
      }
    await page.setViewportSize(phone)
    t.strictSame(found, {}, what)
  }
}
