import type { FastifyInstance } from "fastify"
import { letIn, sayBusy } from "./let-in.ts"
import { isFormed, type Line } from "./line.ts"
import type { Load } from "./load.ts"
import { readLines } from "./read-lines.ts"

/** A reading is renewed once it is so old (ms); answers wait for the new one only when it is older still. */
const fresh = 1000
const stale = 2500
/** A busy process says so again after so long, in milliseconds. */
const sayAgain = 2000

interface Reading {
  at: number
  lines: readonly Line[]
  renewing: Promise<readonly Line[]> | undefined
}

/**
 * What this process knows of the lines, at most a second old however many people ask: one small query a second and
 * organisation, whoever waits. Who renews the reading also lets people in, so that a line moves while somebody looks,
 * in any of the processes, and needs no worker.
 */
export class LineBook {
  readonly #app: FastifyInstance
  readonly #load: Load
  readonly #readings = new Map<string, Reading>()

  constructor(app: FastifyInstance, load: Load) {
    this.#app = app
    this.#load = load
  }

  /** The lines that are not off. Where the database is away, those that were read last. */
  async lines(organisationId: string): Promise<readonly Line[]> {
    const reading = this.#readings.get(organisationId)
    const age = reading ? Date.now() - reading.at : Number.POSITIVE_INFINITY
    if (reading && age < fresh) return reading.lines
    const renewed = this.#renew(organisationId)
    if (!reading) return renewed
    const known = renewed.catch(() => reading.lines)
    return age < stale ? reading.lines : known
  }

  /** The lines that people go through now. */
  async formed(organisationId: string): Promise<Line[]> {
    const lines = await this.lines(organisationId)
    return lines.length === 0 ? [] : lines.filter((line) => isFormed(line))
  }

  /** What was read is no longer true: a setting changed. */
  forget(organisationId: string): void {
    this.#readings.delete(organisationId)
  }

  #renew(organisationId: string): Promise<readonly Line[]> {
    if (this.#readings.size > 1000) this.#readings.clear()
    const reading = this.#readings.get(organisationId) ?? { at: 0, lines: [], renewing: undefined }
    reading.renewing ??= this.#read(organisationId).then(
      (lines) => {
        this.#readings.set(organisationId, { at: Date.now(), lines, renewing: undefined })
        return lines
      },
      (error: unknown) => {
        reading.renewing = undefined
        if (reading.at === 0) this.#readings.delete(organisationId)
        throw error
      },
    )
    this.#readings.set(organisationId, reading)
    return reading.renewing
  }

  async #read(organisationId: string): Promise<readonly Line[]> {
    const db = this.#app.databases.forOrganisation(organisationId)
    const lines = await readLines(db)
    let changed = false
    for (const line of lines) {
      if (this.#load.busy && mayForm(line)) {
        await sayBusy(db, line.id)
        changed = true
      } else if (line.due && isFormed(line)) {
        await letIn(db, line.id)
        changed = true
      }
    }
    return changed ? readLines(db) : lines
  }
}

/** Whether a busy process changes something for this line, and did not say so a moment ago. */
function mayForm(line: Line): boolean {
  if (line.mode !== "auto" && !line.measured) return false
  return line.busyAt === null || Date.now() - line.busyAt.getTime() > sayAgain
}
