import type { FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import type { PlanDetails } from "./plan-details.ts"

/** A part of a plan's page, added by a module that comes after seating: the performances that sell by it. */
export interface PlanPanel {
  /** Panels follow each other by this number. */
  order: number
  render(request: FastifyRequest, plan: PlanDetails, view: { csrf: string }): Promise<ComponentChildren>
}

declare module "fastify" {
  interface FastifyInstance {
    planPanels: PlanPanel[]
  }
}
