import type pg from "pg"

/**
 * Takes the foreign keys and the triggers off the tables, so that rows can come in any order and nothing reacts to them,
 * as pg_dump does. The answer puts them back, and the database then checks every row.
 */
export async function takeConstraintsOff(client: pg.Client, tables: string[]): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`,
  )
  const { rows: triggers } = await client.query<{ table: string; name: string; always: boolean }>(
    `select tgrelid::regclass::text as table, quote_ident(tgname) as name, tgenabled = 'A' as always
     from pg_trigger join pg_class c on c.oid = tgrelid
     where not tgisinternal and tgparentid = 0 and tgenabled in ('O', 'A')
       and c.relnamespace = 'public'::regnamespace and c.relname = any ($1) order by 1, 2`,
    [tables],
  )
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`)
  for (const { table, name } of triggers) await client.query(`alter table ${table} disable trigger ${name}`)
  return async () => {
    for (const { table, name, definition } of keys)
      await client.query(`alter table ${table} add constraint ${name} ${definition}`)
    for (const { table, name, always } of triggers)
      await client.query(`alter table ${table} enable ${always ? "always " : ""}trigger ${name}`)
  }
}
