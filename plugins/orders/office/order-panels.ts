import type { FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import type { FormBody } from "../../../server/form-reader.ts"
import type { FieldError } from "../../../server/problem.ts"
import type { Order } from "../tables.ts"

/** What the page of an order was asked to show: a form of one of its panels that was refused, or what was just done. */
export interface OrderView {
  done?: string | undefined
  body?: FormBody
  errors?: FieldError[]
}

/** A part of an order's page, added by a module that comes after orders: its tickets, its entries. */
export interface OrderPanel {
  /** Panels follow each other by this number. */
  order: number
  render(
    request: FastifyRequest,
    order: Order,
    view: OrderView & { csrf: string },
  ): Promise<ComponentChildren>
}

declare module "fastify" {
  interface FastifyInstance {
    orderPanels: OrderPanel[]
  }
}
