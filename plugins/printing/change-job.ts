import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { inTransaction } from "../../server/idempotency.ts"
import { enqueue } from "../../server/outbox.ts"
import { problem } from "../../server/problem.ts"
import { print } from "./ask-print.ts"

type Where = { organisationId: string; id: string }

/**
 * Has a job tried again at once that waits, failed or was given up; its printer is asked without waiting either.
 * @throws 404 not_found; 409 already_printed, printer_gone
 */
export async function retryJob(db: Db | Trx, { organisationId, id }: Where): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { rows } = await sql<{ printer_id: string }>`
      update print_jobs set status = case when status = 'printing' then status else 'waiting' end, attempts = 0,
        failure = null, give_up_at = now() + interval '30 minutes', changed_at = now()
      where organisation_id = current_organisation() and id = ${id} and printer_id is not null and status <> 'printed'
        and failure is distinct from 'nothing_left'
      returning printer_id`.execute(trx)
    const [job] = rows
    if (!job) throw await refusal(trx, id)
    await trx
      .updateTable("printers")
      .set({ next_at: new Date(), failures: 0 })
      .where("id", "=", job.printer_id)
      .execute()
    await enqueue(trx, "printing.print", { organisationId, printerId: job.printer_id })
  })
}

/**
 * Gives a job up that is not printed yet; of one that is being printed, what is not sent yet is not sent.
 * @throws 404 not_found; 409 already_printed
 */
export async function cancelJob(db: Db | Trx, { id }: Where): Promise<void> {
  const cancelled = await db
    .updateTable("print_jobs")
    .set({ status: "cancelled", failure: "given_up", changed_at: new Date() })
    .where("id", "=", id)
    .where("status", "<>", "printed")
    .returning("id")
    .executeTakeFirst()
  if (!cancelled) throw await refusal(db, id)
}

async function refusal(db: Db | Trx, id: string) {
  const job = await db
    .selectFrom("print_jobs")
    .select(["status", "printer_id"])
    .where("id", "=", id)
    .executeTakeFirst()
  if (!job) return problem(404, "not_found")
  if (job.status === "printed") return problem(409, "already_printed")
  return problem(409, job.printer_id ? "nothing_to_print" : "printer_gone")
}

/**
 * Writes a job for the valid tickets of an order, or for those of them that are named. Where one of them came out before,
 * under its present code, the paper says so.
 * @throws 404 not_found; 409 nothing_to_print; 422 invalid_request
 */
export async function printOrder(
  trx: Trx,
  input: {
    organisationId: string
    printerId: string
    orderId: string
    ticketIds?: readonly string[] | undefined
    by: string
  },
): Promise<string> {
  const { organisationId, printerId, orderId, ticketIds, by } = input
  const order = await trx.selectFrom("orders").select("locale").where("id", "=", orderId).executeTakeFirst()
  if (!order) throw problem(404, "not_found")
  const tickets = await trx
    .selectFrom("tickets")
    .select(["id", "reprinted_at"])
    .where("order_id", "=", orderId)
    .where("status", "=", "valid")
    .orderBy("position")
    .execute()
  const wanted = tickets.filter(({ id }) => !ticketIds || ticketIds.includes(id))
  if (wanted.length === 0 || (ticketIds && wanted.length < new Set(ticketIds).size))
    throw problem(409, "nothing_to_print")
  const printed = await trx
    .selectFrom("print_jobs")
    .select(["ticket_ids", "created_at"])
    .where("order_id", "=", orderId)
    .where("kind", "in", ["tickets", "reprint"])
    .where("begun", ">", 0)
    .execute()
  const again = wanted.some(({ id, reprinted_at }) =>
    printed.some((job) => job.ticket_ids.includes(id) && (!reprinted_at || job.created_at >= reprinted_at)),
  )
  return print(trx, printerId, {
    ...{ organisationId, kind: "tickets", locale: order.locale, orderId, by, again },
    ticketIds: wanted.map(({ id }) => id),
  })
}
