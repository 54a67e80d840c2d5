import type { Db } from "../../server/database.ts"

/** Numbers of operations by the number of a ticket. */
export interface Operations {
  /** The operation that the ticket in hand comes from: its sale, an exchange, a reprint. */
  issued: ReadonlyMap<string, number>
  /** The operation that gave it up. */
  cancelled: ReadonlyMap<string, number>
}

/** Where the books say which operation each ticket of an order comes from: without books, tickets have their own number only. */
export class TicketOperations {
  of: (db: Db, orderId: string) => Promise<Operations> = async () => ({
    issued: new Map(),
    cancelled: new Map(),
  })
}

declare module "fastify" {
  interface FastifyInstance {
    ticketOperations: TicketOperations
  }
}
