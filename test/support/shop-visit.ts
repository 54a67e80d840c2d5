import jsqr from "jsqr"
import type { Page } from "playwright-core"
import { texts as sandboxTexts } from "../../plugins/payment-sandbox/texts.ts"
import { texts as shopTexts } from "../../plugins/shop/texts.ts"
import type { Locale } from "../../templates/locale.ts"
import { pixelsOf } from "./browser.ts"

/** The steps of a person in the shop, by the words that are on the buttons. */
export class Shopper {
  readonly page: Page
  readonly shop: string
  readonly t: (typeof shopTexts)["fr"]
  readonly sandbox: (typeof sandboxTexts)["fr"]

  constructor(page: Page, shop: string, locale: Locale) {
    this.page = page
    this.shop = shop
    this.t = shopTexts[locale]
    this.sandbox = sandboxTexts[locale]
  }

  /** From the programme to the places of the first date of the event with this title. */
  async findEvent(title: string): Promise<void> {
    const { page, t } = this
    await page.goto(this.shop)
    await page.getByRole("link", { name: title, exact: true }).click()
    await page.getByRole("link", { name: t.chooseDate }).click()
    await page.locator("#dates").getByRole("link").first().click()
  }

  /** Chooses among the tariffs of the page of places: how many at each. */
  async choose(counts: Record<string, number>, then: "basket" | "checkout"): Promise<void> {
    const { page, t } = this
    for (const [tariff, count] of Object.entries(counts))
      await page.getByRole("combobox", { name: tariff }).first().selectOption(String(count))
    await page.getByRole("button", { name: then === "basket" ? t.addToBasket : t.continue }).click()
  }

  async giveDetails({
    email = "ada@example.org",
    firstName = "Ada",
    lastName = "Lovelace",
  } = {}): Promise<void> {
    const { page, t } = this
    await page.getByLabel(t.email, { exact: true }).fill(email)
    await page.getByLabel(t.firstName, { exact: true }).fill(firstName)
    await page.getByLabel(t.lastName, { exact: true }).fill(lastName)
  }

  async confirm(): Promise<void> {
    await this.page.locator("main form .button-primary").click()
  }

  /** Accepts or refuses on the page that stands in for a bank. */
  async pay(outcome: "pay" | "refuse"): Promise<void> {
    await this.page.getByRole("button", { name: this.sandbox[outcome] }).click()
    await this.page.waitForURL(/\/orders\//)
  }

  /** Buys places of a performance, from their page to the order's. */
  async buy(performanceId: string, counts: Record<string, number>, { free = false } = {}): Promise<void> {
    await this.page.goto(`${this.shop}/performances/${performanceId}`)
    await this.choose(counts, "checkout")
    await this.giveDetails()
    await this.confirm()
    if (!free) await this.pay("pay")
    await this.page.waitForURL(/\/orders\//)
  }

  /** Waits on the order's page, as the person does, until the tickets can be downloaded; answers the PDF. */
  async download(): Promise<Uint8Array> {
    const link = this.page.getByRole("link", { name: this.t.downloadPdf })
    await link.waitFor({ timeout: 30_000 })
    // Not clicked: Chromium would show the document in place of the page.
    const response = await this.page.request.get((await link.getAttribute("href")) ?? "")
    if (response.headers()["content-type"] !== "application/pdf") throw new Error("not a PDF")
    return Uint8Array.from(await response.body())
  }

  /** What a scanner reads on the screen, ticket after ticket. */
  async codesOnScreen(): Promise<(string | undefined)[]> {
    const codes: (string | undefined)[] = []
    for (const ticket of await this.page.locator(".ticket-code").all()) {
      const { pixels, width, height } = await pixelsOf(this.page, await ticket.screenshot())
      codes.push(jsqr.default(pixels, width, height)?.data)
    }
    return codes
  }
}
