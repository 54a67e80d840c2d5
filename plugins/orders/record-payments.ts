import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { PaymentDone } from "./tables.ts"
import { newToken } from "./tokens.ts"

/** Money that comes for an order after its sale, at the counter. Answers it as the books want to hear of it. */
export async function recordPayments(
  trx: Trx,
  organisationId: string,
  orderId: string,
  payments: readonly (PaymentDone & { note?: string | undefined })[],
): Promise<PaymentDone[]> {
  if (payments.length === 0) return []
  const { rows } = await sql<{ id: string; method: string; amount: number }>`
    insert into payments (organisation_id, token, order_id, method, amount, currency, status, note, paid_at)
    select o.organisation_id, p.token, o.id, p.method, p.amount, o.currency, 'paid', p.note, now()
    from orders o, unnest(
      ${payments.map(() => newToken(organisationId))}::text[],
      ${payments.map((payment) => payment.method)}::text[],
      ${payments.map((payment) => payment.amount)}::int[],
      ${payments.map((payment) => payment.note ?? null)}::text[]) as p (token, method, amount, note)
    where o.organisation_id = current_organisation() and o.id = ${orderId}
    returning id, method, amount`.execute(trx)
  return rows
}
