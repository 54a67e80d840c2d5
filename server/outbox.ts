import type { ColumnType } from "kysely"
import { sql } from "kysely"
import type { Db, GeneratedId, Timestamp, Trx } from "./database.ts"

/**
 * What must happen after a commit. The row is written in the transaction of what caused it and stays until its handler
 * is done, so that neither a crash nor an emptied Redis loses it. Payloads hold ids, never personal data.
 */
export interface OutboxTable {
  id: GeneratedId
  job: string
  payload: ColumnType<JobPayload, string, never>
  created_at: ColumnType<Date, never, never>
  handed_at: Timestamp | null
  failed_at: Timestamp | null
  failure: string | null
}

export interface JobPayload {
  organisationId: string
  [key: string]: string | number | boolean | null
}

declare module "./database.ts" {
  interface Database {
    outbox: OutboxTable
  }
}

/** Promises that `job` runs at least once after this transaction commits, and never if it does not. */
export async function enqueue(trx: Trx, job: string, payload: JobPayload): Promise<void> {
  await trx
    .insertInto("outbox")
    .values({ job, payload: JSON.stringify(payload) })
    .execute()
}

export interface OutboxRow {
  id: string
  job: string
  payload: JobPayload
}

/**
 * Takes rows to hand to the queue: new ones, and those handed over long ago whose handler never said it was done (their
 * queue may have been emptied). Any number of processes may take at once, each gets other rows.
 */
export async function takeFromOutbox(db: Db, limit: number, againAfterSeconds: number): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    update outbox set handed_at = now() where id in (
      select id from outbox
      where failed_at is null
        and (handed_at is null or handed_at < now() - make_interval(secs => ${againAfterSeconds}))
      order by id limit ${limit} for update skip locked)
    returning id, job, payload`.execute(db)
  return rows
}

/** The queue refused the rows (it may be down): they are to be taken again at the next round. */
export async function giveBack(db: Db, ids: string[]): Promise<void> {
  await db.updateTable("outbox").set({ handed_at: null }).where("id", "in", ids).execute()
}

export async function isWaiting(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom("outbox")
    .select("id")
    .where("id", "=", id)
    .where("failed_at", "is", null)
    .executeTakeFirst()
  return row !== undefined
}

export async function markDone(db: Db, id: string): Promise<void> {
  await db.deleteFrom("outbox").where("id", "=", id).execute()
}

export async function markFailed(db: Db, id: string, failure: string): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ failed_at: new Date(), failure: failure.slice(0, 500) })
    .where("id", "=", id)
    .execute()
}

export interface FailedJob extends OutboxRow {
  createdAt: Date
  failedAt: Date
  failure: string | null
}

/** The jobs of an organisation that were tried until nothing more could be hoped, the newest first. */
export async function failedJobs(db: Db, organisationId: string): Promise<FailedJob[]> {
  const { rows } = await sql<FailedJob>`
    select id, job, payload, created_at as "createdAt", failed_at as "failedAt", failure from outbox
    where failed_at is not null and payload ->> 'organisationId' = ${organisationId}
    order by failed_at desc, id desc limit 500`.execute(db)
  return rows
}

/** Has a failed job run again from its first try. Answers whether there was one. */
export async function tryAgain(db: Db, organisationId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    update outbox set failed_at = null, failure = null, handed_at = null
    where id = ${id} and failed_at is not null and payload ->> 'organisationId' = ${organisationId}
    returning id`.execute(db)
  return rows.length > 0
}
