import { statSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import type { CDPSession, Page } from "playwright-core"
import t from "tap"
import { projectRoot } from "../../server/project.ts"
import { openBrowser, phone, visit } from "../support/browser.ts"
import { performanceOf, signedIn, startDemo } from "../support/demo-program.ts"

const kilobyte = 1024

t.test("no page loads 30 KB of styles", async (t) => {
  const folder = join(projectRoot, "dist", "assets")
  const sheets = (await readdir(folder)).filter((name) => name.endsWith(".css.br"))
  t.ok(sheets.length >= 3)
  for (const sheet of sheets) {
    const { size } = statSync(join(folder, sheet))
    t.ok(size < 30 * kilobyte, `${sheet}: ${size} bytes`)
  }
})

const browser = await openBrowser(t)
if (browser) {
  const demo = await startDemo(t)
  const hall = await performanceOf(demo, "giselle-1")
  const seats = await performanceOf(demo, "jeu-amour-hasard-1")

  t.test("the pages of the shop are light, and come in one round trip after their document", async (t) => {
    await visit(t, browser, { origin: demo.url, viewport: phone }, async (page, context) => {
      const network = await context.newCDPSession(page)
      for (const [path, most] of [
        [demo.shop, 130],
        [`${demo.shop}/performances/${hall}`, 120],
        // With a map of 400 seats.
        [`${demo.shop}/performances/${seats}`, 140],
      ] as const) {
        const files = await loadAfresh(page, network, path)
        const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
        t.ok(total < most * kilobyte, `${path}: ${Math.round(total / kilobyte)} KB`)
        const chained = files.filter(
          ({ type, by }) => !["Document", "Font"].includes(type) && by !== "parser",
        )
        t.strictSame(chained, [], "everything is named in the document; fonts may be named in its styles")
        t.ok(files.filter(({ type }) => type === "Script").length <= 1, "one script at most")
        const styles = files.filter(({ type }) => type === "Stylesheet")
        t.ok(styles.reduce((sum, { bytes }) => sum + bytes, 0) < 30 * kilobyte, "styles under 30 KB")
      }
    })
  })

  t.test("a second page brings its document alone", async (t) => {
    await visit(t, browser, { origin: demo.url, viewport: phone }, async (page, context) => {
      const network = await context.newCDPSession(page)
      await page.goto(demo.shop)
      const files = await load(page, network, `${demo.shop}/performances/${hall}`)
      const fetched = files.filter(({ bytes, type }) => bytes > 0 && type !== "Font").map(({ type }) => type)
      t.strictSame(fetched, ["Document"])
    })
  })

  t.test("the back office is light too", async (t) => {
    const asked = { origin: demo.url, viewport: phone, storageState: await signedIn(browser, demo) }
    await visit(t, browser, asked, async (page, context) => {
      const network = await context.newCDPSession(page)
      for (const path of ["/admin/demo", "/admin/demo/events"]) {
        const files = await loadAfresh(page, network, path)
        const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
        t.ok(total < 130 * kilobyte, `${path}: ${Math.round(total / kilobyte)} KB`)
      }
    })
  })
}

interface Loaded {
  url: string
  type: string
  /** As it came over the wire; 0 from the cache. */
  bytes: number
  /** What asked for it: the parser that read the document, or another file. */
  by: string
}

async function loadAfresh(page: Page, network: CDPSession, path: string): Promise<Loaded[]> {
  await network.send("Network.clearBrowserCache")
  return load(page, network, path)
}

async function load(page: Page, network: CDPSession, path: string): Promise<Loaded[]> {
  const files = new Map<string, Loaded>()
  network.on("Network.requestWillBeSent", ({ requestId, request, type = "", initiator }) =>
    files.set(requestId, { url: new URL(request.url).pathname, type, bytes: 0, by: initiator.type }),
  )
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId)
    if (file) file.bytes = encodedDataLength
  })
  await network.send("Network.enable")
  await page.goto(path, { waitUntil: "networkidle" })
  await network.send("Network.disable")
  // The icon of the tab comes when the browser likes.
  return [...files.values()].filter(({ type }) => type !== "Other")
}
