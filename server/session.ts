import cookie from "@fastify/cookie"
import csrf from "@fastify/csrf-protection"
import jwt from "@fastify/jwt"
import type { FastifyInstance, FastifyRequest } from "fastify"
import fp from "fastify-plugin"
import { problem } from "./problem.ts"

export const sessionCookie = "session"
/** How long a sign-in lasts, in seconds. */
export const sessionSeconds = 12 * 3600

declare module "@fastify/jwt" {
  interface FastifyJWT {
    /** `at`: when it was signed, in milliseconds; `iat` is too coarse to say what came before a change of password. */
    payload: { sub: string; at: number }
    user: { sub: string; at: number; iat: number; exp: number }
  }
}

declare module "fastify" {
  interface FastifyInstance {
    /** Signs a user in: the token, and when it ends. */
    signIn(userId: string): { token: string; expiresAt: Date }
  }
}

/**
 * The same signed token for programs (`Authorization: Bearer`) and for browsers (HttpOnly cookie). What comes with the
 * cookie and changes something must prove that it comes from one of our pages: a CSRF token where somebody is signed
 * in, and nowhere a request that another site's page sent.
 */
export const session = fp(
  async (app: FastifyInstance) => {
    await app.register(cookie)
    await app.register(jwt, {
      secret: app.secrets.derive("session tokens"),
      cookie: { cookieName: sessionCookie, signed: false },
      sign: { expiresIn: sessionSeconds },
    })
    await app.register(csrf, {
      cookieOpts: { ...cookieOptions(app), path: "/" },
      getToken: (request) =>
        (request.headers["x-csrf-token"] as string | undefined) ??
        (request.body as { _csrf?: string } | null)?._csrf,
    })
    app.decorate("signIn", (userId: string) => ({
      token: app.jwt.sign({ sub: userId, at: Date.now() }),
      expiresAt: new Date(Date.now() + sessionSeconds * 1000),
    }))

    app.addHook("onRequest", async (request) => {
      if (request.method === "GET" || request.method === "HEAD") return
      if (request.headers["sec-fetch-site"] === "cross-site" && request.routeOptions.config.page)
        throw problem(403, "bad_csrf")
    })
    // A page with several forms asks several times: before the browser has the cookie, each time would make another secret.
    app.addHook("onRequest", async (request, reply) => {
      if (!request.routeOptions.config.page) return
      const make = reply.generateCsrf.bind(reply)
      let token: string | undefined
      reply.generateCsrf = () => {
        token ??= make()
        return token
      }
    })
    app.addHook("preHandler", (request, reply, done) => {
      if (request.method === "GET" || request.method === "HEAD") return done()
      if (request.routeOptions.config.access === "public" || !usesCookie(request)) return done()
      app.csrfProtection(request, reply, done)
    })
  },
  { name: "session" },
)

export function cookieOptions(app: FastifyInstance) {
  return {
    httpOnly: true,
    sameSite: "lax" as const,
    secure: app.config.publicUrl.startsWith("https:"),
    path: "/",
  }
}

/** As the token is looked for: any other kind of Authorization, as a proxy's password, leaves it to the cookie. */
function usesCookie(request: FastifyRequest): boolean {
  return (
    !/^Bearer\s/i.test(request.headers.authorization ?? "") && request.cookies[sessionCookie] !== undefined
  )
}
