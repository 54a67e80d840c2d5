import type { Readable } from "node:stream"
import { sql } from "kysely"
import type { Organisation } from "../../server/access.ts"
import { type Db, sqlState } from "../../server/database.ts"
import { enqueue, type JobPayload } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"
import { Problem, problem } from "../../server/problem.ts"
import { type ArchivePeriod, archivePeriod } from "./archive-period.ts"
import type { Archive } from "./tables.ts"
import { type ArchiveSummary, archiveName, writeArchive } from "./write-archive.ts"

/** The key that seals one archive. Who is given it can check that archive, and learns nothing of any other. */
export function archiveKey(app: App, organisationId: string, number: number): Buffer {
  return app.secrets.derive(`archive ${organisationId} ${number}`)
}

/**
 * Asks for the archive of a period: a worker makes it.
 * @throws 422 invalid_request; 409 period_open, nothing_to_archive, archive_going, training_archive.
 */
export async function askForArchive(
  app: App,
  input: { organisationId: string; period: string; by: string },
): Promise<Archive> {
  const { organisationId, period: name, by } = input
  const db = app.databases.forOrganisation(organisationId)
  await refuseTraining(app, organisationId)
  const period = await archivePeriod(db, name)
  try {
    const archive = await db.transaction().execute(async (trx) => {
      const row = await trx
        .insertInto("archives")
        .values({ ...begun(organisationId, period), asked_by: by })
        .returningAll()
        .executeTakeFirstOrThrow()
      await enqueue(trx, "archives.make", { organisationId, archiveId: row.id })
      return row
    })
    app.queue.nudge()
    return archive
  } catch (error) {
    if (sqlState(error) === "23505") throw problem(409, "archive_going")
    throw error
  }
}

/** What is practised is in no archive: an archive is taken for what was sold. */
async function refuseTraining(app: App, organisationId: string): Promise<void> {
  if ((await app.identity.organisationById(organisationId)).trainingOf) throw problem(409, "training_archive")
}

function begun(organisationId: string, { name, firstDay, lastDay }: ArchivePeriod) {
  return { organisation_id: organisationId, period: name, first_day: firstDay, last_day: lastDay }
}

/** Makes an archive that was asked for, and keeps it in the database. Done twice, it is made once. */
export async function makeAskedArchive(app: App, payload: JobPayload): Promise<void> {
  const { organisationId } = payload
  const id = String(payload.archiveId)
  const db = app.databases.forOrganisation(organisationId)
  // Whoever is to make one holds this until its end: a job that is handed to two workers is done by one.
  await db.transaction().execute(async (lock) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(7276585, hashint8(${id})) as mine`.execute(lock)
    if (!rows[0]?.mine) throw new Error("the archive is being made by another worker")
    const row = await db.selectFrom("archives").selectAll().where("id", "=", id).executeTakeFirst()
    if (!row || row.state === "done" || row.state === "failed") return
    try {
      await db.deleteFrom("archive_parts").where("archive_id", "=", id).execute()
      await update(db, id, { state: "making", progress: 0 })
      const period = await archivePeriod(db, row.period)
      await make(app, { organisationId, id, period, by: row.asked_by }, (zip) =>
        keep(db, organisationId, id, zip),
      )
    } catch (error) {
      // What no second try would make better is said at once.
      if (!(error instanceof Problem)) throw error
      await update(db, id, { state: "failed", failure: error.code })
    }
  })
}

/**
 * Makes the archive of a period here and now, and hands its bytes to `write`, which answers how many they were. The
 * file is the caller's; the organisation keeps its number and its fingerprint.
 * @throws 409 training_archive; archive_going when another one was made meanwhile: it has the number.
 */
export async function makeArchiveFile(
  app: App,
  input: { organisationId: string; period: ArchivePeriod; by: string | null },
  write: (zip: Readable, name: string) => Promise<number>,
): Promise<Archive> {
  await refuseTraining(app, input.organisationId)
  return make(app, input, write).catch((error: unknown) => {
    throw sqlState(error) === "23505" ? problem(409, "archive_going") : error
  })
}

/** How many lines go by between two tellings of the progress. */
const stride = 5000

async function make(
  app: App,
  of: { organisationId: string; id?: string; period: ArchivePeriod; by: string | null },
  write: (zip: Readable, name: string) => Promise<number>,
): Promise<Archive> {
  const { organisationId, id, period, by } = of
  const db = app.databases.forOrganisation(organisationId)
  const organisation = await app.identity.organisationById(organisationId)
  const previous = await lastArchive(db)
  const number = (previous?.number ?? 0) + 1
  const now = new Date()
  const progress = id ? progressOf(db, id, period) : undefined
  const { zip, summary } = await writeArchive({
    ...{ db, organisation, period, number, previous, by, now },
    seals: app.ledger.seals,
    ledgerVersion: app.ledger.version,
    key: archiveKey(app, organisationId, number),
    onLine: progress?.line,
  })
  const name = `${archiveName(organisation, period.name, number)}.zip`
  const size = await write(zip, name)
  await progress?.end()
  return finish(app, organisation, { ...of, number, previous, name, size, now, summary: summary() })
}

async function finish(
  app: App,
  organisation: Organisation,
  made: {
    /** The row that asked for it; without one, the file is the caller's. */
    id?: string
    period: ArchivePeriod
    by: string | null
    number: number
    previous: { fingerprint: string } | null
    name: string
    size: number
    now: Date
    summary: ArchiveSummary
  },
): Promise<Archive> {
  const { id, period, by, number, previous, summary } = made
  const { first, last } = period.operations
  return app.databases
    .forOrganisation(organisation.id)
    .transaction()
    .execute(async (trx) => {
      const done = {
        ...{ number, state: "done" as const, progress: 1000, made_at: made.now, file_name: made.name },
        size: String(made.size),
        fingerprint: Buffer.from(summary.fingerprint, "hex"),
        seal: Buffer.from(summary.seal, "hex"),
        operations: String(Math.max(last - first + 1, 0)),
        ledger_version: app.ledger.version,
        sound: summary.sound,
      }
      const archive = id
        ? await trx
            .updateTable("archives")
            .set(done)
            .where("id", "=", id)
            .returningAll()
            .executeTakeFirstOrThrow()
        : await trx
            .insertInto("archives")
            .values({ ...begun(organisation.id, period), ...done, asked_by: by, kept: false })
            .returningAll()
            .executeTakeFirstOrThrow()
      await app.journal.note(trx, {
        organisationId: organisation.id,
        kind: "archive",
        by,
        about: {
          number,
          period: period.name,
          first,
          last,
          fingerprint: summary.fingerprint,
          seal: summary.seal,
          previous: previous?.fingerprint ?? null,
          version: app.ledger.version,
          sound: summary.sound,
        },
      })
      return archive
    })
}

async function lastArchive(db: Db): Promise<{ number: number; fingerprint: string } | null> {
  const row = await db
    .selectFrom("archives")
    .select(["number", "fingerprint"])
    .where("state", "=", "done")
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst()
  if (!row?.number || !row.fingerprint) return null
  return { number: row.number, fingerprint: row.fingerprint.toString("hex") }
}

const partBytes = 1024 * 1024

/** Keeps the bytes of an archive in parts: memory does not grow with it. Answers how many they are. */
async function keep(db: Db, organisationId: string, id: string, zip: Readable): Promise<number> {
  let number = 0
  let size = 0
  let chunks: Buffer[] = []
  let waiting = 0
  const store = async () => {
    const content = Buffer.concat(chunks)
    await db
      .insertInto("archive_parts")
      .values({ organisation_id: organisationId, archive_id: id, number: ++number, content })
      .execute()
    chunks = []
    waiting = 0
  }
  for await (const chunk of zip as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    waiting += chunk.length
    size += chunk.length
    if (waiting >= partBytes) await store()
  }
  if (waiting > 0) await store()
  return size
}

/** The bytes of an archive that is kept, part by part. */
export async function* readParts(db: Db, archiveId: string): AsyncGenerator<Buffer> {
  for (let number = 1; ; number++) {
    const part = await db
      .selectFrom("archive_parts")
      .select("content")
      .where("archive_id", "=", archiveId)
      .where("number", "=", number)
      .executeTakeFirst()
    if (!part) return
    yield part.content
  }
}

/** Tells the row how far the making is, now and then: the files are read from the operations about five times. */
function progressOf(db: Db, id: string, { operations }: ArchivePeriod) {
  const expected = Math.max(1, (operations.last - operations.first + 1) * 5)
  let seen = 0
  let telling: Promise<unknown> = Promise.resolve()
  return {
    line() {
      if (++seen % stride > 0) return
      const progress = Math.min(990, Math.floor((seen / expected) * 1000))
      telling = telling.then(() => update(db, id, { progress })).catch(() => undefined)
    },
    end: () => telling,
  }
}

async function update(
  db: Db,
  id: string,
  values: { state?: "making" | "failed"; progress?: number; failure?: string },
): Promise<void> {
  await db.updateTable("archives").set(values).where("id", "=", id).where("state", "<>", "done").execute()
}
