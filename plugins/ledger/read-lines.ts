import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import type { SealedLine } from "./seal.ts"
import type { Chain } from "./tables.ts"

/** A line as it is sealed, with what seals it. */
export interface ReadLine extends SealedLine {
  seed: Buffer
  /** Hexadecimal. */
  mac: string
}

/** The lines of a chain from one number to another, both included, in order. */
export async function readLines(
  db: Db,
  chain: Chain,
  from: bigint,
  to: bigint,
  limit: number,
): Promise<ReadLine[]> {
  const { rows } = await sql<ReadLine>`
    select organisation_id as "organisationId", chain, number, kind, order_id as "orderId", total, paid, content, seed,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, encode(mac, 'hex') as mac
    from ledger_lines
    where organisation_id = current_organisation() and chain = ${chain} and number between ${from} and ${to}
    order by number limit ${limit}`.execute(db)
  return rows
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
