import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import type { Test } from "tap"
import { createOrganisation } from "../plugins/accounts/organisations.ts"
import { createUser, setMembership } from "../plugins/accounts/users.ts"
import { plugins as ownPlugins } from "../plugins/index.ts"
import type { MemberRole, Organisation } from "../server/access.ts"
import { buildApp, type Resources } from "../server/app.ts"
import { type Role, readConfig } from "../server/config.ts"
import {
  applicationConnection,
  type Connection,
  Databases,
  type Db,
  ownerConnection,
} from "../server/database.ts"
import type { LogStream } from "../server/log.ts"
import { migrate } from "../server/migrate.ts"
import { type App, migrationSources, type Plugin } from "../server/plugin.ts"
import { kernelMigrations, startWork } from "../server/start.ts"
import { testServer } from "./support/database-server.ts"
import { testSecretKey, testSecrets } from "./support/secrets.ts"

export interface TestDatabase {
  /** Of the owner, who is above row-level security: for arranging and for looking, never for what is tested. */
  url: string
  owner: pg.Pool
  connection: Connection
  /** What the application keeps beside it. */
  dataDir: string
}

/** A database of its own for a test: a copy of the migrated template, or an empty one; dropped at the end. */
export async function testDatabase(t: Test, { empty = false } = {}): Promise<TestDatabase> {
  const server = await testServer()
  const name = `test_${randomBytes(8).toString("hex")}`
  const admin = new pg.Client(server.url)
  await admin.connect()
  await admin.query(
    `create database ${name} template ${empty ? "template0" : server.template} strategy file_copy`,
  )
  await admin.end()
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const owner = new pg.Pool({ connectionString: url.href, max: 3 })
  owner.on("error", () => {})
  t.teardown(async () => {
    await owner.end()
    const end = new pg.Client(server.url)
    await end.connect()
    await end.query(`drop database if exists ${name} with (force)`)
    await end.end()
  })
  const dataDir = mkdtempSync(join(tmpdir(), "parterre-data-"))
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  return { url: url.href, owner, connection: ownerConnection(url.href), dataDir }
}

export interface TestAppOptions {
  env?: Record<string, string>
  /** Added to the modules of the repository; their migrations are run. */
  plugins?: readonly Plugin[]
  /** Modules of the repository that are left out. */
  without?: readonly string[]
  /** Run jobs and sweeps. */
  work?: boolean
  /** Listen on a free port of 127.0.0.1; `app.config.publicUrl` says which. */
  listen?: boolean
  database?: TestDatabase
  roles?: Role[]
  logStream?: LogStream
  /** How patient the queue is. */
  queue?: Partial<Resources["queue"]>
}

const everyone = [
  ...(["administrator", "manager", "boxOffice", "accounting", "door", "inspector", "outsider"] as const),
]
type People = (typeof everyone)[number]

export interface TestApp extends TestDatabase {
  app: App
  /** The cast: one organisation with staff of each role; "outsider" is the manager of another one, "rival". */
  organisation: Organisation
  rival: Organisation
  db: Db
  tokens: Record<People, string>
  /** Headers that say who asks. */
  as(person: People): { authorization: string }
}

const roles: Partial<Record<People, MemberRole>> = {
  manager: "manager",
  boxOffice: "box_office",
  accounting: "accounting",
  door: "door",
  inspector: "inspector",
}

/** The application exactly as in production, on a database of its own, with a small cast. */
export async function testApp(t: Test, options: TestAppOptions = {}): Promise<TestApp> {
  const database = options.database ?? (await testDatabase(t))
  const config = readConfig(
    {
      DATABASE_URL: database.url,
      DATA_DIR: database.dataDir,
      SECRET_KEY: testSecretKey,
      LOG_LEVEL: process.env.TEST_LOG ?? "fatal",
      PAYMENT_SANDBOX: "1",
      PUBLIC_URL: options.listen ? "" : "http://parterre.test",
      PORT: "0",
      RATE_LIMIT: "0",
      ...options.env,
    },
    options.roles,
  )
  const kept = ownPlugins.filter((plugin) => !options.without?.includes(plugin.name))
  const plugins = [...kept, ...(options.plugins ?? [])]
  const connection = applicationConnection(database.connection, testSecrets)
  if (options.plugins?.length)
    await migrate(database.connection, connection, [kernelMigrations, ...migrationSources(plugins)])
  const databases = new Databases(connection, config.databasePool, () => {})
  const app = await buildApp({
    config,
    secrets: testSecrets,
    databases,
    plugins,
    queue: { connection, ...options.queue },
    logStream: options.logStream,
  })
  t.teardown(async () => {
    await app.close()
    await databases.close()
  })
  if (options.listen) config.publicUrl = await app.listen({ port: 0, host: "127.0.0.1" })
  if (options.work) startWork(app)
  return { ...database, app, ...(await cast(app)) }
}

async function cast(app: App) {
  const system = app.databases.system
  const organisation = await organisationNamed(app, "theatre", "Théâtre de Quimper")
  const rival = await organisationNamed(app, "rival", "Scène rivale")
  const tokens = {} as Record<People, string>
  for (const person of everyone) {
    const email = `${person.toLowerCase()}@example.test`
    const known = await system.selectFrom("users").select("id").where("email", "=", email).executeTakeFirst()
    const administrator = person === "administrator"
    const { id } =
      known ?? (await createUser(system, { email, name: person, password: "correct horse", administrator }))
    tokens[person] = app.signIn(id).token
    const role = roles[person]
    if (role)
      await setMembership(app.databases.forOrganisation(organisation.id), {
        organisationId: organisation.id,
        userId: id,
        role,
      })
    if (person === "outsider")
      await setMembership(app.databases.forOrganisation(rival.id), {
        organisationId: rival.id,
        userId: id,
        role: "manager",
      })
  }
  return {
    organisation,
    rival,
    tokens,
    db: app.databases.forOrganisation(organisation.id),
    as: (person: People) => ({ authorization: `Bearer ${tokens[person]}` }),
  }
}

async function organisationNamed(app: App, slug: string, name: string): Promise<Organisation> {
  const known = await app.identity.organisationBySlug(slug)
  if (known) return known
  await createOrganisation(app.databases.system, {
    slug,
    name,
    timezone: "Europe/Paris",
    currency: "EUR",
    locale: "fr",
    legal: { siret: "13002526500013", licences: ["PLATESV-D-2026-000123"], vatLiable: true },
  })
  app.identity.forget()
  const made = await app.identity.organisationBySlug(slug)
  if (!made) throw new Error("the organisation was not made")
  return made
}

export interface TestPerformance {
  performanceId: string
  zoneId: string
  /** By tariff: "plein" first. */
  prices: { plein: string; reduit: string; gratuit: string }
}

export interface PerformanceOptions {
  capacity?: number
  maxPerOrder?: number
  startsAt?: Date
  doorsAt?: Date | null
  onSaleFrom?: Date | null
  onSaleUntil?: Date | null
  status?: "draft" | "published"
  /** Full price in cents. */
  amount?: number
}

let made = 0

/** One performance on sale, three days from now unless told otherwise, with one zone and three tariffs. */
export async function makePerformance(
  app: App,
  organisation: Pick<Organisation, "id">,
  options: PerformanceOptions = {},
): Promise<TestPerformance> {
  const organisation_id = organisation.id
  const ref = `made-${++made}`
  const startsAt = options.startsAt ?? new Date(Date.now() + 3 * 86_400_000)
  return app.databases
    .forOrganisation(organisation_id)
    .transaction()
    .execute(async (trx) => {
      const venue = await trx
        .insertInto("venues")
        .values({
          organisation_id,
          ref,
          name: "Grande salle",
          address: "1 place du Théâtre, 29000 Quimper",
          timezone: "Europe/Paris",
        })
        .returning("id")
        .executeTakeFirstOrThrow()
      const event = await trx
        .insertInto("events")
        .values({
          organisation_id,
          ref,
          season_id: null,
          title: JSON.stringify({ fr: "Le Malade imaginaire" }),
          subtitle: null,
          description: null,
          genre: "theatre",
          duration_minutes: 130,
          vat_rate: 550,
          status: options.status ?? "published",
        })
        .returning("id")
        .executeTakeFirstOrThrow()
      const performance = await trx
        .insertInto("performances")
        .values({
          organisation_id,
          ref,
          event_id: event.id,
          venue_id: venue.id,
          starts_at: startsAt,
          doors_at: options.doorsAt ?? null,
          ends_at: new Date(startsAt.getTime() + 130 * 60_000),
          on_sale_from: options.onSaleFrom ?? null,
          on_sale_until: options.onSaleUntil ?? null,
          max_per_order: options.maxPerOrder ?? 10,
        })
        .returning("id")
        .executeTakeFirstOrThrow()
      const capacity = options.capacity ?? 100
      const zone = await trx
        .insertInto("zones")
        .values({
          organisation_id,
          performance_id: performance.id,
          ref: "libre",
          name: "Placement libre",
          capacity,
        })
        .returning("id")
        .executeTakeFirstOrThrow()
      const prices = {} as TestPerformance["prices"]
      for (const [tariff, name, amount] of [
        ["plein", "Plein tarif", options.amount ?? 2400],
        ["reduit", "Tarif réduit", 1600],
        ["gratuit", "Invitation", 0],
      ] as const) {
        const { id } = await trx
          .insertInto("tariffs")
          .values({
            organisation_id,
            ref: tariff,
            name,
            proof: tariff === "reduit" ? "Carte étudiant" : null,
          })
          .onConflict((conflict) => conflict.columns(["organisation_id", "ref"]).doUpdateSet({ name }))
          .returning("id")
          .executeTakeFirstOrThrow()
        prices[tariff] = (
          await trx
            .insertInto("prices")
            .values({ organisation_id, zone_id: zone.id, tariff_id: id, amount })
            .returning("id")
            .executeTakeFirstOrThrow()
        ).id
      }
      await app.events.emit(trx, "zones.saved", {
        organisationId: organisation_id,
        zones: [
          { id: zone.id, performanceId: performance.id, ref: "libre", capacity, seatingVersionId: null },
        ],
      })
      return { performanceId: performance.id, zoneId: zone.id, prices }
    })
}
