import type { FastifyReply, FastifyRequest } from "fastify"
import { answerOnce } from "../../server/idempotency.ts"
import { Problem } from "../../server/problem.ts"
import { addToCart, openCart, withExpiredFreed } from "../inventory/change-cart.ts"
import { saleOf } from "../inventory/routes.ts"
import type { Wish } from "../inventory/wishes.ts"
import { type CartKey, readCartCookie, writeCartCookie } from "./cart-cookie.ts"

/**
 * Puts places in this browser's basket, or in a new one where it has none that is open. `key` names the page the choice
 * was made on: a button pressed twice takes the places once.
 * @throws 409 sold_out; 422 not_on_sale, too_many
 */
export async function keepPlaces(
  request: FastifyRequest,
  reply: FastifyReply,
  wishes: readonly Wish[],
  key: string | undefined,
): Promise<void> {
  // Browsers send no such header: the form's own key stands for it.
  if (key) request.headers["idempotency-key"] = key
  try {
    await keepOnce(request, reply, wishes)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "idempotency_conflict") throw error
    // The same page, and another choice made on it: this is no repeat.
    delete request.headers["idempotency-key"]
    await keepOnce(request, reply, wishes)
  }
}

async function keepOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  wishes: readonly Wish[],
): Promise<void> {
  const { db, organisation, server } = request
  const before = readCartCookie(request)
  const sale = saleOf(request)
  const cart = await withExpiredFreed(db, server.events, organisation.id, () =>
    answerOnce<CartKey>(request, reply, 303, async (within) => {
      if (before && (await added(() => addToCart(within, sale, before, wishes)))) return before
      const { id, secret } = await openCart(within, sale, wishes)
      return { id, secret }
    }),
  )
  writeCartCookie(request, reply, cart)
}

/** False when the basket this browser had is over, ordered or not its own. */
async function added(add: () => Promise<unknown>): Promise<boolean> {
  try {
    await add()
    return true
  } catch (error) {
    if (error instanceof Problem && (error.status === 410 || error.status === 404)) return false
    throw error
  }
}
