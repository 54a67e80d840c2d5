import { createHash } from "node:crypto"
import { sql } from "kysely"
import { actorOf, type Organisation, type Principal } from "../../server/access.ts"
import type { Db, Trx } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { lockTickets, settleSold } from "../admission/settle-tickets.ts"
import { type PlacedOrder, placePaidOrder } from "../orders/place-paid-order.ts"
import { placeUnservedOrder } from "../orders/place-unserved-order.ts"
import type { Doing } from "../orders/tables.ts"
import { useAdvanceTickets } from "../tickets/advance-tickets.ts"
import { checkPayments } from "../till/check-payments.ts"
import { counterMethods } from "../till/methods.ts"
import { recordMovements } from "../till/record-movements.ts"
import { endOnlineTwin } from "./online-twin.ts"
import { type OwnSession, sessionWithDevice } from "./own-session.ts"
import { takeSoldPlaces } from "./place-sale.ts"
import { isSealedPrice } from "./price-seal.ts"
import { readSold } from "./read-sold.ts"
import { NoSale, type OfflineSale } from "./sale.ts"
import type { OfflineState, Remark } from "./tables.ts"
import { texts } from "./texts.ts"

export interface RecordedSale {
  id: string
  state: OfflineState
  remarks: Remark[]
  order: Pick<PlacedOrder, "id" | "number" | "token" | "total"> | null
  /** It was known already: nothing was done. */
  repeated: boolean
}

interface Context {
  app: App
  organisation: Organisation
  principal: Principal
}

/**
 * Records a sale that was made without a network, in one transaction and once, however often and from how many places at once it
 * comes: order, payments, tickets under the codes that were printed, what it put in the till, the operation of the books. Money
 * was taken: nothing is refused silently. A tariff that changed meanwhile is honoured; a till that was closed meanwhile gets it
 * late; places that were let go of meanwhile are taken again, or the money is to be given back; what is no sale at all is kept
 * for somebody to look at.
 */
export async function recordSale(context: Context, db: Db, sale: OfflineSale): Promise<RecordedSale> {
  const content = JSON.stringify({ ...sale, soldAt: undefined })
  const bodyHash = createHash("sha256").update(content).digest()
  const total = sale.lines.reduce((sum, { amount }) => sum + amount, 0)
  return db.transaction().execute(async (trx) => {
    const fresh = await trx
      .insertInto("offline_sales")
      .values({
        ...{ organisation_id: context.organisation.id, id: sale.id, body_hash: bodyHash },
        ...{ number: sale.number, sold_at: sale.soldAt, sent_by: actorOf(context.principal), total, content },
        ...{ session_id: null, order_id: null, state: "refused" },
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst()
    if (!fresh) return firstAnswer(trx, sale.id)
    const session = await sessionWithDevice(trx, sale.sessionId)
    await sql`savepoint sale`.execute(trx)
    const outcome = await place(context, trx, session, sale).catch(async (error: unknown) => {
      if (!(error instanceof NoSale)) throw error
      await sql`rollback to savepoint sale`.execute(trx)
      return { state: "refused" as const, remarks: [error.remark], order: null }
    })
    await trx
      .updateTable("offline_sales")
      .set({
        ...{ state: outcome.state, remarks: outcome.remarks, order_id: outcome.order?.id ?? null },
        ...{ session_id: session?.id ?? null, late: session?.closed ?? false },
      })
      .where("id", "=", sale.id)
      .execute()
    return { id: sale.id, ...outcome, repeated: false }
  })
}

async function firstAnswer(trx: Trx, id: string): Promise<RecordedSale> {
  const row = await trx
    .selectFrom("offline_sales as s")
    .leftJoin("orders as o", (join) =>
      join.onRef("o.organisation_id", "=", "s.organisation_id").onRef("o.id", "=", "s.order_id"),
    )
    .select(["s.id", "s.state", "s.remarks", "o.id as orderId", "o.number", "o.token", "o.total"])
    .where("s.id", "=", id)
    .executeTakeFirstOrThrow()
  const { orderId, number, token, total, state, remarks } = row
  const order =
    orderId !== null && number !== null && token !== null && total !== null
      ? { id: orderId, number, token, total }
      : null
  return { id, state, remarks, order, repeated: true }
}

async function place(
  { app, organisation, principal }: Context,
  trx: Trx,
  session: OwnSession | undefined,
  sale: OfflineSale,
): Promise<Pick<RecordedSale, "state" | "remarks" | "order">> {
  if (!session) throw new NoSale("unknown_session")
  if (principal.kind === "device" ? session.deviceId !== principal.id : session.deviceId !== null)
    throw new NoSale("foreign_session")
  const { lines, payments, soldAt } = sale
  if (!lines.every((line) => isSealedPrice(app.secrets, organisation.id, line)))
    throw new NoSale("forged_price")
  const { places, codes, orderNumber } = await readSold(trx, session.id, lines)
  const free = paid(sale, principal)
  const ticketIds = codes.map(({ ticketId }) => ticketId)
  await lockTickets(trx, ticketIds)
  const { cartId, placed, remarks } = await takeSoldPlaces(
    trx,
    free ? places.map((one) => ({ ...one, amount: 0 })) : places,
  )
  const by = principal.kind === "device" ? actorOf(principal) : `user:${session.userId}`
  const doing: Doing & { by: string } = {
    ...{ channel: session.deviceId ? "door" : "till", by, tillSessionId: session.id, offlineAt: soldAt },
  }
  const owed = free ? 0 : lines.reduce((sum, { amount }) => sum + amount, 0)
  const placing = {
    ...{ organisationId: organisation.id, currency: organisation.currency, locale: organisation.locale },
    cart: { id: cartId, total: owed },
    payments: payments
      .filter(({ method, amount }) => method !== "free" && amount > 0)
      .map(({ method, amount, reference }) => ({ method, amount, note: reference })),
    ...{ doing, number: orderNumber },
  }
  let order: PlacedOrder
  if (placed) {
    await useAdvanceTickets(trx, cartId, codes)
    order = await placePaidOrder(trx, app.events, { ...placing, customer: {} })
    if (ticketIds.length > 0) await settleSold(trx, ticketIds)
  } else order = await placeUnservedOrder(trx, app.events, placing)
  await recordMovements(
    trx,
    session.id,
    payments.map(({ method, amount, reference, faceValue }) => ({
      ...{ kind: "sale" as const, method, orderId: order.id, note: reference, faceValue },
      amount: method === "free" ? 0 : amount,
    })),
  )
  if (session.closed) remarks.push("till_closed")
  if (sale.instead) {
    const twin = await endOnlineTwin(trx, app, {
      ...{ organisationId: organisation.id, slug: organisation.slug, key: sale.instead },
      ...{ sessionId: session.id, reason: texts[organisation.locale].twin, doing: { ...doing } },
    })
    if (twin) remarks.push(twin)
  }
  const { id, number, token, total } = order
  const moved = remarks.includes("other_places")
  return {
    state: placed ? (moved ? "moved" : "recorded") : "unplaced",
    remarks,
    order: { id, number, token, total },
  }
}

/** What was accepted when it was sold stays accepted; a scanner takes exact cash, or nothing for what is free. */
function paid({ payments, lines }: OfflineSale, principal: Principal): boolean {
  const owed = lines.reduce((sum, { amount }) => sum + amount, 0)
  const allowed = principal.kind === "device" ? ["cash"] : counterMethods.map(({ code }) => code)
  try {
    return checkPayments(payments, allowed, owed).free
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new NoSale(error.code === "payments_mismatch" ? "payments_mismatch" : "invalid_payment")
  }
}
