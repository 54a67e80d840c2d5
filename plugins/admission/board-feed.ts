import { createHash } from "node:crypto"
import type { Databases } from "../../server/database.ts"
import { type Board, boardOf } from "./board.ts"

type Listener = (board: Board) => void

/** How often an evening that somebody watches is looked at, in milliseconds. */
const every = 2000

/** Tells who watches an evening how it stands: one question to the database for all of them, and a word only when it changed. */
export class BoardFeed {
  readonly #databases: Databases
  readonly #watched = new Map<string, { listeners: Set<Listener>; timer: NodeJS.Timeout }>()

  constructor(databases: Databases) {
    this.#databases = databases
  }

  /** Calls `listener` from time to time until what it gives back is called. */
  watch(organisationId: string, performanceId: string, listener: Listener): () => void {
    const name = `${organisationId} ${performanceId}`
    let watched = this.#watched.get(name)
    if (!watched) {
      const listeners = new Set<Listener>()
      let last = ""
      let asking = false
      const look = async () => {
        if (asking) return
        asking = true
        try {
          const board = await boardOf(this.#databases.forOrganisation(organisationId), performanceId)
          const now = createHash("sha256").update(JSON.stringify(board)).digest("base64")
          if (now !== last) for (const tell of listeners) tell(board)
          last = now
        } catch {
          // The database is away for a moment: the next look says more.
        }
        asking = false
      }
      watched = { listeners, timer: setInterval(look, every) }
      this.#watched.set(name, watched)
    }
    watched.listeners.add(listener)
    return () => {
      watched.listeners.delete(listener)
      if (watched.listeners.size > 0) return
      clearInterval(watched.timer)
      if (this.#watched.get(name) === watched) this.#watched.delete(name)
    }
  }
}
