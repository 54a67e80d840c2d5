import type { FastifyRequest } from "fastify"

/** Where else a performance is worked on: a link of its page, or nothing where this person may not. */
export type PerformanceLink = (
  request: FastifyRequest,
  performanceId: string,
) => { href: string; label: string } | null

declare module "fastify" {
  interface FastifyInstance {
    /** Filled in by the modules that know more of a performance. */
    performanceLinks: PerformanceLink[]
  }
}
