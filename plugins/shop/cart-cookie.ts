import type { FastifyReply, FastifyRequest } from "fastify"
import { cookieOptions } from "../../server/session.ts"

export interface CartKey {
  id: string
  secret: string
}

const name = "cart"
/** Longer than places are kept: who comes back late is told so, and finds the order that the basket became. */
const seconds = 3600

/** The basket of this browser at the organisation of the path. */
export function readCartCookie(request: FastifyRequest): CartKey | undefined {
  const [, id, secret] = /^(\d{1,18})\.([\w-]{24})$/.exec(request.cookies[name] ?? "") ?? []
  return id && secret ? { id, secret } : undefined
}

export function writeCartCookie(request: FastifyRequest, reply: FastifyReply, cart: CartKey): void {
  reply.setCookie(name, `${cart.id}.${cart.secret}`, { ...options(request), maxAge: seconds })
}

export function clearCartCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(name, options(request))
}

function options(request: FastifyRequest) {
  return { ...cookieOptions(request.server), path: `/${request.organisation.slug}` }
}
