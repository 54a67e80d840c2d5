// Builds dist/: the server in one file with its packages left outside, and the pages' files with their hashes.
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { basename, dirname, extname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import { build } from "esbuild"
import { ledgerFiles } from "./ledger-files.js"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const work = join(root, `dist.${process.pid}`)
const assets = join(work, "assets")
const require = createRequire(import.meta.url)
const common = { bundle: true, absWorkingDir: root, logLevel: "warning", metafile: false }

await mkdir(join(assets, "fonts"), { recursive: true })
await Promise.all([server(), styles(), scripts(), fonts(), codeReader(), verifier()])
await finish()

async function server() {
  await build({
    ...common,
    entryPoints: { parterre: "cli/parterre.ts" },
    outdir: work,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: "linked",
    // What the fiscal part was made of, to be compared with what was released.
    define: {
      LEDGER_SOURCES: JSON.stringify(JSON.stringify(ledgerFiles(root, "plugins/ledger", ".ts"))),
    },
    jsx: "automatic",
    jsxImportSource: "preact",
  })
}

async function styles() {
  const folder = join(root, "templates", "css")
  const entries = (await readdir(folder)).filter((name) => name.endsWith("-page.css"))
  await build({
    ...common,
    entryPoints: entries.map((name) => join(folder, name)),
    outdir: assets,
    minify: true,
    external: ["/assets/*"],
    target: ["chrome111", "firefox113", "safari16.4"],
  })
}

async function scripts() {
  // What every page may need is in templates; a module that needs more has its own.
  const modules = (await readdir(join(root, "plugins"))).map((name) => join(root, "plugins", name, "client"))
  const folders = [join(root, "templates", "client"), ...modules.filter((folder) => existsSync(folder))]
  const entries = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  )
  await build({
    ...common,
    entryPoints: entries.flat().filter((path) => /\.tsx?$/.test(path)),
    outdir: assets,
    entryNames: "[name]",
    minify: true,
    format: "esm",
    target: ["chrome111", "firefox113", "safari16.4"],
    jsx: "automatic",
    jsxImportSource: "preact",
  })
}

async function fonts() {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(root, "templates", "fonts.ts")],
    write: false,
    platform: "node",
    format: "esm",
  })
  const source = Buffer.from(outputFiles[0].contents).toString("base64")
  const { fonts: fontFiles } = await import(`data:text/javascript;base64,${source}`)
  for (const [name, path] of Object.entries(fontFiles))
    await cp(require.resolve(path), join(assets, "fonts", name))
}

// The machine code that reads QR codes at the door, for browsers that can't. It belongs to barcode-detector.
async function codeReader() {
  const nested = createRequire(require.resolve("barcode-detector"))
  await cp(nested.resolve("zxing-wasm/reader/zxing_reader.wasm"), join(assets, "zxing_reader.wasm"))
}

// What goes into each archive beside the data, to verify it without us.
async function verifier() {
  await cp(join(root, "plugins", "archives", "verifier.py"), join(work, "verifier.py"))
}

// Names each style and script after its content, compresses it, and puts the new folder in the old one's place.
async function finish() {
  const manifest = {}
  for (const name of await readdir(assets)) {
    if (![".css", ".js", ".wasm"].includes(extname(name))) continue
    const content = await readFile(join(assets, name))
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 10)
    const hashed = `${basename(name, extname(name))}.${hash}${extname(name)}`
    await rename(join(assets, name), join(assets, hashed))
    // The best compression of a large file would take seconds at each start, for a tenth less.
    const params = { [constants.BROTLI_PARAM_QUALITY]: content.length > 200_000 ? 9 : 11 }
    await writeFile(join(assets, `${hashed}.br`), await promisify(brotliCompress)(content, { params }))
    await writeFile(join(assets, `${hashed}.gz`), await promisify(gzip)(content))
    manifest[name] = hashed
  }
  await writeFile(join(assets, "manifest.json"), JSON.stringify(manifest, null, 2))
  await rm(join(root, "dist"), { recursive: true, force: true })
  await rename(work, join(root, "dist"))
}
