import type { FastifyRequest } from "fastify"
import { Actions, LinkButton } from "../../templates/components/index.ts"
import type { ShopPerformance } from "../inventory/list-performances.ts"

declare module "fastify" {
  interface FastifyInstance {
    /** What may be done where a zone of a performance is sold out: a module that comes after the shop adds its own. */
    soldOutLinks: ((
      request: FastifyRequest,
      performance: ShopPerformance,
    ) => { href: string; label: string })[]
  }
}

/** Nothing while every zone has places. */
export function SoldOutLinks(props: { request: FastifyRequest; performance: ShopPerformance }) {
  const { request, performance } = props
  const links = request.server.soldOutLinks.map((link) => link(request, performance))
  const { status, zones } = performance
  const soldOut =
    (status === "on_sale" || status === "sold_out") &&
    zones.some((zone) => zone.status === "sold_out" && zone.prices.length > 0)
  if (!soldOut || links.length === 0) return null
  return (
    <Actions>
      {links.map(({ href, label }) => (
        <LinkButton kind="secondary" href={href}>
          {label}
        </LinkButton>
      ))}
    </Actions>
  )
}
