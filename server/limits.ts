import type { FastifyInstance } from "fastify"

/** What a route that writes for the public declares: RATE_LIMIT writes a minute and address, or none when it is 0. */
export function shopWrites(app: FastifyInstance) {
  return app.config.rateLimit === 0
    ? false
    : { max: app.config.rateLimit, timeWindow: "1 minute", groupId: "shop-writes" }
}
