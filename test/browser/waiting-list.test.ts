import t from "tap"
import { makePerformance, testApp } from "../harness.ts"
import { linkIn, sweep } from "../plugins/waiting-list/listing.ts"
import { bringAxe, faultsOf, sidewaysOf } from "../support/axe.ts"
import { openBrowser, visit } from "../support/browser.ts"
import { itemsOf, openCart, removeCart } from "../support/shopping.ts"

const browser = await openBrowser(t)
if (browser) {
  t.test("from a sold-out performance to the places that came back", async (t) => {
    const { app, organisation, owner, tokens } = await testApp(t, { listen: true })
    const performance = await makePerformance(app, organisation, { capacity: 4 })
    const sold = await openCart(app, itemsOf(performance, 4))
    const origin = app.config.publicUrl
    await visit(t, browser, { origin, reducedMotion: "reduce" }, async (page, context) => {
      await bringAxe(context)
      const look = async (what: string) => {
        t.same(await faultsOf(page), [], what)
        t.same(await sidewaysOf(page), [], what)
      }
      await page.goto(`/theatre/performances/${performance.performanceId}`)
      await look("sold-out")
      await page.getByRole("link", { name: "S’inscrire sur la liste d’attente" }).click()
      await look("join")
      await page.getByRole("button", { name: "S’inscrire" }).click()
      await look("refused")
      await page.getByLabel("Plein tarif").fill("2")
      await page.getByLabel("Adresse électronique").fill("ada@example.org")
      await page.getByRole("button", { name: "S’inscrire" }).click()
      await look("sent")
      await page.goto(await linkIn(owner, "ada@example.org", "confirm"))
      await look("confirm")
      await page.getByRole("button", { name: "Confirmer" }).click()
      await look("waiting")
      await removeCart(app, sold)
      await sweep(app)
      await page.goto(await linkIn(owner, "ada@example.org", "offer"))
      await look("offered")
      await page.getByRole("button", { name: "Prendre ces places" }).click()
      await page.waitForURL("**/theatre/checkout")
      await look("checkout")
      await context.addCookies([{ name: "session", value: tokens.boxOffice, url: origin }])
      await page.goto("/admin/theatre/waiting-list")
      await look("office")
      await page.getByRole("link", { name: "Le Malade imaginaire" }).click()
      await look("entries")
    })
  })
}
