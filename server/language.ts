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
  const preferred = preferredLocale(request.headers["accept-language"] ?? "")
  if (preferred) return preferred
  return request.currentOrganisation?.locale ?? "fr"
}

/** The best liked of our languages in an `Accept-Language` header (RFC 9110, 12.5.4). */
function preferredLocale(header: string): Locale | undefined {
  const ranges = header.split(",").map((range) => {
    const [tag = "", ...parameters] = range
      .toLowerCase()
      .split(";")
      .map((part) => part.trim())
    const weight = parameters.find((parameter) => parameter.startsWith("q="))
    return { locale: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight.slice(2)) }
  })
  const liked = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
  return liked.map(({ locale }) => locale).find(isLocale)
}
