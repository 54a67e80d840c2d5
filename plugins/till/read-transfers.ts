import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { TillTransfer } from "./tables.ts"

/** A closed session that is on a slip, or may be. */
export interface TransferSession {
  id: string
  till: string
  number: number
  person: string
  openedAt: Date
  closedAt: Date
  /** Cash above the float. */
  cash: number
  /** Of all methods, refunds taken off. */
  total: number
}

/** A cheque or a voucher that goes with a slip. */
export interface TransferPaper {
  method: string
  /** Cents; negative: it was given back. */
  amount: number
  faceValue: number | null
  reference: string | null
  order: string | null
}

export interface Transfer extends TillTransfer {
  person: string
  sessions: TransferSession[]
  papers: TransferPaper[]
}

export interface TransferItem {
  number: number
  at: Date
  person: string
  cash: number
  kept: number
}

/** What is paper and goes to the treasury with the cash. */
export const paperMethods = ["cheque", "holiday_voucher", "voucher", "gift_voucher"]

/** The newest first. */
export async function listTransfers(db: Db, limit: number): Promise<TransferItem[]> {
  return db
    .selectFrom("till_transfers as x")
    .innerJoin("users as u", "u.id", "x.user_id")
    .select(["x.number", "x.at", "u.name as person", "x.cash", "x.kept"])
    .orderBy("x.number", "desc")
    .limit(limit)
    .execute()
}

/** Closed sessions that no slip has, the oldest first. */
export async function sessionsToTransfer(db: Db): Promise<TransferSession[]> {
  return sessionsWhere(db, null)
}

/** A slip with all that is on it. @throws 404 not_found */
export async function readTransfer(db: Db, number: number): Promise<Transfer> {
  const slip = await db
    .selectFrom("till_transfers as x")
    .innerJoin("users as u", "u.id", "x.user_id")
    .selectAll("x")
    .select("u.name as person")
    .where("x.number", "=", number)
    .executeTakeFirst()
  if (!slip) throw problem(404, "not_found")
  const sessions = await sessionsWhere(db, number)
  const { rows: papers } = await sql<TransferPaper>`
    select m.method, m.amount, m.face_value as "faceValue", m.note as reference, o.number as order
    from till_transfer_sessions x
    join till_movements m on m.organisation_id = x.organisation_id and m.session_id = x.session_id
    left join orders o on o.organisation_id = m.organisation_id and o.id = m.order_id
    where x.organisation_id = current_organisation() and x.transfer = ${number}
      and m.kind in ('sale', 'refund') and m.method = any(${paperMethods}::text[])
    order by array_position(${paperMethods}::text[], m.method), m.id`.execute(db)
  return { ...slip, sessions, papers }
}

async function sessionsWhere(db: Db, transfer: number | null): Promise<TransferSession[]> {
  const { rows } = await sql<TransferSession>`
    select s.id, t.name as till, s.number, u.name as person, s.opened_at as "openedAt", s.closed_at as "closedAt",
      c.counted - s.float_amount as cash,
      coalesce((select sum(value::int) from jsonb_each_text(c.by_method)), 0)::int as total
    from till_closings c
    join till_sessions s on s.organisation_id = c.organisation_id and s.id = c.session_id
    join tills t on t.organisation_id = s.organisation_id and t.id = s.till_id
    join users u on u.id = s.user_id
    left join till_transfer_sessions x on x.organisation_id = c.organisation_id and x.session_id = c.session_id
    where c.organisation_id = current_organisation() and x.transfer is not distinct from ${transfer}::int
    order by s.closed_at, s.id limit 1000`.execute(db)
  return rows
}
