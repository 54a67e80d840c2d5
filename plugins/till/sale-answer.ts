import { type Static, Type } from "typebox"
import type { Db, Trx } from "../../server/database.ts"
import type { PlacedOrder } from "../orders/place-paid-order.ts"
import { ticketsOf } from "../tickets/read-tickets.ts"
import type { SigningKeys } from "../tickets/signing-keys.ts"

export const TicketAnswer = Type.Object({
  id: Type.String(),
  number: Type.String(),
  code: Type.String({ description: "what the QR holds" }),
  status: Type.Enum(["valid", "cancelled"]),
  performance: Type.Object({ id: Type.String(), title: Type.String(), startsAt: Type.String() }),
  zone: Type.String(),
  tariff: Type.String(),
  amount: Type.Integer({ description: "cents" }),
  seat: Type.Optional(Type.String({ description: "the numbered seat, as it is said to people" })),
})

/** An order as the counter sees it. */
export const SaleAnswer = Type.Object({
  id: Type.String(),
  number: Type.String(),
  token: Type.String({ description: "opens the order's page: as good as a password" }),
  status: Type.Enum(["paid", "cancelled"]),
  total: Type.Integer({ description: "cents" }),
  currency: Type.String(),
  tickets: Type.Array(TicketAnswer),
})

/** The tickets of an order with their codes. */
export async function ticketAnswers(
  db: Db | Trx,
  keys: SigningKeys,
  organisationId: string,
  orderId: string,
): Promise<Static<typeof TicketAnswer>[]> {
  const tickets = await ticketsOf(db, keys, organisationId, orderId)
  return tickets.map(
    ({ id, number, code, status, performanceId, eventTitle, startsAt, zone, tariff, amount, seat }) => ({
      ...{ id, number, code, status, zone, tariff, amount },
      performance: { id: performanceId, title: eventTitle, startsAt: startsAt.toISOString() },
      ...(seat ? { seat } : {}),
    }),
  )
}

export async function saleAnswer(
  db: Db | Trx,
  keys: SigningKeys,
  organisation: { id: string; currency: string },
  order: PlacedOrder,
): Promise<Static<typeof SaleAnswer>> {
  const { id, number, token, total } = order
  return {
    ...{ id, number, token, total, status: "paid", currency: organisation.currency },
    tickets: await ticketAnswers(db, keys, organisation.id, id),
  }
}
