import type { Databases, Db } from "../../server/database.ts"
import { LastUsed } from "../../server/last-used.ts"
import { loadHall, type SeatedHall } from "../seating/read-hall.ts"
import { SeatBoard } from "./seat-board.ts"

/** How many halls and performances a process keeps ready; a hall of 2,000 seats takes some 3 MB. */
const keptHalls = 40
const keptBoards = 500

/** The halls and seats of the performances that are being sold in this process. */
export class SeatBoards {
  readonly #databases: Databases
  /** A version never changes, so a hall that is ready stays right. */
  readonly #halls = new LastUsed<Promise<SeatedHall>>(keptHalls)
  readonly #boards = new LastUsed<Promise<SeatBoard>>(keptBoards)

  constructor(databases: Databases) {
    this.#databases = databases
  }

  /** The board of a performance whose seats are numbered by this version of a plan. */
  board(db: Db, performanceId: string, versionId: string): Promise<SeatBoard> {
    return keep(this.#boards, `${performanceId} ${versionId}`, async () => {
      const hall = await this.hall(db, versionId)
      return new SeatBoard(this.#databases.aside(db), performanceId, hall)
    })
  }

  /** @throws 404 not_found */
  hall(db: Db, versionId: string): Promise<SeatedHall> {
    return keep(this.#halls, versionId, () => loadHall(this.#databases.aside(db), versionId))
  }
}

/** A failure is not kept. */
async function keep<T>(cache: LastUsed<Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = cache.get(key, make)
  try {
    return await value
  } catch (error) {
    cache.forget(key, value)
    throw error
  }
}

declare module "fastify" {
  interface FastifyInstance {
    seatBoards: SeatBoards
  }
}
