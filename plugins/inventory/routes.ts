import type { FastifyRequest } from "fastify"
import { type Static, Type } from "typebox"
import { OrNull } from "../../server/api-list.ts"
import { answerOnce, inTransaction } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { inLocale } from "../catalogue/localised.ts"
import {
  addToCart,
  changeSeat,
  dropCart,
  type OpenedCart,
  openCart,
  removeFromCart,
  withExpiredFreed,
} from "./change-cart.ts"
import type { SeatSale } from "./hold-chosen.ts"
import type { ShopPerformance } from "./list-performances.ts"
import { mergeCarts } from "./merge-carts.ts"
import { type Cart, readCart } from "./read-cart.ts"
import { registerSeatRoutes } from "./seat-routes.ts"
import "./wants-places.ts"
import { Items, wishesOf } from "./wishes.ts"

const CartItems = Type.Array(
  Type.Object({
    id: Type.String(),
    performanceId: Type.String(),
    priceId: Type.String(),
    tariff: Type.String(),
    amount: Type.Integer(),
    seat: Type.Optional(Type.Object({ id: Type.String(), label: Type.String() })),
  }),
)
const CartAnswer = Type.Object({
  id: Type.String(),
  secret: Type.Optional(Type.String()),
  expiresAt: Type.String({ format: "date-time" }),
  currency: Type.String(),
  total: Type.Integer({ description: "cents" }),
  items: CartItems,
})

const PerformanceAnswer = Type.Object({
  id: Type.String(),
  ref: Type.String(),
  event: Type.Object({
    id: Type.String(),
    title: Type.String(),
    subtitle: OrNull(Type.String()),
    genre: OrNull(Type.String()),
  }),
  venue: Type.Object({ name: Type.String() }),
  startsAt: Type.String({ format: "date-time" }),
  seated: Type.Boolean(),
  status: Type.Enum(["on_sale", "not_yet", "ended", "sold_out", "cancelled"]),
  zones: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      status: Type.Enum(["available", "last", "sold_out"]),
      remaining: OrNull(Type.Integer()),
      prices: Type.Array(Type.Object({ id: Type.String(), tariff: Type.String(), amount: Type.Integer() })),
    }),
  ),
})

const tags = ["Shop"]
const CartPath = Type.Object({ org: Type.String(), id: Type.String() })

/** The programme as the public sees it, and carts. */
export function registerRoutes(app: App): void {
  const write = { access: "public" as const, shopWrite: true }
  registerSeatRoutes(app)

  app.get(
    "/api/v1/shop/:org/performances",
    {
      config: { access: "public" },
      schema: {
        tags,
        summary: "What plays, with what is left",
        querystring: Type.Object({
          from: Type.Optional(Type.String({ format: "date-time" })),
          to: Type.Optional(Type.String({ format: "date-time" })),
          q: Type.Optional(Type.String({ maxLength: 200 })),
          cursor: Type.Optional(Type.String({ maxLength: 100 })),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        }),
        response: {
          200: Type.Object({ data: Type.Array(PerformanceAnswer), nextCursor: OrNull(Type.String()) }),
        },
      },
    },
    async (request) => {
      const { from, to, q, cursor, limit } = request.query
      const rows = await app.shopPerformances.list(request.db, request.organisation.id, {
        from: from ? new Date(from) : undefined,
        to: to ? new Date(to) : undefined,
        q,
        after: readCursor(cursor),
        limit: limit + 1,
      })
      const data = rows.slice(0, limit)
      const last = rows.length > limit ? data.at(-1) : undefined
      return {
        data: data.map((performance) => performanceAnswer(performance, request)),
        nextCursor: last ? writeCursor(last) : null,
      }
    },
  )

  app.get(
    "/api/v1/shop/:org/performances/:id",
    {
      config: { access: "public" },
      schema: { tags, summary: "One performance", params: CartPath, response: { 200: PerformanceAnswer } },
    },
    async (request) => {
      const { db, organisation, params } = request
      return performanceAnswer(await app.shopPerformances.one(db, organisation.id, params.id), request)
    },
  )

  app.post(
    "/api/v1/shop/:org/carts",
    {
      config: { ...write, wantsPlaces },
      schema: {
        tags,
        summary: "Hold places, all or nothing",
        body: Type.Object({ items: Items }, { additionalProperties: false }),
        response: { 201: CartAnswer },
      },
    },
    async (request, reply) => {
      const { organisation, body } = request
      return withExpiredFreed(request.db, app.events, organisation.id, () =>
        answerOnce(request, reply, 201, async (db) => {
          const cart = await openCart(db, saleOf(request), wishesOf(body.items))
          return { ...cartAnswer(cart, organisation.currency), secret: cart.secret }
        }),
      )
    },
  )

  app.get(
    "/api/v1/shop/:org/carts/:id",
    {
      config: { access: "public" },
      schema: {
        tags,
        summary: "A cart (header Cart-Secret)",
        params: CartPath,
        response: { 200: CartAnswer },
      },
    },
    async (request) =>
      cartAnswer(
        await readCart(request.db, request.params.id, secretOf(request)),
        request.organisation.currency,
      ),
  )

  app.post(
    "/api/v1/shop/:org/carts/:id/items",
    {
      config: { ...write, wantsPlaces },
      schema: {
        tags,
        summary: "Hold more places in a cart (header Cart-Secret); its time starts again",
        params: CartPath,
        body: Type.Object({ items: Items }, { additionalProperties: false }),
        response: { 201: CartAnswer },
      },
    },
    async (request, reply) => {
      const { organisation } = request
      const cart = { id: request.params.id, secret: secretOf(request) }
      return withExpiredFreed(request.db, app.events, organisation.id, () =>
        answerOnce(request, reply, 201, (db) =>
          inTransaction(db, async (trx) => {
            await addToCart(trx, saleOf(request), cart, wishesOf(request.body.items))
            return cartAnswer(await readCart(trx, cart.id, cart.secret), organisation.currency)
          }),
        ),
      )
    },
  )

  app.patch(
    "/api/v1/shop/:org/carts/:id/items/:item",
    {
      config: write,
      schema: {
        tags,
        summary:
          "Change the seat of a place in a cart (header Cart-Secret); the one it has is kept until then",
        params: Type.Object({ org: Type.String(), id: Type.String(), item: Type.String() }),
        body: Type.Object(
          {
            seatId: Type.String({ minLength: 1, maxLength: 200 }),
            priceId: Type.Optional(Type.String({ pattern: "^[0-9]{1,18}$" })),
          },
          { additionalProperties: false },
        ),
        response: { 200: CartAnswer },
      },
    },
    async (request) => {
      const { organisation, db, params } = request
      const cart = { id: params.id, secret: secretOf(request) }
      await withExpiredFreed(db, app.events, organisation.id, () =>
        changeSeat(db, saleOf(request), cart, params.item, request.body),
      )
      return cartAnswer(await readCart(db, cart.id, cart.secret), organisation.currency)
    },
  )

  app.post(
    "/api/v1/shop/:org/carts/:id/merges",
    {
      config: write,
      schema: {
        tags,
        summary: "Bring all that another cart holds into this one (header Cart-Secret), which then ends",
        params: CartPath,
        body: Type.Object(
          {
            cart: Type.Object({
              id: Type.String({ maxLength: 18 }),
              secret: Type.String({ maxLength: 100 }),
            }),
          },
          { additionalProperties: false },
        ),
        response: { 201: CartAnswer },
      },
    },
    async (request, reply) => {
      const cart = { id: request.params.id, secret: secretOf(request) }
      return answerOnce(request, reply, 201, (db) =>
        inTransaction(db, async (trx) => {
          await mergeCarts(trx, cart, request.body.cart)
          return cartAnswer(await readCart(trx, cart.id, cart.secret), request.organisation.currency)
        }),
      )
    },
  )

  app.delete(
    "/api/v1/shop/:org/carts/:id/items/:item",
    {
      config: write,
      schema: {
        tags,
        summary: "Free one place of a cart (header Cart-Secret)",
        params: Type.Object({ org: Type.String(), id: Type.String(), item: Type.String() }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeFromCart(request.db, { id: request.params.id, secret: secretOf(request) }, [
        request.params.item,
      ])
      return reply.code(204).send(null)
    },
  )

  app.delete(
    "/api/v1/shop/:org/carts/:id",
    {
      config: write,
      schema: {
        tags,
        summary: "Free a cart's places at once (header Cart-Secret)",
        params: CartPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await dropCart(request.db, { id: request.params.id, secret: secretOf(request) })
      return reply.code(204).send(null)
    },
  )
}

/** The performances that the items of the body are of. */
function wantsPlaces({ body }: FastifyRequest): readonly string[] {
  return (body as { items: { performanceId: string }[] }).items.map((item) => item.performanceId)
}

/** What the public is sold numbered seats from. */
export function saleOf({ server, db }: FastifyRequest): SeatSale {
  return { boards: server.seatBoards, db }
}

export function secretOf(request: FastifyRequest): string {
  const secret = request.headers["cart-secret"]
  if (typeof secret !== "string" || secret === "") throw problem(404, "not_found")
  return secret
}

function cartAnswer(cart: Cart | OpenedCart, currency: string): Static<typeof CartAnswer> {
  return {
    id: cart.id,
    expiresAt: cart.expiresAt.toISOString(),
    currency,
    total: cart.total,
    items: cart.items.map(({ id, performanceId, priceId, tariff, amount, seat }) => ({
      ...{ id, performanceId, priceId, tariff, amount },
      ...(seat ? { seat } : {}),
    })),
  }
}

function performanceAnswer(
  performance: ShopPerformance,
  request: FastifyRequest,
): Static<typeof PerformanceAnswer> {
  const { locale } = request
  const { event, venue, zones } = performance
  return {
    id: performance.id,
    ref: performance.ref,
    event: {
      id: event.id,
      title: inLocale(event.title, locale),
      subtitle: event.subtitle && inLocale(event.subtitle, locale),
      genre: event.genre,
    },
    venue: { name: venue.name },
    startsAt: performance.startsAt.toISOString(),
    seated: performance.seated,
    status: performance.status,
    zones: zones.map((zone) => ({
      ...zone,
      prices: zone.prices.map(({ id, tariff, amount }) => ({ id, tariff, amount })),
    })),
  }
}

function writeCursor({ startsAt, id }: { startsAt: Date; id: string }): string {
  return `${startsAt.toISOString()}_${id}`
}

function readCursor(cursor: string | undefined): { startsAt: Date; id: string } | undefined {
  if (cursor === undefined) return undefined
  const [time = "", id = ""] = cursor.split("_")
  const startsAt = new Date(time)
  if (Number.isNaN(startsAt.getTime()) || !/^\d{1,18}$/.test(id))
    throw problem(422, "invalid_request", undefined, [
      { path: "/querystring/cursor", message: "is not a cursor" },
    ])
  return { startsAt, id }
}
