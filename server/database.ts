import { createHash } from "node:crypto"
import { type ColumnType, Kysely, PostgresDialect, sql, type Transaction } from "kysely"
import pg from "pg"
import { parse } from "pg-connection-string"
import type { Secrets } from "./secrets.ts"
import { StartError } from "./start-error.ts"

/** Every table, by name. Each module adds its own in its `tables.ts` by module augmentation. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules
export interface Database {}

export type Db = Kysely<Database>
/** An operation that takes a `Trx` must run in a transaction; one that takes a `Db` may. */
export type Trx = Transaction<Database>

/** A bigint identity: a string in code, made by the database. */
export type GeneratedId = ColumnType<string, string | undefined, never>
export type Timestamp = ColumnType<Date, Date | string, Date | string>
export type CreatedAt = ColumnType<Date, Date | string | undefined, never>

// A calendar day is a text ("2026-09-01"), not an instant.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export interface Connection {
  host: string
  port: number
  database: string
  user: string
  password: string
  ssl?: boolean | object
}

/** What DATABASE_URL says. @throws StartError when it can't be read. */
export function ownerConnection(url: string): Connection {
  const options = readAddress(url)
  return {
    host: options.host || "localhost",
    port: options.port ? Number(options.port) : 5432,
    database: options.database ?? "parterre",
    user: options.user ?? "postgres",
    password: options.password ?? "",
    ...(options.ssl === undefined ? {} : { ssl: options.ssl as boolean | object }),
  }
}

function readAddress(url: string): ReturnType<typeof parse> {
  try {
    return parse(url)
  } catch {
    throw new StartError("DATABASE_URL can't be read: it is postgres://user:password@host:port/database.")
  }
}

/**
 * The role the application connects as: no superuser, no right to bypass row-level security. Its name and password
 * follow from the instance's secret, so that every process finds the same and two instances may share a server.
 */
export function applicationConnection(owner: Connection, secrets: Secrets): Connection {
  return {
    ...owner,
    user: `parterre_${secrets.derive("database role").toString("hex").slice(0, 10)}`,
    password: secrets.derive("database password").toString("base64url"),
  }
}

type TenantClient = pg.PoolClient & { organisationId?: string }

/** Starts a statement that a rush repeats: each connection has the database parse it once only. */
export const prepared = sql.raw("/* prepared */")

class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's query are passed through as they are
  override query(text: any, ...rest: any[]): any {
    if (typeof text !== "string" || !text.startsWith("/* prepared */"))
      return super.query(text, ...(rest as [never]))
    const [values, ...others] = rest
    return super.query({ name: statementName(text), text, values }, ...(others as [never]))
  }
}

const statementNames = new Map<string, string>()

function statementName(text: string): string {
  let name = statementNames.get(text)
  if (!name) {
    name = `parterre_${createHash("sha256").update(text).digest("hex").slice(0, 20)}`
    statementNames.set(text, name)
  }
  return name
}

/**
 * The application's connections. A Kysely bound to an organisation sees that organisation's rows only: before a
 * connection is used, the database is told for whom (`parterre.organisation_id`), and row-level security does the rest.
 */
export class Databases {
  readonly pool: pg.Pool
  /** Bound to no organisation: sees the tables that belong to none, and no tenant's row. */
  readonly system: Db
  readonly #tenants = new Map<string, Db>()
  readonly #aside: pg.Pool
  readonly #asides = new WeakMap<Db, Db>()

  constructor(connection: Connection, size: number, onError: (error: Error) => void) {
    const pool = (max: number) => {
      const made = new pg.Pool({
        ...connection,
        Client: PreparingClient,
        max,
        application_name: "parterre",
        connectionTimeoutMillis: 10_000,
        idleTimeoutMillis: 30_000,
      })
      made.on("error", onError)
      // A connection that is cut while somebody uses it says so to their query too: here it must only not end the process.
      made.on("connect", (client) => client.on("error", () => {}))
      return made
    }
    this.pool = pool(size)
    this.#aside = pool(1)
    this.system = this.#bind("", this.pool)
  }

  forOrganisation(organisationId: string): Db {
    let db = this.#tenants.get(organisationId)
    if (!db) {
      if (!/^[1-9]\d{0,17}$/.test(organisationId)) throw new Error("not an organisation id")
      // Anyone may write any id in an address: what is remembered stays small.
      if (this.#tenants.size >= 1000) this.#tenants.clear()
      db = this.#bind(organisationId, this.pool)
      this.#tenants.set(organisationId, db)
      this.#asides.set(db, this.#bind(organisationId, this.#aside))
    }
    return db
  }

  /**
   * The same organisation on a connection of its own, for short readings that many transactions wait for: if these needed a
   * connection that such a transaction holds, all would wait for each other. Never for a transaction.
   */
  aside(db: Db): Db {
    const aside = this.#asides.get(db)
    if (!aside) throw new Error("only an organisation's database outside of transactions can be read aside")
    return aside
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.#aside.end()])
  }

  #bind(organisationId: string, connections: pg.Pool): Db {
    const pool = { connect: () => this.#connect(organisationId, connections), end: async () => {} }
    return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  }

  async #connect(organisationId: string, connections: pg.Pool): Promise<pg.PoolClient> {
    const client: TenantClient = await connections.connect()
    if (client.organisationId !== organisationId) {
      try {
        await client.query("select set_config('parterre.organisation_id', $1, false)", [organisationId])
        client.organisationId = organisationId
      } catch (error) {
        client.release(true)
        throw error
      }
    }
    return client
  }
}

/** The SQLSTATE of a database error, or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}
