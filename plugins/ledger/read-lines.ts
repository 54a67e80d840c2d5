import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Chain } from "./tables.ts"

/** A line, everything as text. */
export interface ReadLine {
  number: string
  /** UTC with milliseconds. */
  at: string
  kind: string
  orderId: string | null
  /** Cents. */
  total: string
  paid: string
  content: string
  /** Hexadecimal. */
  mac: string
}

const utc = sql`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const between = (chain: Chain, from: bigint, to: bigint) => sql`
  from ledger_lines where organisation_id = current_organisation() and chain = ${chain} and number between ${from} and ${to}
  order by number`

/** The lines of a chain from one number to another, both included, in order. */
export async function readLines(db: Db, chain: Chain, from: bigint, to: bigint): Promise<ReadLine[]> {
  const { rows } = await sql<ReadLine>`
    select number, ${utc} as at, kind, order_id as "orderId", total, paid, content, encode(mac, 'hex') as mac
    ${between(chain, from, to)}`.execute(db)
  return rows
}

/** A line as its seal sees it. */
export interface SealedLine {
  number: string
  /** All that is sealed but the MAC of the line before: docs/books.md describes it, and `ledger_append` makes the same. */
  sealed: string
  /** Hexadecimal. */
  seed: string
  mac: string
}

/** The same lines as they were sealed: what a verification reads, at the least cost a line. */
export async function readSealed(
  db: Db,
  chain: Chain,
  from: bigint,
  to: bigint,
  limit: number,
): Promise<SealedLine[]> {
  const { rows } = await sql<SealedLine>`
    select number, encode(seed, 'hex') as seed, encode(mac, 'hex') as mac,
      'parterre-ledger/1' || E'\n' || organisation_id || E'\n' || chain || E'\n' || number || E'\n' || ${utc} || E'\n' ||
      kind || E'\n' || coalesce(order_id::text, '') || E'\n' || total || E'\n' || paid || E'\n' || content as sealed
    ${between(chain, from, to)} limit ${limit}`.execute(db)
  return rows
}

/** The same line under another number. */
export function renumbered(line: SealedLine, number: string): SealedLine {
  const [version, organisation, chain, , ...rest] = line.sealed.split("\n")
  return { ...line, number, sealed: [version, organisation, chain, number, ...rest].join("\n") }
}

/** The JSON of a line: what was sealed last. */
export function contentOf(line: SealedLine): string {
  return line.sealed.slice(line.sealed.lastIndexOf("\n") + 1)
}

export interface Head {
  number: bigint
  /** Hexadecimal; zeros before the first line. */
  mac: string
}

/** What the chain ends with, as the database says. */
export async function readHead(db: Db, chain: Chain): Promise<Head> {
  const row = await db
    .selectFrom("ledger_heads")
    .select(["number", "mac"])
    .where("chain", "=", chain)
    .executeTakeFirst()
  return { number: BigInt(row?.number ?? 0), mac: row?.mac.toString("hex") ?? "0".repeat(64) }
}

/** When the first operation of all was recorded. */
export async function firstOperationAt(db: Db | Trx): Promise<Date | undefined> {
  const row = await db
    .selectFrom("ledger_lines")
    .select("at")
    .where("chain", "=", "operations")
    .where("number", "=", "1")
    .executeTakeFirst()
  return row?.at
}
