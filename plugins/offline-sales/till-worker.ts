import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assetUrl } from "../../server/assets.ts"
import type { App } from "../../server/plugin.ts"
import { projectRoot } from "../../server/project.ts"

let code: string | undefined

/** What keeps the till's page for when there is no network. Where this module is not, the page has no worker, and works online. */
export function registerTillWorker(app: App): void {
  app.get("/till/worker.js", { config: { access: "public" }, schema: { hide: true } }, async (_, reply) => {
    code ??= readFileSync(join(projectRoot, "dist", assetUrl("till-worker.js")), "utf8")
    return reply
      .header("cache-control", "no-cache")
      .header("service-worker-allowed", "/till/")
      .type("text/javascript; charset=utf-8")
      .send(code)
  })
}
