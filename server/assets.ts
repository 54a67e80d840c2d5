import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import staticFiles from "@fastify/static"
import type { FastifyInstance } from "fastify"
import fp from "fastify-plugin"
import { projectRoot } from "./project.ts"
import { StartError } from "./start-error.ts"

const folder = join(projectRoot, "dist", "assets")
let manifest: Record<string, string> | undefined

/** The address of a built file ("shop-page.css"), with its content's hash in the name so that it is kept for ever. */
export function assetUrl(name: string): string {
  manifest ??= readManifest()
  const file = manifest[name]
  if (!file) throw new Error(`no such asset: ${name}`)
  return `/assets/${file}`
}

function readManifest(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<string, string>
  } catch {
    throw new StartError("The pages' files are not built: run npm run build.")
  }
}

/** Serves the built style sheets, scripts and fonts. */
export const assets = fp(
  async (app: FastifyInstance) => {
    manifest ??= readManifest()
    await app.register(staticFiles, {
      root: folder,
      serve: false,
      immutable: true,
      maxAge: "365d",
      preCompressed: true,
      index: false,
    })
    app.get(
      "/assets/*",
      { schema: { hide: true }, config: { access: "public" }, compress: false },
      async (request, reply) => reply.sendFile((request.params as { "*": string })["*"]),
    )
  },
  { name: "assets" },
)

/** A short hash of what a text says, for addresses and caches. */
export function contentHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 12)
}
