import { accessSync, constants, mkdirSync } from "node:fs"
import { delimiter, join } from "node:path"
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core"
import type { Test } from "tap"
import { projectRoot } from "../../server/project.ts"

const names = ["chromium", "chromium-browser", "google-chrome"]

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/**
 * The system's Chromium, with nothing kept from before; closed after the test. Where none is installed, the test is
 * skipped in one loud line and the answer is undefined; with REQUIRE_ALL=1 that is a failure.
 */
export async function openBrowser(t: Test, args: readonly string[] = []): Promise<Browser | undefined> {
  const browser = await launchBrowser(args)
  if (browser) {
    t.teardown(() => browser.close())
    return browser
  }
  const missing = `none of ${names.join(", ")} is installed`
  if (process.env.REQUIRE_ALL === "1") throw new Error(missing)
  process.stderr.write(`\n*** SKIPPED, the tests in a browser: ${missing} ***\n\n`)
  t.test("in Chromium", { skip: missing }, () => {})
  return undefined
}

/** Undefined where no Chromium is installed. */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser | undefined> {
  const executablePath = findChromium()
  // Its sandbox refuses to work for root, and in most containers.
  return executablePath
    ? chromium.launch({ executablePath, chromiumSandbox: false, args: [...flags, ...args] })
    : undefined
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter)
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

export const phone = { width: 360, height: 740 }
export const desktop = { width: 1440, height: 900 }

export interface VisitOptions extends BrowserContextOptions {
  /** Where the server is: what comes from elsewhere, or is asked of elsewhere, fails the test. */
  origin: string
  /** What is not wrong here: complaints that contain one of these are left out. */
  expected?: readonly string[]
}

/**
 * A visit by somebody of their own, with no cookies yet. Fails when the browser complained of anything: a request to
 * another origin, a file that did not come, an error on the console, a breach of the content security policy.
 */
export async function visit(
  t: Test,
  browser: Browser,
  { origin, expected = [], ...options }: VisitOptions,
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ baseURL: origin, viewport: phone, locale: "fr", ...options })
  context.setDefaultTimeout(15_000)
  const complaints = listen(context, origin)
  const page = await context.newPage()
  try {
    await use(page, context)
  } catch (error) {
    await keepPicture(page, t.name)
    throw error
  } finally {
    await context.close()
  }
  const surprising = complaints.filter((complaint) => !expected.some((words) => complaint.includes(words)))
  t.strictSame(surprising, [], "the browser has nothing to complain of")
}

function listen(context: BrowserContext, origin: string): string[] {
  const complaints: string[] = []
  context.on("request", (request) => {
    const url = new URL(request.url())
    if (!["data:", "blob:", "about:"].includes(url.protocol) && url.origin !== origin)
      complaints.push(`left the server: ${request.url()}`)
  })
  context.on("response", (response) => {
    const navigated = response.request().isNavigationRequest()
    if (response.status() >= 500 || (response.status() >= 400 && !navigated))
      complaints.push(`${response.status()}: ${response.url()}`)
  })
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? ""
    // What a page that is left no longer needs.
    if (reason !== "net::ERR_ABORTED") complaints.push(`${reason}: ${request.url()}`)
  })
  context.on("console", (message) => {
    // Files that did not come are known from their answers, and a refused form is no fault.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(`console: ${message.text()}`)
  })
  context.on("weberror", (error) => complaints.push(`script: ${error.error().message}`))
  return complaints
}

/** What the page looked like when the test failed. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = join(projectRoot, ".tap", "browser")
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name.replace(/[^\w.-]+/g, "-")}.png`)
  await page.screenshot({ path, fullPage: true, timeout: 5000 }).catch(() => undefined)
  process.stderr.write(`${name}: at ${page.url()}, pictured in ${path}\n`)
}

/** The pixels of a picture, read by the browser itself. */
export async function pixelsOf(
  page: Page,
  png: Buffer,
): Promise<{ width: number; height: number; pixels: Uint8ClampedArray }> {
  const blank = await page.context().browser()?.newPage()
  if (!blank) throw new Error("the browser is closed")
  try {
    const { width, height, base64 } = await blank.evaluate(async (source) => {
      const bytes = Uint8Array.from(atob(source), (letter) => letter.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }))
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d")
      if (!canvas) throw new Error("no canvas")
      canvas.drawImage(image, 0, 0)
      const { data, width, height } = canvas.getImageData(0, 0, image.width, image.height)
      let text = ""
      for (let from = 0; from < data.length; from += 8192)
        text += String.fromCharCode(...data.subarray(from, from + 8192))
      return { width, height, base64: btoa(text) }
    }, png.toString("base64"))
    return { width, height, pixels: new Uint8ClampedArray(Buffer.from(base64, "base64")) }
  } finally {
    await blank.close()
  }
}
