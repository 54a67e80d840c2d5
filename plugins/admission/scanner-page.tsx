import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assetUrl, contentHash } from "../../server/assets.ts"
import type { App } from "../../server/plugin.ts"
import { projectRoot } from "../../server/project.ts"
import { preloadedFonts } from "../../templates/fonts.ts"
import { Document } from "../../templates/layouts/document.tsx"
import { allowCodeReader } from "./code-reader.ts"
import { texts } from "./texts.ts"

/**
 * The scanner: one page that anybody may load and that says nothing by itself, its worker, which keeps it for when there is
 * no network, and its manifest, by which a phone installs it. Who a device is, it learns by pairing.
 */
export function registerScannerPage(app: App): void {
  const files = {
    script: assetUrl("scanner-app.js"),
    style: assetUrl("door-page.css"),
    reader: assetUrl("door-reader.js"),
    wasm: assetUrl("zxing_reader.wasm"),
  }
  const version = contentHash(JSON.stringify(files))
  const open = { access: "public" as const, page: true }

  app.get("/scanner", { config: open, schema: { hide: true } }, async (request, reply) => {
    const t = texts[request.locale]
    allowCodeReader(reply)
    // The same for everybody: the worker keeps it.
    reply.header("cache-control", "no-cache")
    return reply.page(
      <Document
        locale={request.locale}
        currency="EUR"
        timeZone="Europe/Paris"
        title={t.scannerName}
        css={files.style}
        scripts={[files.script]}
        robots="noindex"
        body="door"
        manifest="/scanner/manifest.webmanifest"
        dark
      >
        <div
          id="scanner-app"
          class="scanner-app"
          data-reader={files.reader}
          data-wasm={files.wasm}
          data-version={version}
        >
          <noscript>{t.scannerNeedsScript}</noscript>
        </div>
      </Document>,
    )
  })

  app.get(
    "/scanner/worker.js",
    { config: { access: "public" }, schema: { hide: true } },
    async (_, reply) => {
      const kept = [
        "/scanner",
        "/scanner/manifest.webmanifest",
        "/favicon.svg",
        ...Object.values(files),
        ...preloadedFonts,
      ]
      const head = `self.PARTERRE=${JSON.stringify({ version, kept })};\n`
      return reply
        .header("cache-control", "no-cache")
        .header("service-worker-allowed", "/scanner")
        .type("text/javascript; charset=utf-8")
        .send(head + workerCode())
    },
  )

  app.get(
    "/scanner/manifest.webmanifest",
    { config: { access: "public" }, schema: { hide: true } },
    async (request, reply) =>
      reply
        .header("cache-control", "no-cache")
        .type("application/manifest+json; charset=utf-8")
        .send(
          JSON.stringify({
            name: texts[request.locale].scannerName,
            short_name: texts[request.locale].scannerName,
            id: "/scanner",
            start_url: "/scanner",
            scope: "/scanner",
            display: "standalone",
            background_color: "#0d0c0b",
            theme_color: "#0d0c0b",
            icons: [{ src: "/favicon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
          }),
        ),
  )
}

let code: string | undefined

function workerCode(): string {
  code ??= readFileSync(join(projectRoot, "dist", assetUrl("scanner-worker.js")), "utf8")
  return code
}
