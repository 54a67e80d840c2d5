import type { Locator, Page } from "playwright-core"
import t from "tap"
import { seatTexts } from "../../plugins/shop/seat-texts.ts"
import { bringAxe, faultsOf, sidewaysOf } from "../support/axe.ts"
import { desktop, openBrowser, phone, visit } from "../support/browser.ts"
import { performanceOf, startDemo } from "../support/demo-program.ts"
import { keyboardFaults } from "../support/keyboard.ts"
import { Shopper } from "../support/shop-visit.ts"

const browser = await openBrowser(t)
if (browser) {
  const demo = await startDemo(t)
  const [first, second] = await Promise.all(
    ["jeu-amour-hasard-1", "jeu-amour-hasard-2"].map((ref) => performanceOf(demo, ref)),
  )
  const here = `${demo.shop}/performances/${first}`
  const there = `${demo.shop}/performances/${second}`
  const words = seatTexts.fr

  t.test("with the mouse, on the map: chosen, a tariff each, and kept", async (t) => {
    await visit(t, browser, { origin: demo.url, viewport: desktop }, async (page) => {
      const shopper = new Shopper(page, demo.shop, "fr")
      await page.goto(there)
      const hall = await mapOf(page)
      for (const seat of ["O-A-1", "O-A-2"]) await hall.click(seat)
      t.strictSame(await chosen(page), ["Orchestre, rang A, place 1", "Orchestre, rang A, place 2"])
      await page
        .getByLabel(words.map.tariff.replace("{seat}", "Orchestre, rang A, place 2"))
        .selectOption({ index: 1 })
      t.match(await page.locator(".chosen-total").textContent(), "40,00")
      await hall.click("O-A-1")
      await hall.click("O-A-3")
      t.strictSame(await chosen(page), ["Orchestre, rang A, place 2", "Orchestre, rang A, place 3"])
      await page.getByRole("link", { name: words.ways.list, exact: true }).click()
      t.equal(await page.locator(".tick:checked").count(), 2, "the list has the same choice")
      await page.getByRole("button", { name: shopper.t.continue }).click()
      t.match(
        await page.locator(".error-summary").textContent(),
        "Orchestre, rang A, place 1 resterait seule",
      )
      t.equal((await chosen(page)).length, 2, "what was chosen stays")
      t.match(await page.locator(".chosen-total").textContent(), "40,00", "with its tariffs")
      const again = await mapOf(page)
      await again.click("O-A-3")
      await again.click("O-A-1")
      await page.getByRole("button", { name: shopper.t.continue }).click()
      await page.getByRole("heading", { level: 1, name: shopper.t.details }).waitFor()
      t.match(await page.locator(".summary").textContent(), /Orchestre, A-1.*Orchestre, A-2/s)
      await shopper.giveDetails()
      await shopper.confirm()
      await shopper.pay("pay")
      await page.getByText("Orchestre, A-2").first().waitFor()
    })
  })

  t.test("with the keyboard alone", async (t) => {
    await visit(
      t,
      browser,
      { origin: demo.url, viewport: desktop, reducedMotion: "reduce" },
      async (page) => {
        await page.goto(there)
        await mapOf(page)
        const label = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))
        await page.locator("[data-zoom=whole]").focus()
        await page.keyboard.press("Tab")
        t.equal(await label(), "Orchestre, rang A, place 3, 24\u00a0€, libre")
        for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key)
        t.match(await label(), /^Orchestre, rang B, place \d, 24\u00a0€, libre$/)
        await page.keyboard.press("Enter")
        t.match(await label(), /choisie$/)
        t.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-checked")), "true")
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Space")
        t.equal((await chosen(page)).length, 2)
        t.match(await page.locator("[data-said]").textContent(), /choisie\. 2 en tout\./)
        const scale = () => page.locator(".hall-view svg > g").getAttribute("transform")
        const whole = await scale()
        await page.keyboard.press("+")
        t.not(await scale(), whole)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Tab")
        t.notMatch(await label(), /Orchestre, rang B, place \d+, 24/, "one stop for all seats")
        await page.keyboard.press("Shift+Tab")
        t.match(await label(), /^Orchestre, rang B/, "and back to the same")
        t.strictSame(await keyboardFaults(page), [])
      },
    )
  })

  t.test("a seat taken in one browser greys in the other within two seconds, chosen or not", async (t) => {
    await visit(t, browser, { origin: demo.url, viewport: desktop }, async (page) => {
      await page.goto(there)
      const hall = await mapOf(page)
      await hall.click("B-A-11")
      await hall.click("B-A-12")
      await page.waitForTimeout(1500)
      await visit(t, browser, { origin: demo.url, javaScriptEnabled: false }, async (other) => {
        await other.goto(there)
        await other.locator("#list summary", { hasText: "Balcon" }).click()
        await tick(other, "B-A-11").check()
        await tick(other, "B-A-12").check()
        await other.locator(".chosen .button-primary").click()
        const taken = Date.now()
        await page.locator(".hall-seats .seat-chosen").first().waitFor({ state: "detached" })
        t.ok(Date.now() - taken < 2000, `${Date.now() - taken} ms`)
      })
      t.strictSame(await chosen(page), [])
      t.match(
        await page.locator("[data-said]").textContent(),
        "Balcon, rang A, place 11 vient d’être prise par quelqu’un d’autre.",
      )
      t.ok(await page.locator("[data-said]").isVisible())
      t.equal(await tick(page, "B-A-11").isDisabled(), true)
      t.match(await tick(page, "B-A-11").getAttribute("aria-label"), /prise$/)
    })
  })

  t.test("on a phone: a part of the hall first, then its seats, by finger", async (t) => {
    await visit(
      t,
      browser,
      { origin: demo.url, viewport: phone, hasTouch: true, reducedMotion: "reduce" },
      async (page) => {
        await page.goto(there)
        const hall = await mapOf(page)
        t.ok(await page.locator(".hall-view[data-far]").count(), "from afar one sees the parts")
        t.match(await page.locator(".hall-names").textContent(), /Orchestre\d+ libres/)
        await hall.tap("O-J-10")
        t.equal(await page.locator(".hall-view[data-far]").count(), 0)
        t.strictSame(await chosen(page), [])
        await hall.tap("O-J-10")
        await hall.tap("O-J-11")
        t.equal((await chosen(page)).length, 2)
        await page.locator("[data-zoom=whole]").tap()
        t.ok(await page.locator(".hall-view[data-far]").count())
        t.strictSame(await sidewaysOf(page), [])
        await page.locator(".chosen .button-secondary").click()
        await page
          .getByRole("heading", { level: 1, name: new Shopper(page, demo.shop, "fr").t.basket })
          .waitFor()
        t.equal(await page.locator(".summary-line").count(), 2)
      },
    )
  })

  for (const locale of ["fr", "en"] as const)
    t.test(`no serious fault, ${locale}`, async (t) => {
      await visit(
        t,
        browser,
        { origin: demo.url, locale, reducedMotion: "reduce" },
        async (page, context) => {
          await bringAxe(context)
          for (const viewport of [phone, desktop])
            for (const colorScheme of ["light", "dark"] as const) {
              await page.setViewportSize(viewport)
              await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
              await page.goto("about:blank")
              await page.goto(here)
              const hall = await mapOf(page)
              await page.locator("[data-zoom=in]").click()
              await page.locator(".hall-cursor[tabindex='0']").press("Enter")
              for (const way of ["map", "list", "best"] as const) {
                await page.getByRole("link", { name: seatTexts[locale].ways[way], exact: true }).click()
                for (const summary of await page.locator("summary:visible").all()) await summary.click()
                const found = [...(await faultsOf(page)), ...(await sidewaysOf(page))]
                t.strictSame(found, [], `${way}, ${viewport.width}, ${colorScheme}`)
              }
              t.ok(hall)
            }
        },
      )
    })
}

interface Hall {
  click(seat: string): Promise<void>
  tap(seat: string): Promise<void>
}

/** The map once it is drawn; seats are found by where they are on the screen. */
async function mapOf(page: Page): Promise<Hall> {
  const view = page.locator(".hall-view")
  await page.locator(".hall-seats path").first().waitFor({ state: "attached" })
  await page.locator("[data-chosen] > *").first().waitFor({ state: "attached" })
  const at = async (seat: string): Promise<{ x: number; y: number }> => {
    await page.waitForTimeout(250)
    const index = await page.evaluate(async (id) => {
      const { plan } = JSON.parse(
        document.querySelector<HTMLElement>("[data-seating]")?.dataset.seating ?? "",
      )
      const drawing: { seats: { id: string[] } } = await (await fetch(plan)).json()
      return drawing.seats.id.indexOf(id)
    }, seat)
    const path: Locator = page.locator(".hall-seats path").nth(index)
    const [box, frame] = [await path.boundingBox(), await view.boundingBox()]
    if (!box || !frame) throw new Error(`${seat} is not on the map`)
    return { x: box.x + box.width / 2 - frame.x, y: box.y + box.height / 2 - frame.y }
  }
  return {
    click: async (seat) => view.click({ position: await at(seat) }),
    tap: async (seat) => view.tap({ position: await at(seat) }),
  }
}

function tick(page: Page, seat: string): Locator {
  return page.locator(`.tick[value="${seat}"]`)
}

async function chosen(page: Page): Promise<string[]> {
  return page.locator(".chosen-seat > span:first-child").allTextContents()
}
