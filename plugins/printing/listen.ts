import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import type { Locale } from "../../templates/locale.ts"
import { printAtTill } from "./ask-print.ts"

/**
 * What a till sells, prints again, gives back or counts comes out of its printer: the job is written in the transaction of
 * the act, so that there is no act without its paper, nor a paper without its act.
 */
export function listen({ events }: App): void {
  events.on("tickets.issued", async (trx, { organisationId, orderId, ticketIds, doing }) => {
    // What was sold without a network was handed over then, printed by the browser.
    if (!doing?.tillSessionId || doing.offlineAt) return
    await printAtTill(trx, doing.tillSessionId, {
      ...{ organisationId, kind: "tickets", locale: await localeOf(trx, orderId), orderId, ticketIds },
      by: doing.by,
    })
  })
  events.on("tickets.reprinted", async (trx, { organisationId, orderId, ticketIds, doing }) => {
    await takeFromWaiting(trx, orderId, ticketIds)
    if (!doing.tillSessionId) return
    await printAtTill(trx, doing.tillSessionId, {
      ...{ organisationId, kind: "reprint", locale: await localeOf(trx, orderId), orderId, ticketIds },
      by: doing.by,
    })
  })
  events.on("tickets.cancelled", async (trx, { organisationId, orderId, ticketIds, doing }) => {
    await takeFromWaiting(trx, orderId, ticketIds)
    if (!doing.tillSessionId) return
    await printAtTill(trx, doing.tillSessionId, {
      ...{ organisationId, kind: "cancellation", locale: await localeOf(trx, orderId), orderId, ticketIds },
      by: doing.by,
    })
  })
  events.on("tickets.exchanged", async (trx, { organisationId, orderId, cancelled, issued, doing }) => {
    await takeFromWaiting(trx, orderId, cancelled)
    if (!doing.tillSessionId) return
    const about = { organisationId, locale: await localeOf(trx, orderId), orderId, by: doing.by }
    await printAtTill(trx, doing.tillSessionId, { ...about, kind: "cancellation", ticketIds: cancelled })
    await printAtTill(trx, doing.tillSessionId, { ...about, kind: "tickets", ticketIds: issued })
  })
  events.on("till.closed", async (trx, { organisationId, sessionId, by }) => {
    const { locale } = await trx
      .selectFrom("organisations")
      .select("locale")
      .where("id", "=", organisationId)
      .executeTakeFirstOrThrow()
    await printAtTill(trx, sessionId, { organisationId, kind: "till_report", locale, sessionId, by })
  })
}

async function localeOf(trx: Trx, orderId: string): Promise<Locale> {
  const { locale } = await trx
    .selectFrom("orders")
    .select("locale")
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow()
  return locale
}

/**
 * A ticket that waits for a printer and is given up, or printed again under a new code, does not come out of the old job; nor of
 * one whose printer is being called and has had nothing yet: should it not answer, the next try has nothing left to print.
 */
async function takeFromWaiting(trx: Trx, orderId: string, ticketIds: readonly string[]): Promise<void> {
  await sql`
    update print_jobs j set ticket_ids = kept.ids, changed_at = now(),
      status = case when kept.ids = '{}' and status <> 'printing' then 'cancelled' else status end,
      failure = case when kept.ids = '{}' and status <> 'printing' then 'nothing_left' else failure end
    from (select id, array(select unnest(ticket_ids) except select unnest(${ticketIds}::bigint[]) order by 1) as ids
      from print_jobs where organisation_id = current_organisation() and order_id = ${orderId}) kept
    where j.organisation_id = current_organisation() and j.id = kept.id and j.kind in ('tickets', 'reprint')
      and j.status in ('waiting', 'failed', 'printing') and j.begun = 0 and j.ticket_ids && ${ticketIds}::bigint[]`.execute(
    trx,
  )
}
