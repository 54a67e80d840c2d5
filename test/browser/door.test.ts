import type { Page } from "playwright-core"
import t from "tap"
import { texts as doorTexts } from "../../plugins/admission/texts.ts"
import { texts as words } from "../../templates/texts.ts"
import { openBrowser, phone, visit } from "../support/browser.ts"
import { filmOf } from "../support/camera-film.ts"
import { performanceOf, signedIn, startDemo } from "../support/demo-program.ts"
import { freeTickets } from "../support/shop-api.ts"

const demo = await startDemo(t)
const tour = await performanceOf(demo, "visite-1")
const [filmed, portrait, landscape, typed, kept] = await freeTickets(demo, tour, 5)
if (!filmed || !portrait || !landscape || !typed || !kept) throw new Error("tickets are missing")
const browser = await openBrowser(t, [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  `--use-file-for-fake-video-capture=${filmOf(t, filmed.code)}`,
])

if (browser) {
  const desk = `/door/demo/${tour}`
  // What is not named here is refused: the camera stays closed but where a test asks for it.
  const permissions = ["notifications"]
  const asked = {
    origin: demo.url,
    viewport: phone,
    storageState: await signedIn(browser, demo),
    permissions,
  }
  const answer = (page: Page) => page.locator("[data-result]:visible")
  const resultOf = (page: Page) => answer(page).getAttribute("data-result")

  t.test("the camera reads a ticket and lets it in once", async (t) => {
    await visit(t, browser, { ...asked, permissions: ["camera"] }, async (page) => {
      await page.goto(desk)
      await answer(page).waitFor()
      t.equal(await resultOf(page), "admitted", "an allowed camera opens by itself")
      t.match(await page.locator("[data-count]").textContent(), / 1 sur /, "the count follows")
      await page.reload()
      await answer(page).waitFor()
      t.equal(await resultOf(page), "already_admitted")
      const close = page.getByRole("button", { name: doorTexts.fr.scanner.closeCamera })
      await close.click()
      t.notOk(await page.locator("[data-video]").isVisible())
    })
  })

  t.test("by keyboard alone, wherever the focus is", async (t) => {
    await visit(t, browser, asked, async (page) => {
      await page.goto("/door/demo")
      const choice = page.locator(`a[href="${desk}"]`)
      for (let presses = 0; presses < 20; presses++) {
        if (await choice.evaluate((link) => link === document.activeElement)) break
        await page.keyboard.press("Tab")
      }
      await page.keyboard.press("Enter")
      await page.waitForURL(`**${desk}`)
      await page.keyboard.type(typed.number.toLowerCase())
      await page.keyboard.press("Enter")
      await answer(page).waitFor()
      t.equal(await resultOf(page), "admitted")
      await page.keyboard.press("Escape")
      await page.getByText(doorTexts.fr.scanner.ready).waitFor()
      await page.getByRole("button", { name: doorTexts.fr.scanner.sound }).focus()
      await page.keyboard.type(typed.number)
      await page.keyboard.press("Enter")
      await answer(page).waitFor()
      t.equal(await resultOf(page), "already_admitted", "a code reader types wherever the focus is")
    })
  })

  for (const [name, viewport, ticket] of [
    ["portrait", phone, portrait],
    ["landscape", { width: phone.height, height: phone.width }, landscape],
  ] as const)
    t.test(`an answer fills the screen, ${name}`, async (t) => {
      await visit(t, browser, { ...asked, viewport, hasTouch: true, isMobile: true }, async (page) => {
        await page.goto(desk)
        t.notOk(await page.locator("[data-video]").isVisible(), "a camera that was not allowed stays closed")
        await page.locator("[name=code]").fill(ticket.code)
        await page.getByRole("button", { name: doorTexts.fr.scanner.check }).click()
        await page.getByText(words.fr.door.admitted).waitFor()
        const place = await answer(page).boundingBox()
        t.ok(place && place.width > viewport.width * 0.65 && place.height > viewport.height * 0.4, "large")
        t.ok(place && place.y >= 0 && place.y + place.height <= viewport.height, "whole")
        const size = await page
          .locator(".answer-word:visible")
          .evaluate((word) => getComputedStyle(word).fontSize)
        t.ok(Number.parseFloat(size) >= 40, `readable at arm’s length: ${size}`)
      })
    })

  t.test("without a network nobody comes in, and the same ticket is tried again", async (t) => {
    const expected = ["net::ERR_INTERNET_DISCONNECTED"]
    await visit(t, browser, { ...asked, expected }, async (page, context) => {
      await page.goto(desk)
      await context.setOffline(true)
      await page.locator("[name=code]").fill(kept.number)
      await page.keyboard.press("Enter")
      await page.getByText(doorTexts.fr.scanner.noNetwork).waitFor()
      t.equal(await resultOf(page), "not_checked")
      await context.setOffline(false)
      await page.getByRole("button", { name: doorTexts.fr.scanner.again }).click()
      await page.getByText(words.fr.door.admitted).waitFor()
      t.equal(await resultOf(page), "admitted")
    })
  })
}
