import rateLimit from "@fastify/rate-limit"
import type { FastifyInstance, onRequestHookHandler, preHandlerHookHandler } from "fastify"
import fp from "fastify-plugin"

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route writes for the public: RATE_LIMIT of all of these a minute and address, or any number when it is 0. */
    shopWrite?: boolean
  }
  interface FastifyInstance {
    rateLimitNotFound: preHandlerHookHandler
  }
}

/** How often one address may ask for what costs something. One count for all shop writes: a limit per route would be none. */
export const limits = fp(
  async (app: FastifyInstance) => {
    await app.register(rateLimit, { global: false })
    const perMinute = (max: number) => app.rateLimit({ max, timeWindow: "1 minute" })
    app.decorate("rateLimitNotFound", perMinute(300))
    if (app.config.rateLimit === 0) return
    const shopWrites = perMinute(app.config.rateLimit) as onRequestHookHandler
    app.addHook("onRoute", (route) => {
      if (route.config?.shopWrite) route.onRequest = [...[route.onRequest ?? []].flat(), shopWrites]
    })
  },
  { name: "limits" },
)
