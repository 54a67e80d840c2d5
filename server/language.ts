import type { FastifyInstance, FastifyRequest } from "fastify"
import fp from "fastify-plugin"
import { isLocale, type Locale } from "../templates/locale.ts"
import { cookieOptions } from "./session.ts"

declare module "fastify" {
  interface FastifyRequest {
    /** The language of the answer: asked in the address, chosen before, or what the browser prefers. */
    readonly locale: Locale
    chosenLocale: Locale | null
  }
}

export const language = fp(
  async (app: FastifyInstance) => {
    app.decorateRequest("chosenLocale", null)
    app.decorateRequest("locale", {
      getter(this: FastifyRequest): Locale {
        this.chosenLocale ??= choose(this)
        return this.chosenLocale
      },
    })
    app.addHook("onRequest", async (request, reply) => {
      const asked = (request.query as { lang?: unknown } | null)?.lang
      if (isLocale(asked) && request.routeOptions.config.page)
        reply.setCookie("lang", asked, { ...cookieOptions(app), maxAge: 365 * 86_400 })
    })
  },
  { name: "language", dependencies: ["session"] },
)

function choose(request: FastifyRequest): Locale {
  const asked = (request.query as { lang?: unknown } | null)?.lang
  if (isLocale(asked)) return asked
  const before = request.cookies?.lang
  if (isLocale(before)) return before
  for (const range of (request.headers["accept-language"] ?? "").toLowerCase().split(",")) {
    const tag = range.trim().slice(0, 2)
    if (isLocale(tag)) return tag
  }
  return request.currentOrganisation?.locale ?? "fr"
}
