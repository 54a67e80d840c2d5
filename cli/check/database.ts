import type pg from "pg"
import type { MigrationSource } from "../../server/migrate.ts"
import { isNewer, isUpToDate, migrationState } from "../migration-state.ts"
import type { OpenDatabase } from "../open.ts"
import { bad, doubt, type Finding, good } from "./finding.ts"

const oldest = 14

/** The database, its version, and whether it is at the version of the code. */
export async function* checkDatabase(
  client: pg.Client,
  { owner, origin }: OpenDatabase,
  sources: readonly MigrationSource[],
): AsyncGenerator<Finding> {
  const { rows } = await client.query<{
    version: string
    superuser: boolean
    open: string[] | null
  }>(
    `select current_setting('server_version') as version,
       (select rolsuper from pg_roles where rolname = current_user) as superuser,
       array_agg(c.relname::text order by c.relname) filter (where not c.relrowsecurity) as open
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'organisation_id'`,
  )
  const [row] = rows
  if (!row) throw new Error("an aggregate has one row")
  const where = {
    given: `at ${owner.host}:${owner.port}/${owner.database}`,
    running: "embedded, and running",
    started: "embedded; no Parterre runs on it now",
  }[origin]
  const says = `PostgreSQL ${row.version} (${where})`
  yield Number.parseInt(row.version, 10) < oldest
    ? bad(`${says} is older than ${oldest}.`)
    : good(`${says} answers.`)
  if (row.superuser && origin === "given")
    yield doubt("DATABASE_URL names a superuser: a user who owns the database and has CREATEROLE is enough.")
  const states = await migrationState(client, sources)
  if (isNewer(states)) yield bad("The database was last used by a newer Parterre: use that version.")
  else if (!isUpToDate(states))
    yield bad("The database is not at this version: start Parterre, or run parterre migrate.")
  else yield good("The database is at this version.")
  if (row.open?.length) yield bad(`Tables without row-level security: ${row.open.join(", ")}.`)
}
