import { sql } from "kysely"
import { type Static, Type } from "typebox"
import { OrNull } from "../../server/api-list.ts"
import type { Db, Trx } from "../../server/database.ts"
import { listPage, type Page } from "../../server/list-page.ts"
import { problem } from "../../server/problem.ts"
import { containsWords } from "../../server/search.ts"
import type { Locale } from "../../templates/locale.ts"
import { type JobStatus, jobKinds, jobStatuses } from "./tables.ts"
import { texts } from "./texts.ts"

/** A print job as the API gives it. */
export const JobItem = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum([...jobKinds]),
    status: Type.Enum([...jobStatuses]),
    failure: OrNull(Type.String({ description: "why the last attempt came to nothing" })),
    message: OrNull(Type.String({ description: "the same in words" })),
    attempts: Type.Integer(),
    papers: Type.Integer({ description: "how many are known to be out" }),
    doubtful: Type.Boolean({ description: "some may be out, and will say so when they come out again" }),
    printerId: OrNull(Type.String()),
    printer: Type.String(),
    orderId: OrNull(Type.String()),
    order: OrNull(Type.String({ description: "its number" })),
    tickets: Type.Array(Type.String()),
    tillSessionId: OrNull(Type.String()),
    createdAt: Type.String(),
    printedAt: OrNull(Type.String()),
  },
  { title: "PrintJob" },
)
export type JobItem = Static<typeof JobItem>

interface Asked {
  organisationId: string
  locale: Locale
  q?: string | undefined
  orderId?: string | undefined
  /** Jobs of the printer of this session's till. */
  tillSessionId?: string | undefined
  statuses?: readonly JobStatus[] | undefined
  cursor?: string | undefined
  limit?: number | undefined
  counted?: boolean
}

function jobsOf(db: Db | Trx, organisationId: string) {
  return db
    .selectFrom("print_jobs")
    .leftJoin("orders", (join) =>
      join
        .onRef("orders.organisation_id", "=", "print_jobs.organisation_id")
        .onRef("orders.id", "=", "print_jobs.order_id"),
    )
    .where("print_jobs.organisation_id", "=", organisationId)
    .select([
      "print_jobs.id",
      "print_jobs.kind",
      "print_jobs.status",
      "print_jobs.failure",
      "print_jobs.attempts",
      "print_jobs.done",
      "print_jobs.begun",
      "print_jobs.printer_id",
      "print_jobs.printer_name",
      "print_jobs.order_id",
      "orders.number",
      "print_jobs.ticket_ids",
      "print_jobs.session_id",
      "print_jobs.created_at",
      "print_jobs.printed_at",
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof jobsOf>["executeTakeFirstOrThrow"]>>

function itemOf(row: Row, locale: Locale): JobItem {
  const { id, kind, status, failure, attempts } = row
  return {
    ...{ id, kind, status, failure, attempts },
    message: failure && (texts[locale].failures[failure] ?? failure),
    papers: row.done,
    doubtful: status !== "printed" && row.begun > row.done,
    printerId: row.printer_id,
    printer: row.printer_name,
    orderId: row.order_id,
    order: row.number,
    tickets: row.ticket_ids,
    tillSessionId: row.session_id,
    createdAt: row.created_at.toISOString(),
    printedAt: row.printed_at?.toISOString() ?? null,
  }
}

/** A page of the print jobs, the newest first. */
export async function listJobs(db: Db, asked: Asked): Promise<Page<JobItem>> {
  const { organisationId, locale, q, orderId, tillSessionId, statuses } = asked
  const query = jobsOf(db, organisationId)
    .$if(Boolean(q), (all) =>
      all.where(containsWords(sql`concat_ws(' ', print_jobs.printer_name, orders.number)`, q ?? "")),
    )
    .$if(orderId !== undefined, (all) => all.where("print_jobs.order_id", "=", orderId ?? null))
    .$if(statuses !== undefined, (all) => all.where("print_jobs.status", "in", statuses ?? []))
    .$if(tillSessionId !== undefined, (all) =>
      all.where(
        "print_jobs.printer_id",
        "=",
        sql<string>`(select p.id from printers p join till_sessions s on s.organisation_id = p.organisation_id and s.till_id = p.till_id
          where s.organisation_id = current_organisation() and s.id = ${tillSessionId})`,
      ),
    )
  const order = { expression: sql.ref("print_jobs.created_at"), type: "timestamptz" } as const
  const page = await listPage(query, {
    ...asked,
    ...{ order, direction: "desc", id: sql.ref("print_jobs.id") },
  })
  return { ...page, data: page.data.map((row) => itemOf(row, locale)) }
}

/** @throws 404 not_found */
export async function getJob(
  db: Db | Trx,
  { organisationId, id, locale }: { organisationId: string; id: string; locale: Locale },
): Promise<JobItem> {
  const row = await jobsOf(db, organisationId).where("print_jobs.id", "=", id).executeTakeFirst()
  if (!row) throw problem(404, "not_found")
  return itemOf(row, locale)
}
