import type { App } from "../../server/plugin.ts"

/** Pages that are one person's, or staff's: no search engine has anything to look for there. */
const robots = `User-agent: *
Disallow: /admin
Disallow: /door
Disallow: /api
Disallow: /orders
Disallow: /payments
Disallow: /*/cart
Disallow: /*/checkout
`

/** A ticket with its notches, readable at 16 pixels in light and in dark. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#a8123a" d="M7 3h18a3 3 0 0 1 3 3v7a3 3 0 0 0 0 6v7a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3v-7a3 3 0 0 0 0-6V6a3 3 0 0 1 3-3z"/><path fill="#fffefb" d="M11 8h6.2c4.2 0 6.8 2.3 6.8 5.900s-2.6 5.900-6.8 5.900h-2.6V24H11zm3.600 3v5.800h2.3c2.200 0 3.500-1 3.500-2.900S19.100 11 16.900 11z"/></svg>`

/** What browsers and search engines ask every site for. */
export function registerHouseholdRoutes(app: App): void {
  const open = { config: { access: "public", page: false }, schema: { hide: true } } as const
  app.get("/robots.txt", open, async (_request, reply) =>
    reply.type("text/plain; charset=utf-8").header("cache-control", "public, max-age=86400").send(robots),
  )
  for (const path of ["/favicon.svg", "/favicon.ico"])
    app.get(path, open, async (_request, reply) =>
      reply.type("image/svg+xml").header("cache-control", "public, max-age=604800").send(icon),
    )
}
