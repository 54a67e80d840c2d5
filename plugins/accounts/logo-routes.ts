import multipart from "@fastify/multipart"
import { contentHash } from "../../server/assets.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { imageType, logoBytes, logoOf, saveLogo } from "./logo.ts"
import { settingsPage } from "./settings-pages.tsx"
import { texts } from "./texts.ts"

const config = { access: { permission: "organisation:write" }, page: true } as const

/** The logo of an organisation: shown to all, put and taken away by its manager. */
export function registerLogoRoutes(app: App): void {
  app.get("/:org/logo", { config: { access: "public" }, schema: { hide: true } }, async (request, reply) => {
    const logo = await logoOf(app.databases.system, request.organisation.id)
    if (!logo) throw problem(404, "not_found")
    const etag = `"${contentHash(logo.bytes.toString("latin1"))}"`
    reply.header("cache-control", "public, max-age=300").header("etag", etag)
    if (request.headers["if-none-match"] === etag) return reply.code(304).send()
    return reply.type(logo.type).send(logo.bytes)
  })

  app.post("/admin/:org/logo/removal", { config }, async (request, reply) => {
    await saveLogo(app.databases.system, request.organisation.id, null)
    app.identity.forget()
    return reply.redirect(`/admin/${request.organisation.slug}/settings?done=no-logo`, 303)
  })

  // Files are read on this route alone.
  app.register(async (scope) => {
    await scope.register(multipart, {
      attachFieldsToBody: "keyValues",
      throwFileSizeLimit: false,
      limits: { fileSize: logoBytes + 1, files: 1, fields: 5, fieldSize: 1000 },
    })
    scope.post("/admin/:org/logo", { config }, async (request, reply) => {
      const t = texts[request.locale]
      const bytes = (request.body as { logo?: unknown } | null)?.logo
      const refuse = (message: string) =>
        settingsPage(request, reply, { errors: [{ path: "/logo", message }] })
      if (!Buffer.isBuffer(bytes) || bytes.length === 0) return refuse(t.logoMissing)
      if (bytes.length > logoBytes) return refuse(t.logoTooLarge)
      const type = imageType(bytes)
      if (!type) return refuse(t.logoWrong)
      await saveLogo(app.databases.system, request.organisation.id, { bytes, type })
      app.identity.forget()
      return reply.redirect(`/admin/${request.organisation.slug}/settings?done=logo`, 303)
    })
  })
}
