import { existsSync, readdirSync, readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import t from "tap"
import { fonts, preloadedFonts } from "../../templates/fonts.ts"

const folder = new URL("../../templates/css/", import.meta.url)

t.test("every font asked for is served, and every one served is asked for", async (t) => {
  const asked = readFileSync(new URL("fonts.css", folder), "utf8").matchAll(/\/assets\/fonts\/([\w.-]+)/g)
  t.strictSame([...asked].map(([, file]) => file).sort(), Object.keys(fonts).sort())
  for (const path of Object.values(fonts))
    t.ok(existsSync(new URL(`../../node_modules/${path}`, import.meta.url)), path)
  for (const href of preloadedFonts) t.ok(href.replace("/assets/fonts/", "") in fonts, href)
})

t.test("a page's stylesheet weighs less than 30 KB compressed", async (t) => {
  const sheets = readdirSync(folder).filter((file) => file.endsWith("-page.css"))
  t.strictSame(sheets.sort(), [
    "admin-page.css",
    "door-page.css",
    "seating-editor-page.css",
    "shop-page.css",
    "ticket-layout-page.css",
    "till-page.css",
  ])
  for (const sheet of sheets) {
    const built = await build({
      entryPoints: [new URL(sheet, folder).pathname],
      bundle: true,
      minify: true,
      write: false,
      external: ["/assets/*"],
      logLevel: "silent",
    })
    const size = gzipSync(built.outputFiles[0]?.contents ?? "").length
    t.ok(size < 30_000, `${sheet}: ${size}`)
    t.notMatch(built.outputFiles[0]?.text, /https?:\/\//, "nothing from elsewhere")
  }
})
