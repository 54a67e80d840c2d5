import type { Trx } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import type { SeatSale } from "../inventory/hold-chosen.ts"
import type { Wish } from "../inventory/wishes.ts"
import { giveBack } from "../orders/give-back.ts"
import { recordPayments } from "../orders/record-payments.ts"
import type { PaymentDone, Refund } from "../orders/tables.ts"
import { type Exchanged, exchangeTickets } from "../tickets/exchange-tickets.ts"
import { doingOf, needsSession, sessionFor } from "./after-sale-session.ts"
import { checkPayments, type GivenPayment } from "./check-payments.ts"
import { methodNamed } from "./methods.ts"
import { recordMovements } from "./record-movements.ts"
import { readSettings, type TillSettings } from "./settings.ts"
import type { UsedSession } from "./use-session.ts"

export interface ExchangeInput {
  organisationId: string
  ticketIds: readonly string[]
  wishes: readonly Wish[]
  /** Positive: taken; negative: given back by that method, or as it came ("original"). */
  payments: readonly GivenPayment[]
  reason: string
  userId: string
  sessionId?: string | undefined
}

/**
 * Exchanges tickets at the counter and settles the difference, in one transaction: tickets, places, money, till and books
 * change together, or nothing does.
 * @throws like exchangeTickets; 409 till_session_required, exchange_cheaper; 422 payments_mismatch, invalid_request
 */
export async function exchange(
  trx: Trx,
  app: App,
  sale: SeatSale,
  input: ExchangeInput,
): Promise<Exchanged & { refunds: Refund[] }> {
  const { organisationId, userId, payments, reason } = input
  const session = await sessionFor(trx, userId, input.sessionId)
  const settings = await readSettings(trx)
  const refunds: Refund[] = []
  const exchanged = await exchangeTickets(trx, app.events, sale, {
    ...{ organisationId, ticketIds: input.ticketIds, wishes: input.wishes, reason },
    doing: doingOf(userId, session),
    async settle({ id: orderId, difference }) {
      if (difference < 0 && settings.exchangeAtLeast) throw problem(409, "exchange_cheaper")
      const back = payments.filter(({ amount }) => amount < 0)
      const taken = payments.filter(({ amount }) => amount > 0)
      checkDifference(app, payments, settings, difference)
      const done = await recordPayments(trx, organisationId, orderId, noted(taken))
      if (taken.length > 0) needsSession(session)
      if (session) await recordMovements(trx, session.id, received(taken, orderId))
      for (const part of back) {
        const given = await giveBackPart(trx, app, session, { ...input, orderId, part })
        refunds.push(...given.refunds)
        done.push(...given.done)
      }
      return done
    },
  })
  return { ...exchanged, refunds }
}

/** @throws 422 payments_mismatch, invalid_request at the payment */
function checkDifference(
  app: App,
  payments: readonly GivenPayment[],
  { methods }: TillSettings,
  difference: number,
): void {
  for (const [index, { method, amount }] of payments.entries()) {
    if (amount === 0)
      throw problem(422, "invalid_request", undefined, [
        { path: `/payments/${index}/amount`, message: "must not be 0" },
      ])
    const known =
      methods.includes(method) || (amount < 0 && (method === "original" || app.paymentMethods.get(method)))
    if (!known || method === "free")
      throw problem(422, "invalid_request", undefined, [
        { path: `/payments/${index}/method`, message: "is not a way to settle the difference" },
      ])
  }
  const owed = payments.filter(({ amount }) => amount > 0)
  checkPayments(
    owed,
    methods,
    owed.reduce((sum, { amount }) => sum + amount, 0),
  )
  const given = payments.reduce((sum, { amount }) => sum + amount, 0)
  if (given !== difference)
    throw problem(422, "payments_mismatch", `The difference is ${difference}, and ${given} was given.`)
}

const noted = (payments: readonly GivenPayment[]) =>
  payments.map(({ method, amount, reference }) => ({ method, amount, note: reference }))

const received = (payments: readonly GivenPayment[], orderId: string) =>
  payments.map(({ method, amount, reference, faceValue }) => ({
    ...{ kind: "sale" as const, method, amount, orderId, note: reference, faceValue },
  }))

interface Part extends ExchangeInput {
  orderId: string
  part: GivenPayment
}

async function giveBackPart(
  trx: Trx,
  app: App,
  session: UsedSession | null,
  { organisationId, orderId, part, reason }: Part,
): Promise<{ refunds: Refund[]; done: PaymentDone[] }> {
  const back = await giveBack(trx, app.paymentMethods, {
    ...{ organisationId, orderId, amount: -part.amount, way: part.method, reason },
    later: (method) => methodNamed(method)?.later ?? false,
  })
  if (back.done.some(({ method }) => method === "cash")) needsSession(session)
  if (session)
    await recordMovements(
      trx,
      session.id,
      back.done.map((done) => ({ kind: "refund", orderId, note: reason, ...done })),
    )
  return back
}
