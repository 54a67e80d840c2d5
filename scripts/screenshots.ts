import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { plugins } from "../plugins/index.ts"
import { readConfig } from "../server/config.ts"
import { projectRoot } from "../server/project.ts"
import { start } from "../server/start.ts"
import { launchBrowser } from "../test/support/browser.ts"
import { Shopper } from "../test/support/shop-visit.ts"

// Pictures for the README, in docs/images: the demonstration season as its audience, and the person at the door, see it.

const images = join(projectRoot, "docs", "images")
const phone = { width: 360, height: 740 }
const staff = { email: "regie@example.org", password: "a curtain and three knocks" }

mkdirSync(images, { recursive: true })
const dataDir = mkdtempSync(join(tmpdir(), "parterre-screenshots-"))
chmodSync(dataDir, 0o755)
const running = await start(
  readConfig({
    DATA_DIR: dataDir,
    PORT: "0",
    LOG_LEVEL: "error",
    ADMIN_EMAIL: staff.email,
    ADMIN_PASSWORD: staff.password,
  }),
  plugins,
)
const browser = await launchBrowser()
try {
  if (!browser) throw new Error("Chromium is not installed.")
  const { publicUrl } = running.app.config
  writeFileSync(join(images, "shop.png"), await shop(browser, publicUrl))
  const { ticket, number } = await buyTicket(browser, publicUrl)
  const door = await showTicket(browser, publicUrl, number)
  writeFileSync(join(images, "ticket-and-door.png"), await sideBySide(browser, [ticket, door]))
} finally {
  await browser?.close()
  await running.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

async function shop(browser: Browser, baseURL: string): Promise<Buffer> {
  const viewport = { width: 1440, height: 1800 }
  const page = await browser.newPage({ baseURL, locale: "fr", viewport })
  await page.goto("/demo")
  return picture(page)
}

async function buyTicket(browser: Browser, baseURL: string) {
  const page = await browser.newPage({ baseURL, locale: "fr", viewport: phone, deviceScaleFactor: 2 })
  const shopper = new Shopper(page, "/demo", "fr")
  await shopper.findEvent("Visite du théâtre")
  await shopper.choose({ "Plein tarif": 1 }, "checkout")
  await shopper.giveDetails({ firstName: "Camille", lastName: "Le Goff", email: "camille@example.org" })
  await shopper.confirm()
  await shopper.pay("pay")
  await page.getByRole("link", { name: shopper.t.downloadPdf }).waitFor({ timeout: 30_000 })
  const number = (await page.locator(".ticket-number").first().textContent()) ?? ""
  // From the ticket on: what is held before the person at the door.
  await page
    .locator(".ticket")
    .first()
    .evaluate((ticket) => scrollBy(0, ticket.getBoundingClientRect().top - 16))
  return { ticket: await picture(page), number }
}

async function showTicket(browser: Browser, baseURL: string, number: string): Promise<Buffer> {
  const page = await browser.newPage({ baseURL, locale: "fr", viewport: phone, deviceScaleFactor: 2 })
  await page.goto("/admin/sign-in?next=/door/demo")
  await page.locator("[name=email]").fill(staff.email)
  await page.locator("[name=password]").fill(staff.password)
  await page.locator("main button").click()
  await page.locator(".door-choices a").first().click()
  await page.locator("[name=code]").fill(number)
  await page.keyboard.press("Enter")
  await page.locator("[data-result=admitted]:visible").waitFor()
  return picture(page)
}

async function picture(page: Page): Promise<Buffer> {
  await page.evaluate(() => document.fonts.ready)
  return page.screenshot({ animations: "disabled" })
}

/** Phones beside each other, put together by the browser itself. */
async function sideBySide(browser: Browser, pictures: Buffer[]): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 880, height: 804 }, deviceScaleFactor: 1.5 })
  const phones = pictures.map(
    (picture) => `<img alt="" src="data:image/png;base64,${picture.toString("base64")}">`,
  )
  await page.setContent(`<style>
      body { margin: 0; height: 100vh; display: flex; gap: 48px; align-items: center; justify-content: center; background: #e9e5db }
      img { width: ${phone.width}px; border-radius: 22px; box-shadow: 0 12px 40px #0004 }
    </style>${phones.join("")}`)
  await page.waitForFunction(() => [...document.images].every((image) => image.complete))
  return page.screenshot()
}
