import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { enqueue, type JobPayload } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"
import { encoderOf } from "./encoder.ts"
import { NothingToPrint, papersOf } from "./papers.ts"
import type { Printer, PrintJob } from "./tables.ts"
import { PrinterError, sendPapers } from "./talk.ts"

/** The wait after a failure, in seconds: longer each time, and never longer than the last. */
const waits = [2, 4, 8, 15, 30, 60]

/**
 * Prints what waits for a printer, the oldest first, until nothing does or the printer fails. One worker at a time holds a
 * printer; who comes meanwhile leaves it to them. A holder that is silent for too long was killed: the next one finds its
 * job, and what it had begun is marked on the paper.
 */
export async function runPrinter(app: App, payload: JobPayload): Promise<void> {
  const { organisationId, printerId } = payload
  const db = app.databases.forOrganisation(organisationId)
  const turn = new Turn(db, String(printerId), app.config.queue.lockSeconds)
  const printer = await turn.take()
  if (!printer) return
  try {
    while (!app.printing.stopping) {
      const job = await turn.next()
      if (!job) break
      if (!(await runJob(app, turn, printer, job))) break
    }
  } finally {
    await turn.leave()
  }
}

/** Prints one job. Answers whether the printer may be given another. */
async function runJob(app: App, turn: Turn, printer: Printer, job: PrintJob): Promise<boolean> {
  const encode = await encoderOf(printer)
  const papers: { index: number; bytes: Uint8Array }[] = []
  try {
    // What is known to be out is not printed again; what may be out says so.
    const slips = await papersOf(app, job, printer.kind === "fgl" ? "stock" : "roll")
    for (const [index, slip] of slips.entries())
      if (slip && index >= job.done) {
        const doubtful = slip.doubtful || index < job.begun
        papers.push({ index, bytes: encode.paper({ ...slip, doubtful }) })
      }
    if (papers.length === 0) throw new NothingToPrint()
  } catch (error) {
    const nothing = error instanceof NothingToPrint
    if (!nothing) app.log.error({ err: error, printJob: job.id }, "a paper can't be laid out")
    await turn.close(job, nothing ? "cancelled" : "failed", nothing ? "nothing_left" : "not_laid_out")
    return true
  }
  const upTo = (paper: number) => (papers[paper]?.index ?? 0) + 1
  try {
    const answers = await sendPapers(
      app.config.printers,
      { host: printer.host, port: printer.port, answers: job.kind === "test" ? null : printer.answers },
      encode.manners,
      papers.map(({ bytes }) => bytes),
      {
        begin: (paper) => turn.note(job, { begun: upTo(paper) }),
        finish: (paper) => turn.note(job, { begun: upTo(paper), done: upTo(paper) }),
      },
      app.printing.patience,
    )
    await turn.close(job, "printed", null)
    await turn.well(encode.manners ? answers : null)
    return true
  } catch (error) {
    if (error instanceof GivenUp) return true
    if (!(error instanceof PrinterError)) throw error
    await turn.failed(job, printer, error.code)
    return false
  }
}

/** Somebody gave the job up by hand while it was printed: what is not sent yet is not sent. */
class GivenUp extends Error {}

/** A turn at a printer, under a name of its own: what it says counts as long as nobody took the printer over. */
class Turn {
  readonly #db: Db
  readonly #printerId: string
  readonly #seconds: number
  readonly #holder = randomUUID()
  #beat: NodeJS.Timeout | undefined

  constructor(db: Db, printerId: string, seconds: number) {
    this.#db = db
    this.#printerId = printerId
    this.#seconds = seconds
  }

  async take(): Promise<Printer | undefined> {
    const { rows } = await sql<Printer>`
      update printers set holder = ${this.#holder}, held_until = now() + make_interval(secs => ${this.#seconds})
      where organisation_id = current_organisation() and id = ${this.#printerId} and next_at <= now()
        and (held_until is null or held_until < now()) returning *`.execute(this.#db)
    if (rows[0])
      this.#beat = setInterval(() => this.#hold(this.#db).catch(() => false), (this.#seconds * 1000) / 3)
    return rows[0]
  }

  /** The next job, which is now being printed: one that another began and did not end comes first. */
  async next(): Promise<PrintJob | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      if (!(await this.#hold(trx))) return undefined
      const { rows } = await sql<PrintJob>`
        update print_jobs set status = 'printing', attempts = attempts + 1, changed_at = now()
        where organisation_id = current_organisation() and id = (
          select id from print_jobs where organisation_id = current_organisation() and printer_id = ${this.#printerId}
            and status in ('waiting', 'printing') order by id limit 1 for update)
        returning *`.execute(trx)
      return rows[0]
    })
  }

  async note(job: PrintJob, { done = 0, begun }: { done?: number; begun: number }): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await this.#hold(trx))) throw new Error("another worker has taken the printer over")
      const { numUpdatedRows } = await trx
        .updateTable("print_jobs")
        .set(({ fn, val, ref }) => ({
          done: fn<number>("greatest", [ref("done"), val(done)]),
          begun: fn<number>("greatest", [ref("begun"), val(begun)]),
          changed_at: new Date(),
        }))
        .where("id", "=", job.id)
        .where("status", "=", "printing")
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw new GivenUp()
    })
  }

  async close(
    job: PrintJob,
    status: "printed" | "failed" | "cancelled",
    failure: string | null,
  ): Promise<void> {
    const now = new Date()
    await this.#db
      .updateTable("print_jobs")
      .set({ status, failure, changed_at: now, printed_at: status === "printed" ? now : null })
      .where("id", "=", job.id)
      .where("status", "=", "printing")
      .execute()
  }

  async well(answers: boolean | null): Promise<void> {
    await this.#db
      .updateTable("printers")
      .set({ failures: 0, answers })
      .where("id", "=", this.#printerId)
      .where("holder", "=", this.#holder)
      .execute()
  }

  /** The job waits for another try, or is left to people when it has waited long enough; the printer is left alone for a while. */
  async failed(job: PrintJob, { failures }: Printer, failure: string): Promise<void> {
    const wait = waits[Math.min(failures, waits.length - 1)] ?? 60
    await this.#db.transaction().execute(async (trx) => {
      await sql`
        update printers set failures = least(failures + 1, 1000), next_at = now() + make_interval(secs => ${wait})
        where organisation_id = current_organisation() and id = ${this.#printerId} and holder = ${this.#holder}`.execute(
        trx,
      )
      await sql`
        update print_jobs set failure = ${failure}, changed_at = now(),
          status = case when give_up_at < now() then 'failed' else 'waiting' end
        where organisation_id = current_organisation() and id = ${job.id} and status = 'printing'`.execute(
        trx,
      )
    })
  }

  async leave(): Promise<void> {
    clearInterval(this.#beat)
    await this.#db
      .updateTable("printers")
      .set({ holder: null, held_until: null })
      .where("id", "=", this.#printerId)
      .where("holder", "=", this.#holder)
      .execute()
  }

  async #hold(db: Db): Promise<boolean> {
    const { rows } = await sql`
      update printers set held_until = now() + make_interval(secs => ${this.#seconds})
      where organisation_id = current_organisation() and id = ${this.#printerId} and holder = ${this.#holder}
      returning id`.execute(db)
    return rows.length > 0
  }
}

/**
 * Has printers run again that have something to print and nobody at them: after a wait, and after a worker was killed.
 * What has waited for too long is left to people.
 */
export async function wakePrinters(db: Db, organisationId: string): Promise<void> {
  await sql`
    update print_jobs set status = 'failed', changed_at = now(), failure = coalesce(failure, 'unreachable')
    where organisation_id = current_organisation() and status = 'waiting' and give_up_at < now()`.execute(db)
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      update printers p set woken_at = now() where p.organisation_id = current_organisation() and p.next_at <= now()
        and (p.held_until is null or p.held_until < now()) and (p.woken_at is null or p.woken_at < now() - interval '10 seconds'
          or p.woken_at < p.next_at)
        and exists (select from print_jobs j where j.organisation_id = p.organisation_id and j.printer_id = p.id
          and j.status in ('waiting', 'printing')) returning p.id`.execute(trx)
    for (const { id } of rows) await enqueue(trx, "printing.print", { organisationId, printerId: id })
  })
}
