import { sql } from "kysely"
import type { Db } from "../../../server/database.ts"
import { type ListOrder, listPage, type Page } from "../../../server/list-page.ts"
import { containsWords } from "../../../server/search.ts"
import type { OrderStatus } from "../tables.ts"

export interface OrderRow {
  id: string
  number: string
  status: OrderStatus
  /** Money came that could not be served, and has not gone back yet. */
  toRefund: boolean
  /** Cents. */
  total: number
  currency: string
  email: string | null
  firstName: string
  lastName: string
  places: number
  createdAt: Date
  paidAt: Date | null
}

export const orderOrders = {
  date: { expression: sql.ref("orders.created_at"), type: "timestamptz" },
  total: { expression: sql.ref("orders.total"), type: "bigint" },
  number: { expression: sql.ref("orders.number"), type: "text" },
} satisfies Record<string, ListOrder>

export interface ListOrdersInput {
  /** Words of the number, the name or the e-mail, in any order. */
  q?: string
  status?: OrderStatus | "to_refund"
  sort?: { key: keyof typeof orderOrders; direction: "asc" | "desc" }
  cursor?: string | undefined
  limit?: number
  counted?: boolean
}

const orderNumber = /^([2-9A-Z]{4})[ -]?([2-9A-Z]{4})$/

/** The orders of the organisation `db` is bound to, the newest first. */
export async function listOrders(db: Db, input: ListOrdersInput): Promise<Page<OrderRow>> {
  const { q = "", status, sort = { key: "date", direction: "desc" as const } } = input
  const toRefund = sql<boolean>`exists (
    select from payments p where p.organisation_id = orders.organisation_id and p.order_id = orders.id and p.status = 'to_refund')`
  const [, one, two] = orderNumber.exec(q.trim().toUpperCase()) ?? []
  const query = db
    .selectFrom("orders")
    .select([
      "orders.id",
      "orders.number",
      "orders.status",
      "orders.total",
      "orders.currency",
      "orders.email",
    ])
    .select(["orders.first_name as firstName", "orders.last_name as lastName"])
    .select(["orders.created_at as createdAt", "orders.paid_at as paidAt", toRefund.as("toRefund")])
    .select(
      sql<number>`(select count(*)::int from cart_items i
        where i.organisation_id = orders.organisation_id and i.cart_id = orders.cart_id and not i.withdrawn)`.as(
        "places",
      ),
    )
    .$if(status !== undefined && status !== "to_refund", (narrowed) =>
      narrowed.where("orders.status", "=", status as OrderStatus),
    )
    .$if(status === "to_refund", (narrowed) => narrowed.where(toRefund))
    // A whole number is looked up in its index.
    .$if(two !== undefined, (narrowed) => narrowed.where("orders.number", "=", `${one}-${two}`))
    .$if(two === undefined && q.trim() !== "", (narrowed) =>
      narrowed.where(
        containsWords(
          sql`concat_ws(' ', orders.number, orders.first_name, orders.last_name, orders.email)`,
          q,
        ),
      ),
    )
  return listPage(query, {
    order: orderOrders[sort.key],
    direction: sort.direction,
    id: sql.ref("orders.id"),
    cursor: input.cursor,
    limit: input.limit,
    counted: input.counted,
  })
}
