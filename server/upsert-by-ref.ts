import { type RawBuilder, sql } from "kysely"
import type { Trx } from "./database.ts"

/** The columns of a table whose rows have a stable `ref` in their organisation. */
export interface RefTable {
  table: string
  /** Each column with its Postgres type and, where it is not simply the new value, what a known row gets. */
  columns: Record<string, { type: string; known?: RawBuilder<unknown> | undefined }>
}

export interface Upserted {
  /** The id of each ref. */
  ids: Map<string, string>
  created: Set<string>
  /** Those that were there and are different now. */
  updated: Set<string>
}

/** Brings rows to what is given, by their `ref`, in one statement; a row that already says the same is left alone. */
export async function upsertByRef(
  trx: Trx,
  { table, columns }: RefTable,
  organisationId: string,
  rows: readonly ({ ref: string } & Record<string, unknown>)[],
): Promise<Upserted> {
  const result: Upserted = { ids: new Map(), created: new Set(), updated: new Set() }
  if (rows.length === 0) return result
  const names = Object.keys(columns)
  const own = (name: string) => sql.ref(`${table}.${name}`)
  const given = (name: string) => columns[name]?.known ?? sql.ref(`excluded.${name}`)
  const types = names.map((name) => sql`${sql.ref(name)} ${sql.raw(columns[name]?.type ?? "text")}`)
  const saved = await sql<{ id: string; ref: string; created: boolean; changed: boolean }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (ref text, ${sql.join(types)})
    ), known as (
      select id, ref from ${sql.table(table)}
      where organisation_id = ${organisationId} and ref in (select ref from given)
    ), saved as (
      insert into ${sql.table(table)} (organisation_id, ref, ${sql.join(names.map((name) => sql.ref(name)))})
      select cast(${organisationId} as bigint), ref, ${sql.join(names.map((name) => sql.ref(name)))} from given
      on conflict (organisation_id, ref) do update
        set ${sql.join(names.map((name) => sql`${sql.ref(name)} = ${given(name)}`))}
        where (${sql.join(names.map(own))}) is distinct from (${sql.join(names.map(given))})
      returning id, ref
    )
    select id, ref, ref not in (select ref from known) as created, true as changed from saved
    union all
    select id, ref, false, false from known where ref not in (select ref from saved)
  `.execute(trx)
  for (const { id, ref, created, changed } of saved.rows) {
    result.ids.set(ref, id)
    if (created) result.created.add(ref)
    else if (changed) result.updated.add(ref)
  }
  return result
}
