import type { Db, Trx } from "../../server/database.ts"
import type { Events } from "../../server/events.ts"
import { inTransaction } from "../../server/idempotency.ts"
import type { Locale } from "../../templates/locale.ts"
import { holdChosen, type SeatSale } from "../inventory/hold-chosen.ts"
import { sellPlaces } from "../inventory/hold-places.ts"
import { readOffers } from "../inventory/offers.ts"
import type { Wish } from "../inventory/wishes.ts"
import { type CounterCustomer, type PlacedOrder, placePaidOrder } from "../orders/place-paid-order.ts"
import { checkPayments, type GivenPayment } from "./check-payments.ts"
import { recordMovements } from "./record-movements.ts"
import { readSettings } from "./settings.ts"
import { useSession } from "./use-session.ts"

export interface SaleInput {
  organisationId: string
  currency: string
  locale: Locale
  sessionId: string
  userId: string
  wishes: readonly Wish[]
  customer: CounterCustomer
  payments: readonly GivenPayment[]
}

/**
 * Sells at the counter in one transaction: the places, the order, its payments, its tickets, and what it puts in the
 * till. There is no half of it: what is refused leaves nothing.
 * @throws 409 sold_out, seat_taken, not_enough_together, till_session_closed, till_of_another; 422 payments_mismatch,
 * not_on_sale, invalid_request
 */
export async function sell(
  db: Db | Trx,
  events: Events,
  sale: SeatSale,
  input: SaleInput,
): Promise<PlacedOrder> {
  return inTransaction(db, async (trx) => {
    const { organisationId, payments, currency, locale, customer } = input
    const session = await useSession(trx, input.sessionId, input.userId)
    const { methods } = await readSettings(trx)
    const offers = await readOffers(trx, input.wishes, sale)
    const owed = offers.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0)
    const { free } = checkPayments(payments, methods, owed)
    const total = free ? 0 : owed
    return holdChosen(sale, offers, async (chosen) => {
      const cart = await sellPlaces(
        trx,
        free ? chosen.map((place) => ({ ...place, amount: 0 })) : chosen,
        sale.channel ?? "till",
      )
      const order = await placePaidOrder(trx, events, {
        ...{ organisationId, currency, locale, customer },
        cart: { id: cart.id, total },
        payments: payments
          .filter(({ method, amount }) => method !== "free" && amount > 0)
          .map(({ method, amount, reference }) => ({ method, amount, note: reference })),
        doing: { channel: "till", by: `user:${input.userId}`, tillSessionId: session.id },
      })
      await recordMovements(
        trx,
        session.id,
        payments.map(({ method, amount, reference, faceValue }) => ({
          ...{ kind: "sale" as const, method, orderId: order.id, note: reference, faceValue },
          amount: method === "free" ? 0 : amount,
        })),
      )
      return order
    })
  })
}
