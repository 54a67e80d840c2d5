import { type RawBuilder, sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import type { ProgrammeTable } from "../../server/plugin.ts"

/** A table as the catalogue of the database describes it. */
interface Shape {
  table: string
  columns: string[]
  hasId: boolean
  /** What tells its rows apart beside the id, the organisation left out: a ref, mostly. */
  key: string[]
  /** Columns that hold the id of a row of another of these tables. */
  refers: Map<string, string>
  fixed: boolean
}

const name = (...parts: string[]) => sql.id(parts.join(""))
const of = (alias: string, column: string) => sql`${sql.id(alias)}.${sql.id(column)}`

/**
 * Copies what the modules call their programme from an organisation to its twin, the rows that are there already brought
 * up to date: one transaction, in which each side is read or written as row-level security shows it. The original is
 * only read.
 */
export async function copyProgramme(
  trx: Trx,
  tables: readonly ProgrammeTable[],
  { from, to }: { from: string; to: string },
): Promise<void> {
  const shapes = await shapesOf(trx, tables)
  await actAs(trx, from)
  for (const { table } of shapes)
    await sql`create temp table ${name("s_", table)} on commit drop as
      select * from ${sql.id(table)} where organisation_id = ${from}`.execute(trx)
  await actAs(trx, to)
  // What is over needs no practice; and what was sold in practice keeps the places it was sold with.
  await sql`delete from s_performances s where s.ends_at < now() or s.ref in (
    select f.ref from performances f join zone_stock z on z.organisation_id = f.organisation_id and z.performance_id = f.id
    where f.organisation_id = ${to} and z.taken > 0)`.execute(trx)
  for (const shape of shapes) {
    await insertRows(trx, shape, to)
    if (shape.hasId) await mapIds(trx, shape, to)
  }
}

async function actAs(trx: Trx, organisationId: string): Promise<void> {
  await sql`select set_config('parterre.organisation_id', ${organisationId}, true)`.execute(trx)
}

async function insertRows(trx: Trx, shape: Shape, to: string): Promise<void> {
  const { table, columns, key, fixed } = shape
  const rest = columns.filter((column) => !key.includes(column))
  const conflict =
    fixed || rest.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.join(rest.map((column) => sql`${sql.id(column)} = ${of("excluded", column)}`))}`
  await sql`
    insert into ${sql.id(table)} (${sql.join(["organisation_id", ...columns].map((column) => sql.id(column)))})
    select ${to}::bigint${columns.length > 0 ? sql`, ` : sql``}${sql.join(columns.map((column) => copied(shape, column)))}
    from ${name("s_", table)} s ${joins(shape)} where ${known(shape)}
    on conflict (${sql.join(["organisation_id", ...key].map((column) => sql.id(column)))}) ${conflict}`.execute(
    trx,
  )
}

/** Which row of the twin each row of the original became. */
async function mapIds(trx: Trx, shape: Shape, to: string): Promise<void> {
  const same = shape.key.map((column) => sql`${of("t", column)} = ${copied(shape, column)}`)
  await sql`
    create temp table ${name("m_", shape.table)} on commit drop as
    select s.id as old, t.id as new from ${name("s_", shape.table)} s ${joins(shape)}
    join ${sql.id(shape.table)} t on t.organisation_id = ${to} and ${sql.join(same, sql` and `)}`.execute(trx)
}

function copied({ refers }: Shape, column: string): RawBuilder<unknown> {
  return refers.has(column) ? of(`j_${column}`, "new") : of("s", column)
}

function joins({ refers }: Shape): RawBuilder<unknown> {
  const all = [...refers].map(
    ([column, table]) =>
      sql`left join ${name("m_", table)} ${name("j_", column)} on ${of(`j_${column}`, "old")} = ${of("s", column)}`,
  )
  return all.length > 0 ? sql.join(all, sql` `) : sql``
}

/** Rows about something that is not copied are left out. */
function known({ refers }: Shape): RawBuilder<unknown> {
  const all = [...refers.keys()].map(
    (column) => sql`(${of("s", column)} is null or ${of(`j_${column}`, "new")} is not null)`,
  )
  return all.length > 0 ? sql.join(all, sql` and `) : sql`true`
}

async function shapesOf(trx: Trx, tables: readonly ProgrammeTable[]): Promise<Shape[]> {
  const names = tables.map(({ table }) => table)
  const { rows } = await sql<{
    table: string
    columns: string[]
    keys: string[][]
    refers: { column: string; table: string }[]
  }>`
    select t.name as table,
      (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = t.name::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select json_agg((select json_agg(a.attname order by a.attnum) from pg_attribute a
          where a.attrelid = c.conrelid and a.attnum = any(c.conkey)) order by c.contype desc, c.conname)
        from pg_constraint c where c.conrelid = t.name::regclass and c.contype in ('u', 'p')) as keys,
      coalesce((select json_agg(json_build_object('column', a.attname, 'table', c.confrelid::regclass::text))
        from pg_constraint c cross join lateral unnest(c.conkey, c.confkey) as k(mine, theirs)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.mine
        join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.theirs
        where c.conrelid = t.name::regclass and c.contype = 'f' and b.attname = 'id'
          and c.confrelid::regclass::text = any(${names}::text[])), '[]') as refers
    from unnest(${names}::text[]) with ordinality as t(name, rank) order by t.rank`.execute(trx)
  return rows.map(({ table, columns, keys, refers }, index) => {
    const key = keys
      .map((one) => one.filter((column) => column !== "organisation_id"))
      .find((one) => !one.includes("id"))
    if (!key) throw new Error(`${table} has nothing to tell its rows apart`)
    return {
      ...{ table, key, hasId: columns.includes("id"), fixed: tables[index]?.fixed ?? false },
      columns: columns.filter((column) => column !== "id" && column !== "organisation_id"),
      refers: new Map(refers.map((one) => [one.column, one.table])),
    }
  })
}
