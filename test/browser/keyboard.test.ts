import t from "tap"
import { desktop, openBrowser, phone, visit } from "../support/browser.ts"
import { performanceOf, signedIn, startDemo } from "../support/demo-program.ts"
import { keyboardFaults } from "../support/keyboard.ts"
import { Shopper } from "../support/shop-visit.ts"

const browser = await openBrowser(t)
if (browser) {
  const demo = await startDemo(t)
  const staff = await signedIn(browser, demo)
  const [tour, hall] = await Promise.all(["visite-1", "giselle-1"].map((ref) => performanceOf(demo, ref)))

  for (const [size, viewport] of Object.entries({ phone, desktop })) {
    t.test(`the shop by keyboard, ${size}`, async (t) => {
      await visit(t, browser, { origin: demo.url, viewport, reducedMotion: "reduce" }, async (page) => {
        const walk = async (name: string) => t.strictSame(await keyboardFaults(page), [], name)
        const shopper = new Shopper(page, demo.shop, "fr")
        await page.goto(demo.shop)
        await walk("programme")
        await page.getByRole("link", { name: "Giselle", exact: true }).click()
        await walk("event")
        await page.goto(`${demo.shop}/performances/${hall}`)
        await walk("places")
        await shopper.choose({ "Orchestre, Plein tarif": 1 }, "basket")
        await walk("basket")
        await page.getByRole("link", { name: shopper.t.goToPayment }).click()
        await walk("details")
        await shopper.giveDetails()
        await shopper.confirm()
        await page.waitForURL(/\/payments\//)
        await walk("payment")
        await shopper.pay("pay")
        await page.getByRole("link", { name: shopper.t.downloadPdf }).waitFor({ timeout: 30_000 })
        await walk("tickets")
      })
    })

    t.test(`the back office and the door by keyboard, ${size}`, async (t) => {
      const asked = { origin: demo.url, viewport, reducedMotion: "reduce", storageState: staff } as const
      await visit(t, browser, asked, async (page) => {
        for (const path of [
          "/admin/demo",
          "/admin/demo/events",
          "/admin/demo/events/new",
          `/admin/demo/performances/${tour}`,
          `/admin/demo/performances/${tour}/edit`,
          "/admin/demo/calendar",
          "/admin/demo/orders",
          "/admin/demo/settings",
          "/door/demo",
          `/door/demo/${tour}`,
        ]) {
          await page.goto(path)
          t.strictSame(await keyboardFaults(page), [], path)
        }
      })
    })
  }
}
