import type { Page } from "playwright-core"
import t from "tap"
import { texts as planTexts } from "../../plugins/seating/pages/texts.ts"
import { bringAxe, faultsOf, sidewaysOf } from "../support/axe.ts"
import { desktop, openBrowser, phone, visit } from "../support/browser.ts"
import { administrator, signedIn, startDemo } from "../support/demo-program.ts"
import { Draughtsman } from "../support/drawing.ts"
import { planFile } from "../support/seated.ts"

const browser = await openBrowser(t)
if (browser) {
  const demo = await startDemo(t)
  const storageState = await signedIn(browser, demo)
  const office = "/admin/demo/seating-plans"
  const words = planTexts.fr

  const create = async (page: Page, name: string) => {
    await page.goto(`${office}/new`)
    await page.getByLabel(words.name, { exact: true }).fill(name)
    await page.getByRole("button", { name: words.create }).click()
  }

  t.test("a hall of 300 seats: drawn from nothing, published, sold", async (t) => {
    await visit(
      t,
      browser,
      { origin: demo.url, viewport: desktop, storageState, reducedMotion: "reduce" },
      async (page, context) => {
        await bringAxe(context)
        const sound = async (what: string) => t.strictSame(await faultsOf(page), [], what)
        await create(page, "Salle neuve")
        const pen = new Draughtsman(page)
        const { t: say } = pen
        await pen.ready()
        await sound("an empty plan")

        await pen.button(say.publish).click()
        await page.getByText(say.problems.no_seat("", 0)).waitFor()

        await pen.button(say.tools.stage).click()
        await pen.drag({ x: 300, y: 40 }, { x: 700, y: 110 })
        await pen.button(say.tools.rows).click()
        await pen.drag({ x: 290, y: 200 }, { x: 710, y: 620 })
        t.equal(await pen.total(), 300, "15 rows of 20 by one drag")
        await page.keyboard.press("Control+z")
        t.equal(await pen.total(), 0)
        await page.keyboard.press("Control+Shift+Z")
        t.equal(await pen.total(), 300)

        await page.keyboard.press("Escape")
        await pen.button(say.selectAll).click()
        await page.getByText(say.shapeRows).click()
        await pen.field(say.bend).fill("30")
        await page.locator("summary", { hasText: say.numbering }).click()
        await page.getByRole("combobox", { name: say.numbering }).selectOption("odd-even")
        await pen.button(say.applyNumbers).click()

        await pen.button(say.panels.categories).click()
        await pen.button(say.addCategory).click()
        await page.getByLabel(say.categoryName(say.newCategory), { exact: true }).fill("Carré or")
        await page.keyboard.press("Tab")
        await pen.button(say.panels.rows).click()
        for (const row of ["A", "B", "C"])
          await page
            .getByRole("button", { name: new RegExp(`^${row} :`) })
            .click({ modifiers: row === "A" ? [] : ["Shift"] })
        await pen.button(say.panels.selection).click()
        await page.getByText(say.seatsChosen(60)).waitFor()
        await page.getByRole("combobox", { name: say.category }).selectOption("Carré or")
        await sound("rows chosen")

        await pen.canvas.focus()
        await page.keyboard.press("Escape")
        await page.keyboard.press("Control+ArrowRight")
        await page.keyboard.press("Control+Shift+ArrowRight")
        await page.getByText(say.seatsChosen(2)).waitFor()
        await page.getByLabel(say.featureNames.wheelchair).check()
        await pen.canvas.focus()
        await page.keyboard.press("Delete")
        t.equal(await pen.total(), 298)
        await page.keyboard.press("Control+z")
        t.equal(await pen.total(), 300)

        await pen.button(say.modes.neighbours).click()
        await sound("the neighbours")
        await pen.button(say.cut).click()
        await page.getByText(say.editsCount(1)).waitFor()
        await pen.button(say.modes.ranks).click()
        await pen.button(say.better).click()
        await sound("the ranks")

        await pen.saved()
        await page.reload()
        await pen.ready()
        t.equal(await pen.total(), 300, "all of it is kept")
        t.ok(await pen.button(say.undo).isDisabled())

        await pen.button(say.panels.rows).click()
        await page.getByRole("button", { name: /^O :/ }).click()
        await pen.button(say.panels.selection).click()
        await pen.field(say.rowName).fill("N")
        await page.keyboard.press("Enter")
        await pen.button(say.publish).click()
        await page.getByText(say.problems.duplicate_label("Salle N-1", 2)).waitFor()
        await pen.button(say.show).first().click()
        await sound("what is to be put right")
        await pen.button(say.panels.selection).click()
        await page.getByText(say.seatsChosen(2)).waitFor()
        await pen.button(say.undo).click()
        await pen.button(say.publish).click()
        await page.waitForURL(/done=published/)
        await sound("the plan")
        await page.goto(office)
        await sound("the plans")
      },
    )

    const { rows } = await demo.owner.query<{ id: string; event: string; venue: string; tariff: string }>(
      `select v.id, (select id from events limit 1) as event, (select id from venues limit 1) as venue,
         (select id from tariffs limit 1) as tariff
       from seating_versions v join seating_plans p on p.id = v.plan_id where p.name = 'Salle neuve'`,
    )
    const [made] = rows
    const { token } = await send<{ token: string }>("/api/v1/auth/login", administrator)
    const performance = await send<{
      id: string
      zones: { ref: string; capacity: number; prices: { id: string }[] }[]
    }>(
      "/api/v1/organisations/demo/performances",
      {
        eventId: made?.event,
        venueId: made?.venue,
        startsAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
        seatingVersionId: made?.id,
        zones: ["Carré or", "Places"].map((name) => ({
          ref: name,
          name,
          prices: [{ tariffId: made?.tariff, amount: 2000 }],
        })),
      },
      { authorization: `Bearer ${token}` },
    )
    t.match(performance.zones, [
      { ref: "Carré or", capacity: 60 },
      { ref: "Places", capacity: 240 },
    ])
    const seats = `/api/v1/shop/demo/performances/${performance.id}/seats`
    type Listed = { seats: { id: string; label: string; accessible?: boolean; status: string }[] }
    const listed = await send<Listed>(seats)
    t.equal(listed.seats.length, 300)
    t.equal(listed.seats.filter(({ accessible }) => accessible).length, 2)
    const wanted = listed.seats.filter(({ label }) => ["A-1", "A-2"].includes(label)).map(({ id }) => id)
    const items = [
      {
        performanceId: performance.id,
        seats: wanted.map((seatId) => ({ seatId, priceId: performance.zones[0]?.prices[0]?.id })),
      },
    ]
    const cart = await send<{ total: number; items: { seat: { label: string } }[] }>(
      "/api/v1/shop/demo/carts",
      { items },
    )
    t.same(cart.items.map(({ seat }) => seat.label).sort(), ["A-1", "A-2"], "in the middle, side by side")
    t.equal(cart.total, 4000)
    await t.rejects(send("/api/v1/shop/demo/carts", { items }), { message: /seat_taken/ })
  })

  t.test("the 624 seats of a theatre: imported, moved, saved by two, on a phone too", async (t) => {
    await visit(
      t,
      browser,
      { origin: demo.url, viewport: desktop, storageState, expected: ["409"] },
      async (page, context) => {
        await page.goto(`${office}/new`)
        const file = (body: unknown) => ({
          name: "plan.json",
          mimeType: "application/json",
          buffer: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
        })
        const send = async (body: unknown) => {
          await page.locator("[name=file]").setInputFiles(file(body))
          await page.getByRole("button", { name: words.import, exact: true }).click()
        }
        await send("not a plan")
        await page.getByText(words.notJson).first().waitFor()
        const broken = planFile("theatre-italienne")
        broken.zones[0].rows[2].seats[1].category = "Nulle part"
        await send(broken)
        await page.getByText("/zones/0/rows/2/seats/1/category").waitFor()
        await send(planFile("theatre-italienne"))
        await page.getByText(words.done.imported ?? "").waitFor()
        await page.getByRole("link", { name: words.edit, exact: true }).click()
        const pen = new Draughtsman(page)
        const { t: say } = pen
        await pen.ready()
        t.equal(await pen.total(), 624)

        const seat = { x: 500 - 11, y: 150 - 0.1 }
        await pen.click(seat, { clickCount: 2 })
        await page.getByText(say.seatsChosen(18)).waitFor()
        await pen.drag(seat, { x: seat.x, y: seat.y - 12 })
        await pen.saved()

        const other = await context.newPage()
        await other.goto(page.url())
        const second = new Draughtsman(other)
        await second.ready()
        await second.canvas.focus()
        await other.keyboard.press("Control+a")
        await other.keyboard.press("ArrowRight")
        await second.saved()
        await pen.canvas.focus()
        await page.keyboard.press("ArrowLeft")
        await page.getByRole("alert").waitFor()
        await pen.button(say.keepMine).click()
        await pen.saved()
        await other.close()
      },
    )
    await visit(
      t,
      browser,
      { origin: demo.url, viewport: phone, storageState, locale: "en" },
      async (page, context) => {
        await bringAxe(context)
        await page.goto(office)
        await page.getByRole("link", { name: "Théâtre à l'italienne" }).click()
        await page.getByRole("link", { name: planTexts.en.editAgain }).click()
        const pen = new Draughtsman(page, "en")
        await pen.ready()
        t.equal(await pen.total(), 624)
        t.strictSame([...(await faultsOf(page)), ...(await sidewaysOf(page))], [])
      },
    )
  })

  async function send<T>(path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(demo.url + path, {
      method: body ? "POST" : "GET",
      headers: { ...(body && { "content-type": "application/json" }), ...headers },
      body: body ? JSON.stringify(body) : null,
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
}
