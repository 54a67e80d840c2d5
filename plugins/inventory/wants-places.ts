import type { FastifyRequest } from "fastify"

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * The route is where the public asks for places of these performances. An optional module may have people wait
     * before it; staff are not the public. Called once the request is validated.
     */
    wantsPlaces?: (request: FastifyRequest) => readonly string[]
  }
}
