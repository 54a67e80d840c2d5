import { Type } from "typebox"
import type { Organisation } from "../../server/access.ts"
import { ThingParams } from "../../server/api-list.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { withExpiredFreed } from "../inventory/change-cart.ts"
import { texts as ticketTexts } from "../tickets/texts.ts"
import { endReserve } from "./end-reserve.ts"
import { keepPlaces } from "./keep-places.ts"
import { listSales } from "./list-sales.ts"
import { endTry } from "./online-twin.ts"
import { isOwn, ownOpenSession, sessionWithDevice } from "./own-session.ts"
import { readReserves } from "./read-reserves.ts"
import { recordSales } from "./record-sales.ts"
import { Holder, Id, KeepBody, ReservesAnswer, SalesAnswer, SalesBody, SalesList } from "./schemas.ts"
import { texts } from "./texts.ts"

const tags = ["Without network"]
const base = "/api/v1/organisations/:org"

/** What a till takes along for when it has no network, and what it brings back. */
export function registerRoutes(app: App): void {
  const config = { access: { permission: "sell:offline" } }

  app.post(
    `${base}/offline-reserves`,
    {
      config,
      schema: {
        tags,
        summary: "Keep places for a till, to sell without a network; again: as many as it should have",
        description:
          "The places are an allotment of this till alone. Each has a code that the door accepts; those that are not sold open no " +
          "door once the reserve ends: when it is released, when its till is closed, or when the performance is over.",
        body: KeepBody,
        response: { 200: ReservesAnswer },
      },
    },
    async (request) => {
      const { organisation, principal, db, body } = request
      const { tillSessionId: sessionId, performanceId, holder, zones } = body
      await withExpiredFreed(db, app.events, organisation.id, () =>
        keepPlaces(app, db, {
          ...{ organisation, principal, sessionId, performanceId, holder },
          wanted: new Map(zones.map(({ zoneId, places }) => [zoneId, places])),
        }),
      )
      return keptBy(organisation, db, { sessionId, holder, printed: principal.kind === "user" })
    },
  )

  app.get(
    `${base}/offline-reserves`,
    {
      config,
      schema: {
        tags,
        summary: "What this browser or phone keeps for an open till",
        querystring: Type.Object({ tillSessionId: Id, holder: Holder }),
        response: { 200: ReservesAnswer },
      },
    },
    async (request, reply) => {
      const { organisation, principal, db, query } = request
      reply.header("cache-control", "private, no-store")
      const session = await ownOpenSession(db, query.tillSessionId, principal)
      const printed = principal.kind === "user"
      return keptBy(organisation, db, { sessionId: session.id, holder: query.holder, printed })
    },
  )

  app.delete(
    `${base}/offline-reserves/:id`,
    {
      config,
      schema: {
        tags,
        summary: "Release what a till keeps: on sale for everybody, and its unsold codes are void",
        params: ThingParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const reserve = await request.db
        .selectFrom("offline_reserves")
        .select("session_id")
        .where("id", "=", request.params.id)
        .executeTakeFirst()
      if (!reserve) throw problem(404, "not_found")
      if (request.principal.kind === "device") {
        const session = await sessionWithDevice(request.db, reserve.session_id)
        if (!session || !isOwn(session, request.principal)) throw problem(409, "till_of_another")
      }
      await endReserve(request.db, request.params.id, "released")
      return reply.code(204).send(null)
    },
  )

  app.post(
    `${base}/offline-sales`,
    {
      config,
      schema: {
        tags,
        summary: "What a till sold without a network; results in order",
        description:
          "May be sent again, and from two windows at once: each sale is recorded once, by its id. None is refused as a whole: what " +
          "is no sale is kept, as `refused`, for somebody to look at.",
        body: SalesBody,
        response: { 200: SalesAnswer },
      },
    },
    async (request) => {
      const { organisation, principal, db, body, locale } = request
      const results = await recordSales(
        app,
        db,
        { organisation, principal },
        body.sales.map(({ at, tillSessionId, ...sale }) => ({
          ...{ ...sale, soldAt: new Date(at), sessionId: tillSessionId },
        })),
        body.sentAt ? new Date(body.sentAt) : undefined,
      )
      const tries = []
      for (const key of body.tries ?? []) tries.push({ key, order: await endTry(db, organisation, key) })
      app.queue.nudge()
      return {
        tries,
        results: results.map(({ order, remarks, ...result }) => ({
          ...result,
          remarks: remarks.map((code) => ({ code, words: texts[locale].remarks[code] })),
          order: order && {
            ...{ id: order.id, number: order.number, total: order.total },
            // It gives the codes of the tickets: not for what may be stolen at a door.
            ...(principal.kind === "user" ? { token: order.token } : {}),
          },
        })),
        serverTime: new Date().toISOString(),
      }
    },
  )

  app.get(
    `${base}/offline-sales`,
    {
      config: { access: { permission: "till:read" } },
      schema: {
        tags,
        summary: "Sales that were made without a network, the last received first",
        querystring: Type.Object({
          tillSessionId: Type.Optional(Id),
          doubtful: Type.Optional(Type.Boolean({ description: "those that somebody should look at" })),
          cursor: Type.Optional(Type.String({ format: "date-time" })),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 100 }),
        }),
        response: { 200: SalesList },
      },
    },
    async (request) => {
      const { tillSessionId, doubtful = false, cursor, limit } = request.query
      const before = cursor ? new Date(cursor) : undefined
      const rows = await listSales(request.db, { doubtful, sessionId: tillSessionId, limit, before })
      const data = rows.map(({ sessionId, sentBy: _, ...row }) => ({
        ...{ ...row, tillSessionId: sessionId },
        ...{ soldAt: row.soldAt.toISOString(), receivedAt: row.receivedAt.toISOString() },
      }))
      return { data, nextCursor: rows.length === limit ? (data.at(-1)?.receivedAt ?? null) : null }
    },
  )

  async function keptBy(
    organisation: Organisation,
    db: Parameters<typeof readReserves>[1],
    which: Parameters<typeof readReserves>[3],
  ) {
    const reserves = await readReserves(app, db, organisation, which)
    return {
      data: reserves.map((one) => ({
        ...one,
        performance: { ...one.performance, title: one.performance.title as Record<string, string> },
      })),
      paper: {
        organiser: organisation.name,
        licences: organisation.legal.licences,
        siret: organisation.legal.siret ?? null,
        address: organisation.address,
        conditions: organisation.conditions ?? ticketTexts[organisation.locale].conditions,
        currency: organisation.currency,
      },
      serverTime: new Date().toISOString(),
      nextCursor: null,
    }
  }
}
