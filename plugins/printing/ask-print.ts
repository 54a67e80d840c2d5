import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { enqueue } from "../../server/outbox.ts"
import { problem } from "../../server/problem.ts"
import type { Locale } from "../../templates/locale.ts"
import type { JobKind } from "./tables.ts"

/** What is to be printed. Its words are read when it is printed: a job holds ids only. */
export interface Asked {
  organisationId: string
  kind: JobKind
  locale: Locale
  orderId?: string | undefined
  ticketIds?: readonly string[] | undefined
  sessionId?: string | undefined
  /** "user:12". */
  by?: string | undefined
  /** It came out before: the paper says so. */
  again?: boolean
}

/**
 * Writes a job for the printer of a till, in the transaction of what it is about; a till without a printer prints
 * nothing here. Answers its id.
 */
export async function printAtTill(
  trx: Trx,
  tillSessionId: string,
  asked: Asked,
): Promise<string | undefined> {
  const printer = await trx
    .selectFrom("printers as p")
    .innerJoin("till_sessions as s", (join) =>
      join.onRef("s.organisation_id", "=", "p.organisation_id").onRef("s.till_id", "=", "p.till_id"),
    )
    .select("p.id")
    .where("s.id", "=", tillSessionId)
    .executeTakeFirst()
  return printer && print(trx, printer.id, asked)
}

/**
 * Writes a job for a printer, in the transaction of what it is about.
 * @throws 422 invalid_request when there is no such printer
 */
export async function print(trx: Trx, printerId: string, asked: Asked): Promise<string> {
  const { organisationId, kind, locale, orderId, ticketIds = [], sessionId, by, again = false } = asked
  const { rows } = await sql<{ id: string }>`
    insert into print_jobs (organisation_id, printer_id, printer_name, kind, order_id, ticket_ids, session_id, locale,
      asked_by, again)
    select p.organisation_id, p.id, p.name, ${kind}, ${orderId ?? null}, ${ticketIds}::bigint[], ${sessionId ?? null},
      ${locale}, ${by ?? null}, ${again}
    from printers p where p.organisation_id = current_organisation() and p.id = ${printerId} returning id`.execute(
    trx,
  )
  const [job] = rows
  if (!job)
    throw problem(422, "invalid_request", undefined, [
      { path: "/printerId", message: "is not a printer of this organisation" },
    ])
  await enqueue(trx, "printing.print", { organisationId, printerId })
  return job.id
}
