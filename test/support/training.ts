import type { Pool } from "pg"
import { refreshTraining } from "../../plugins/training/refresh-training.ts"
import type { Organisation } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"

/** The organisation in which people of this one practise. */
export async function trainingOf(app: App, organisation: Organisation): Promise<Organisation> {
  const { id } = await refreshTraining(app, organisation)
  return app.identity.organisationById(id)
}

/** All rows of an organisation in all tables of the tenants, as text: two of them are equal when nothing changed. */
export async function allRowsOf(owner: Pool, organisationId: string): Promise<Record<string, string[]>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'organisation_id' order by 1`,
  )
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t where organisation_id = $1 order by 1`,
      [organisationId],
    )
    all[name] = rows.map(({ row }) => row)
  }
  return all
}
