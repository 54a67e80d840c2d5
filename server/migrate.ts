import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { quoteSchemaName, runMigrations } from "bullmq"
import { Kysely, type Migration, type MigrationProvider, Migrator, PostgresDialect, sql } from "kysely"
import pg from "pg"
import { type Connection, sqlState } from "./database.ts"
import { appliedMigrations, historyOf, migrationsOf, moduleKey } from "./migration-history.ts"
import { StartError } from "./start-error.ts"

/** One module's history: a folder of numbered .sql files, never edited once landed. */
export interface MigrationSource {
  module: string
  folder: string
  /** Tables of the module that the application may insert into and read, and never change. */
  appendOnly?: readonly string[]
  /** Tables of the module that it may read only. */
  readOnly?: readonly string[]
}

export const queueSchema = "bullmq"
const lockKey = 7_276_584

class SqlFiles implements MigrationProvider {
  readonly #source: MigrationSource
  constructor(source: MigrationSource) {
    this.#source = source
  }
  async getMigrations(): Promise<Record<string, Migration>> {
    return Object.fromEntries(
      (await migrationsOf(this.#source)).map((name) => [
        name,
        {
          up: async (db: Kysely<unknown>) => {
            await sql.raw(await readFile(join(this.#source.folder, `${name}.sql`), "utf8")).execute(db)
          },
        },
      ]),
    )
  }
}

/**
 * Brings the database to this version as its owner: the application's role, each module's migrations in order, the
 * queue's own tables, the grants. Any number of processes may start at once: one migrates, the others wait.
 * @throws StartError when the database can't be reached, is newer than the code, or refuses.
 */
export async function migrate(
  owner: Connection,
  application: Connection,
  sources: readonly MigrationSource[],
): Promise<void> {
  const pool = new pg.Pool({ ...owner, max: 2, application_name: "parterre migrate" })
  pool.on("error", () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  let client: pg.PoolClient
  try {
    client = await pool.connect()
  } catch (error) {
    await db.destroy()
    throw unreachable(owner, error)
  }
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey])
    await createRole(client, application)
    const applied = await appliedMigrations(client)
    for (const source of sources) {
      const known = await migrationsOf(source)
      // Finding out by the migrator costs a start as much as its database does.
      if (applied.get(moduleKey(source))?.join() !== known.join()) await migrateModule(db, source)
    }
    await runMigrations(client, queueSchema)
    await grant(client, application, sources)
    await client.query("select pg_advisory_unlock($1)", [lockKey])
  } finally {
    client.release(true)
    await db.destroy()
  }
}

async function migrateModule(db: Kysely<unknown>, source: MigrationSource): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: new SqlFiles(source),
    migrationTableName: historyOf(source),
    migrationLockTableName: `${historyOf(source)}_lock`,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (!error) return
  const text = error instanceof Error ? error.message : String(error)
  if (text.startsWith("corrupted migrations"))
    throw new StartError(
      `The database was last used by a newer Parterre (module ${source.module}): start that version, or restore a backup made by this one.`,
    )
  const failed = results?.find((result) => result.status === "Error")?.migrationName
  throw new StartError(`The migration ${source.module}/${failed ?? "?"} failed: ${text}.`)
}

async function createRole(client: pg.PoolClient, role: Connection): Promise<void> {
  const name = pg.escapeIdentifier(role.user)
  const password = pg.escapeLiteral(role.password)
  const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [role.user])
  try {
    if (rowCount === 0)
      await client.query(
        `create role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole password ${password}`,
      )
  } catch (error) {
    // Two databases of one server may be migrated at once: the other one may have made it.
    if (sqlState(error) === "23505" || sqlState(error) === "42710") return
    throw new StartError(
      `The database user can't create the application's role (${(error as Error).message}): give it CREATEROLE.`,
    )
  }
}

async function grant(
  client: pg.PoolClient,
  role: Connection,
  sources: readonly MigrationSource[],
): Promise<void> {
  const name = pg.escapeIdentifier(role.user)
  const { rows } = await client.query<{ name: string }>(
    `select format('%I', tablename) as name from pg_tables
     where schemaname = 'public' and tablename not like 'migrations\\_%' order by tablename`,
  )
  const tables = rows.map((row) => row.name).join(", ")
  const queue = quoteSchemaName(queueSchema)
  await client.query(
    [
      "begin",
      `grant usage on schema public to ${name}`,
      // BullMQ makes a sequence for each new queue.
      `grant usage, create on schema ${queue} to ${name}`,
      `revoke create on schema public from public`,
      `grant select, insert, update, delete on ${tables} to ${name}`,
      `grant usage on all sequences in schema public to ${name}`,
      `grant execute on all functions in schema public to ${name}`,
      `grant select, insert, update, delete on all tables in schema ${queue} to ${name}`,
      `grant usage on all sequences in schema ${queue} to ${name}`,
      `grant execute on all functions in schema ${queue} to ${name}`,
      ...sources.flatMap(({ appendOnly = [], readOnly = [] }) => [
        ...appendOnly.map(
          (table) => `revoke update, delete, truncate on ${pg.escapeIdentifier(table)} from ${name}`,
        ),
        ...readOnly.map(
          (table) => `revoke insert, update, delete, truncate on ${pg.escapeIdentifier(table)} from ${name}`,
        ),
      ]),
      "commit",
    ].join(";\n"),
  )
}

/** Says in one sentence why the database can't be reached; the password never shows. */
export function unreachable(connection: Connection, error: unknown): StartError {
  const where = `${connection.host}:${connection.port}/${connection.database}`
  return new StartError(
    `The database at ${where} (user ${connection.user}) can't be used: ${reason(error)}. Check DATABASE_URL.`,
  )
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return (error as AggregateError & { code?: string }).code ?? "refused"
  return error instanceof Error ? error.message : String(error)
}
