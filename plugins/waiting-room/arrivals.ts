import { sql } from "kysely"
import { type Databases, prepared } from "../../server/database.ts"

interface Taken {
  round: number
  arrival: number
}

interface Batch {
  asked: ((taken: Taken | undefined) => void)[]
  failed: ((error: unknown) => void)[]
}

/**
 * Gives arrivals their numbers, in the order in which they ask. Those who ask while the database answers the others are
 * asked for together: 20,000 in a minute are some hundred statements, each durable before anybody hears of it.
 */
export class Arrivals {
  readonly #databases: Databases
  readonly #open = new Map<string, Batch>()
  readonly #busy = new Set<string>()

  constructor(databases: Databases) {
    this.#databases = databases
  }

  /** Undefined when the line is off. */
  take(organisationId: string, lineId: string): Promise<Taken | undefined> {
    const name = `${organisationId}:${lineId}`
    const batch = this.#open.get(name) ?? { asked: [], failed: [] }
    this.#open.set(name, batch)
    return new Promise((resolve, reject) => {
      batch.asked.push(resolve)
      batch.failed.push(reject)
      if (!this.#busy.has(name)) void this.#serve(name, organisationId, lineId)
    })
  }

  async #serve(name: string, organisationId: string, lineId: string): Promise<void> {
    this.#busy.add(name)
    for (let batch = this.#open.get(name); batch; batch = this.#open.get(name)) {
      this.#open.delete(name)
      const { asked, failed } = batch
      try {
        const { rows } = await sql<{ round: number; arrived: number }>`${prepared}
          update waiting_lines set arrived = arrived + ${asked.length}
          where organisation_id = current_organisation() and id = ${lineId}
            and (mode = 'on' or (mode = 'auto' and formed_at is not null))
          returning round, arrived`.execute(this.#databases.forOrganisation(organisationId))
        const [row] = rows
        const first = (row?.arrived ?? 0) - asked.length
        for (const [index, answer] of asked.entries())
          answer(row && { round: row.round, arrival: first + index })
      } catch (error) {
        for (const refuse of failed) refuse(error)
      }
    }
    this.#busy.delete(name)
  }
}
