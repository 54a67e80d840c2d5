import type { FastifyRequest } from "fastify"
import { actorOf, type Identity } from "./access.ts"
import type { Databases, Db, Trx } from "./database.ts"
import type { Events } from "./events.ts"

/** What happened besides operations and that the books must tell of: a start, a right that was given, a training begun. */
export interface Note {
  /** Small letters and "_": "training_begun". */
  kind: string
  /** "user:12" or "device:3"; left out: Parterre itself. */
  by?: string | null | undefined
  /** Ids, numbers, codes. Never personal data: what is sealed can't be taken back. */
  about?: About
}
export type About = Record<string, string | number | boolean | null>

declare module "./events.ts" {
  interface DomainEvents {
    /** For the technical journal of the organisation. */
    "journal.noted": Note
  }
}

declare module "fastify" {
  interface FastifyInstance {
    journal: Journal
  }
}

/**
 * The technical journal: what is noted is chained and sealed by the module that keeps the books, and goes nowhere where
 * there is none. In a transaction that also tells the books of an operation, note last.
 */
export class Journal {
  readonly #events: Events
  readonly #databases: Databases
  readonly #identity: () => Identity

  constructor(events: Events, databases: Databases, identity: () => Identity) {
    this.#events = events
    this.#databases = databases
    this.#identity = identity
  }

  /** In the transaction of what it tells of: one does not exist without the other. */
  note(trx: Trx, note: Note & { organisationId: string }): Promise<void> {
    return this.#events.emit(trx, "journal.noted", note)
  }

  /** What no transaction of ours makes. */
  async noteNow(note: Note & { organisationId: string }): Promise<void> {
    const db = this.#databases.forOrganisation(note.organisationId)
    await db.transaction().execute((trx) => this.note(trx, note))
  }

  /** What is of the whole instance, in the journal of each organisation. */
  async noteEverywhere(note: Note): Promise<void> {
    for (const organisationId of await this.#identity().organisationIds())
      await this.noteNow({ ...note, organisationId })
  }

  /** Does what a request asks for and notes that it was done and by whom: both, or neither. */
  noted<Result>(
    request: FastifyRequest,
    kind: string,
    work: (trx: Trx) => Promise<Result>,
    about?: About | ((result: Result) => About),
  ): Promise<Result> {
    return (request.db as Db).transaction().execute(async (trx) => {
      const result = await work(trx)
      await this.note(trx, {
        organisationId: request.organisation.id,
        kind,
        by: actorOf(request.principal),
        about: typeof about === "function" ? about(result) : about,
      })
      return result
    })
  }
}
