import type { FastifyReply, FastifyRequest } from "fastify"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { readCart } from "../inventory/read-cart.ts"
import { readCartCookie } from "../shop/cart-cookie.ts"
import type { Line } from "./line.ts"
import { countCart, uncountCart } from "./passes.ts"
import { isNumbered } from "./room.ts"
import { pagePath } from "./waiting-address.ts"
import "../inventory/wants-places.ts"

declare module "fastify" {
  interface FastifyRequest {
    /** The passes this request opened a cart with; given back when it got none. */
    cartsCounted: { line: Line; number: number }[] | null
  }
}

/** Stands before every route where the public asks for places. While no line is there, it asks nothing of anybody. */
export function guardSales(app: App): void {
  app.decorateRequest("cartsCounted", null)
  app.addHook("preHandler", async (request, reply) => {
    const wanted = request.routeOptions.config.wantsPlaces
    if (!wanted) return
    const { organisation } = request
    const formed = await app.waitingRoom.book.formed(organisation.id)
    if (formed.length === 0) return
    const performances = wanted(request)
    const lines = await app.waitingRoom.linesBefore(organisation.id, performances)
    if (lines.length === 0 || (await app.waitingRoom.isStaff(request))) return
    for (const line of lines)
      if (!(await mayPass(request, line))) return sendToLine(request, reply, line, performances)
  })
  app.addHook("onResponse", async (request, reply) => {
    if (!request.cartsCounted || reply.statusCode < 400) return
    for (const { line, number } of request.cartsCounted) await uncountCart(request.db, line, number)
  })
}

/** Who was let in, and who holds places behind this line already. A cart is counted on the pass that opens it. */
async function mayPass(request: FastifyRequest, line: Line): Promise<boolean> {
  if (await holdsPlaces(request, line)) return true
  const room = request.server.waitingRoom
  const place = room.placeIn(request, line)
  if (!isNumbered(place)) return false
  const standing = await room.admit(request.organisation.id, line, place)
  if (standing.state !== "in") return false
  if (request.method === "GET" || request.method === "HEAD") return true
  if (!(await countCart(request.db, line, standing.number))) return false
  request.cartsCounted ??= []
  request.cartsCounted.push({ line, number: standing.number })
  return true
}

/** Whose open cart has places of this event goes on with it, whatever line formed meanwhile: places are added to it. */
async function holdsPlaces(request: FastifyRequest, line: Line): Promise<boolean> {
  const key = request.routeOptions.config.page ? readCartCookie(request) : cartOfPath(request)
  if (!key) return false
  try {
    const { items } = await readCart(request.db, key.id, key.secret)
    return items.some((item) => line.eventId === null || item.event.id === line.eventId)
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/** The cart that a program adds to; a new one is nobody's yet. */
function cartOfPath({ params, headers }: FastifyRequest): { id: string; secret: string } | undefined {
  const { id } = params as { id?: string }
  const secret = headers["cart-secret"]
  return id && typeof secret === "string" ? { id, secret } : undefined
}

/** A person goes to the line's page, and comes back from there; a program is told where to get a place. */
function sendToLine(
  request: FastifyRequest,
  reply: FastifyReply,
  line: Line,
  performances: readonly string[],
): FastifyReply {
  const { organisation, server } = request
  if (request.routeOptions.config.page)
    return reply
      .header("cache-control", "no-store")
      .redirect(pagePath(organisation.slug, line.id, request.url.split("?")[0]), 303)
  const places = `${server.config.publicUrl}/api/v1/shop/${organisation.slug}/waiting-places`
  throw new Problem(
    429,
    "waiting_room",
    `Get a place with POST ${places} {"performanceId": "${performances[0]}"}, wait for its turn, and send it in the header Waiting-Place.`,
    undefined,
    { "retry-after": "5", link: `<${places}>; rel="waiting-place"` },
  )
}
