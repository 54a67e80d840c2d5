import t from "tap"
import { bringAxe, faultsOf } from "../support/axe.ts"
import { openBrowser } from "../support/browser.ts"
import { signedIn, startDemo } from "../support/demo-program.ts"

t.test("the counter by keys: two full prices for tonight in cash, in five keys at most", async (t) => {
  const browser = await openBrowser(t)
  if (!browser) return
  const demo = await startDemo(t)
  const storageState = await signedIn(browser, demo)
  const context = await browser.newContext({ baseURL: demo.url, storageState, locale: "fr-FR" })
  await bringAxe(context)
  const page = await context.newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`/till${demo.shop}`)
  await page.getByLabel("Fonds de caisse").fill("150")
  await page.keyboard.press("Enter")
  await page.locator(".till-tariffs button").first().waitFor()
  const key = async (name: string) => {
    await page.keyboard.press(name)
    // Nobody is as fast as a barcode reader.
    await page.waitForTimeout(60)
  }
  const total = page.locator(".till-huge")

  await key("1")
  await key("1")
  const owed = await total.textContent()
  t.match(owed, /Total/)
  await key("Enter")
  t.match(await page.locator(".till-sums").textContent(), /À rendre\s*0,00/)
  await key("Enter")
  await page.locator(".till-sold").waitFor()
  const { rows } = await demo.owner.query(
    `select m.method, m.amount, (select count(*)::int from tickets k where k.order_id = m.order_id) as tickets,
       (select sum(amount)::int from tickets k where k.order_id = m.order_id) as total from till_movements m`,
  )
  t.equal(rows.length, 1)
  t.match(rows[0], { method: "cash", tickets: 2 })
  t.equal(rows[0].amount, rows[0].total)
  t.same(await faultsOf(page), [])

  await t.test("change is computed from what is given", async (t) => {
    await key("1")
    t.equal(await page.locator(".till-sold").count(), 0)
    await key("Enter")
    for (const digit of "100") await key(digit)
    const change = await page.locator(".till-change dd").textContent()
    t.notMatch(change, /^0,00/)
    t.same(await faultsOf(page), [])
    await key("Enter")
    await page.locator(".till-sold").waitFor()
    t.match(await page.locator(".till-sold").textContent(), change?.trim() ?? "none")
  })

  await t.test("a scanned ticket opens its order, and is cancelled", async (t) => {
    const { rows } = await demo.owner.query<{ token: string; number: string }>(
      `select o.token, k.number from tickets k join orders o on o.id = k.order_id
       where o.channel = 'till' and k.status = 'valid' order by k.id desc limit 1`,
    )
    const [ticket] = rows
    const order = (await (await context.request.get(`/api/v1/orders/${ticket?.token}`)).json()) as {
      tickets: { number: string; code: string }[]
    }
    const code = order.tickets.find(({ number }) => number === ticket?.number)?.code ?? ""
    // A reader is a keyboard without pauses.
    await page.evaluate((typed) => {
      for (const key of [...typed, "Enter"])
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
    }, code)
    await page.locator(".till-ticket input:checked").waitFor()
    t.match(await page.locator(".till-order").textContent(), ticket?.number)
    t.same(await faultsOf(page), [])
    await page.getByLabel("Motif").fill("malade")
    await page.getByRole("button", { name: "Annuler et rembourser" }).click()
    await page.locator(".till-done").waitFor()
    const after = await demo.owner.query("select status from tickets where number = $1", [ticket?.number])
    t.same(after.rows, [{ status: "cancelled" }])
    await key("Escape")
    await key("Escape")
  })

  await t.test("and the till is closed by counting", async (t) => {
    await key("d")
    await page.getByLabel("200,00 €").fill("1")
    await page.getByRole("button", { name: "Fermer" }).click()
    t.match(await page.getByRole("alert").textContent(), "Ce qui explique")
    await page.getByLabel("Ce qui explique l’écart").fill("essai")
    t.same(await faultsOf(page), [])
    await page.getByRole("button", { name: "Fermer" }).click()
    await page.getByText("La caisse est fermée").waitFor()
    const { rows } = await demo.owner.query("select counted, reason from till_closings")
    t.same(rows, [{ counted: 20_000, reason: "essai" }])
  })
})
