import t from "tap"
import { texts as doorTexts } from "../../plugins/admission/texts.ts"
import { formatMoney } from "../../templates/format.ts"
import { locales } from "../../templates/locale.ts"
import { texts as words } from "../../templates/texts.ts"
import { readPdf } from "../plugins/tickets/render-tickets.support.ts"
import { openBrowser, phone, visit } from "../support/browser.ts"
import { performanceOf, signedIn, startDemo } from "../support/demo-program.ts"
import { Shopper } from "../support/shop-visit.ts"

const browser = await openBrowser(t)
if (browser) {
  const demo = await startDemo(t)
  const staff = await signedIn(browser, demo)
  const tour = await performanceOf(demo, "visite-1")
  const titles = { fr: "Visite du théâtre", en: "A tour of the theatre" }

  for (const locale of locales)
    for (const javaScriptEnabled of [true, false])
      t.test(
        `the whole purchase, ${locale}, ${javaScriptEnabled ? "with" : "without"} JavaScript`,
        async (t) => {
          let codes: (string | undefined)[] = []
          const asked = { origin: demo.url, locale, javaScriptEnabled, viewport: phone }
          await visit(t, browser, asked, async (page) => {
            const shopper = new Shopper(page, demo.shop, locale)
            await shopper.findEvent(titles[locale])
            await shopper.choose({ "Plein tarif": 2, "Tarif réduit": 1 }, "basket")
            t.match(page.url(), `${demo.shop}/cart`)
            t.match(await page.locator("main").textContent(), formatMoney(1600, "EUR", locale))
            await page.getByRole("link", { name: shopper.t.goToPayment }).click()
            await shopper.giveDetails()
            t.match(
              await page.locator(".basket-bar").textContent(),
              words[locale].places(3),
              "the basket is in sight",
            )
            await shopper.confirm()
            await page.getByRole("heading", { name: shopper.sandbox.title }).waitFor()
            await shopper.pay("pay")

            await page.getByRole("heading", { level: 1, name: shopper.t.yourTickets(3) }).waitFor()
            const pdf = await readPdf(await shopper.download())
            t.equal(pdf.pages.length, 3, "one page a ticket")
            t.match(pdf.pages[0]?.words, titles[locale])
            codes = await shopper.codesOnScreen()
            t.equal(new Set(codes).size, 3)
            t.ok(
              codes.every((code) => code && /^[0-9A-Z $%*+./:-]{40,160}$/.test(code)),
              "read from the screen",
            )
          })

          const [code = "", second = ""] = codes
          await visit(t, browser, { ...asked, storageState: staff }, async (page) => {
            const show = async (typed: string) => {
              await page.locator("[name=code]").fill(typed)
              await page.getByRole("button", { name: doorTexts[locale].scanner.check }).click()
              await page.locator("[data-result]:visible").waitFor()
              return page.locator("[data-result]:visible").getAttribute("data-result")
            }
            await page.goto("/door/demo")
            await page.locator(`a[href="/door/demo/${tour}"]`).click()
            t.equal(await show(code), "admitted")
            t.match(await page.locator(".answer:visible").textContent(), words[locale].door.admitted)
            await page.reload()
            t.equal(await show(code), "already_admitted")
            await page.reload()
            t.equal(await show(second), "admitted")
            await page.reload()
            t.equal(await show("NOT A TICKET"), "unknown")
          })
        },
      )

  t.test("a free order asks for no payment", async (t) => {
    const [performance, origin] = [await performanceOf(demo, "carte-blanche-1"), demo.url]
    await visit(t, browser, { origin }, async (page) => {
      const shopper = new Shopper(page, demo.shop, "fr")
      await page.goto(`${demo.shop}/performances/${performance}`)
      await shopper.choose({ "Entrée libre": 2 }, "checkout")
      await shopper.giveDetails()
      t.equal(await page.locator("[name=method]").count(), 0)
      await page.getByRole("button", { name: shopper.t.book }).click()
      await page.getByRole("heading", { level: 1, name: shopper.t.yourTickets(2) }).waitFor()
      t.equal((await readPdf(await shopper.download())).pages.length, 2)
    })
  })

  t.test("a refused payment is told, and paid on a second try", async (t) => {
    const performance = await performanceOf(demo, "quatuors-1")
    await visit(t, browser, { origin: demo.url }, async (page) => {
      const shopper = new Shopper(page, demo.shop, "fr")
      await page.goto(`${demo.shop}/performances/${performance}`)
      await shopper.choose({ "Plein tarif": 1 }, "checkout")
      await shopper.giveDetails()
      await shopper.confirm()
      await shopper.pay("refuse")
      await page.getByText(shopper.t.refused).waitFor()
      await page.getByRole("button", { name: shopper.t.payAgain }).click()
      await shopper.pay("pay")
      await page.getByRole("heading", { level: 1, name: shopper.t.yourTickets(1) }).waitFor()
      t.equal((await shopper.codesOnScreen()).filter(Boolean).length, 1)
    })
  })

  t.test("a basket whose time is over says so, and leads back to its places", async (t) => {
    const performance = await performanceOf(demo, "giselle-1")
    const expire = "update carts set expires_at = now() - interval '1 second' where state = 'open'"
    await visit(t, browser, { origin: demo.url }, async (page) => {
      const shopper = new Shopper(page, demo.shop, "fr")
      await page.goto(`${demo.shop}/performances/${performance}`)
      await shopper.choose({ "Orchestre, Plein tarif": 2 }, "checkout")
      await shopper.giveDetails()
      await demo.owner.query(expire)
      await shopper.confirm()
      t.match(page.url(), `${demo.shop}/cart`)
      await page.getByText(shopper.t.over, { exact: true }).waitFor()
      await page.getByRole("link", { name: shopper.t.chooseAgain }).click()
      t.match(page.url(), `/performances/${performance}`)
      await shopper.choose({ "Orchestre, Plein tarif": 2 }, "checkout")
      await page.getByRole("heading", { level: 1, name: shopper.t.details }).waitFor()
    })
  })

  t.test("a refused form comes back filled, with what to do at its fields", async (t) => {
    const performance = await performanceOf(demo, "giselle-1")
    await visit(t, browser, { origin: demo.url }, async (page) => {
      const shopper = new Shopper(page, demo.shop, "fr")
      await page.goto(`${demo.shop}/performances/${performance}`)
      await page.getByRole("button", { name: shopper.t.continue }).click()
      t.match(await page.locator(".error-summary").textContent(), shopper.t.chooseSome)
      await shopper.choose({ "Orchestre, Plein tarif": 1 }, "checkout")

      await shopper.giveDetails({ email: "ada@", lastName: "" })
      await shopper.confirm()
      const summary = page.locator(".error-summary")
      t.ok(
        await summary.evaluate((element) => element === document.activeElement),
        "the summary has the focus",
      )
      t.equal(await page.locator("[name=firstName]").inputValue(), "Ada", "what was typed is kept")
      t.equal(await page.locator("[name=email]").inputValue(), "ada@")
      for (const name of ["email", "lastName"]) {
        const field = page.locator(`[name=${name}]`)
        t.equal(await field.getAttribute("aria-invalid"), "true")
        const [described = ""] = ((await field.getAttribute("aria-describedby")) ?? "").split(" ").slice(-1)
        t.ok(await page.locator(`#${described}.wrong`).isVisible(), `${name} says what to do`)
      }
      await summary.getByRole("link").first().click()
      t.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "email")
      await shopper.giveDetails()
      await shopper.confirm()
      await page.getByRole("heading", { name: shopper.sandbox.title }).waitFor()
    })
  })

  t.test("two tabs share one basket, and it is ordered once", async (t) => {
    const [opera, quartets] = await Promise.all(
      ["noces-de-figaro-1", "quatuors-1"].map((ref) => performanceOf(demo, ref)),
    )
    await visit(t, browser, { origin: demo.url }, async (page, context) => {
      const first = new Shopper(page, demo.shop, "fr")
      const second = new Shopper(await context.newPage(), demo.shop, "fr")
      await first.page.goto(`${demo.shop}/performances/${opera}`)
      await second.page.goto(`${demo.shop}/performances/${quartets}`)
      await first.choose({ "Balcon, Plein tarif": 1 }, "checkout")
      await second.choose({ "Plein tarif": 1 }, "checkout")
      await first.page.reload()
      t.match(await first.page.locator("main").textContent(), formatMoney(3200 + 1600, "EUR", "fr"))
      for (const shopper of [first, second]) await shopper.giveDetails()
      await first.confirm()
      await first.page.waitForURL(/\/payments\//)
      await second.confirm()
      await second.page.waitForURL(/\/payments\//)
      t.equal(second.page.url(), first.page.url(), "the second tab leads to the same payment")
      await first.pay("pay")
      await second.page.reload()
      await second.page.getByText(second.sandbox.decided).waitFor()
      await second.page.getByRole("link", { name: second.sandbox.toOrder }).click()
      await second.page.getByRole("heading", { level: 1, name: second.t.yourTickets(2) }).waitFor()
    })
  })

  t.test("going back after paying never pays twice", async (t) => {
    const performance = await performanceOf(demo, "quatuors-1")
    await visit(t, browser, { origin: demo.url }, async (page) => {
      const shopper = new Shopper(page, demo.shop, "fr")
      await shopper.buy(performance, { "Plein tarif": 1 })
      const order = page.url()
      await page.goBack()
      await page.getByText(shopper.sandbox.decided).waitFor()
      await page.goBack()
      await page.waitForURL((url) => url.href === order)
      await page.goto(`${demo.shop}/cart`)
      await page.getByRole("link", { name: shopper.t.seeOrder }).click()
      t.equal(page.url(), order)
    })
  })
}
