import { type Static, Type } from "typebox"
import { OrNull, ThingParams } from "../../server/api-list.ts"
import { answerOnce } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { inLocale } from "../catalogue/localised.ts"
import { withExpiredFreed } from "../inventory/change-cart.ts"
import { channels } from "../inventory/tables.ts"
import { Items, wishesOf } from "../inventory/wishes.ts"
import {
  changeOption,
  confirmOption,
  getOption,
  listOptions,
  makeOption,
  type Option,
  releaseOption,
} from "./options.ts"

const closed = { additionalProperties: false }
const Contact = {
  email: Type.Optional(OrNull(Type.String({ pattern: "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", maxLength: 254 }))),
  phone: Type.Optional(OrNull(Type.String({ maxLength: 40 }))),
  note: Type.Optional(OrNull(Type.String({ maxLength: 2000 }))),
}
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" })
const Until = Type.String({ format: "date-time", description: "the places are kept until then" })
const OptionAnswer = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: OrNull(Type.String()),
  phone: OrNull(Type.String()),
  note: OrNull(Type.String()),
  until: Type.String(),
  status: Type.Enum(["standing", "confirmed", "released", "over"]),
  madeBy: Type.String(),
  madeAt: Type.String(),
  total: Type.Integer({ description: "cents" }),
  places: Type.Array(
    Type.Object({
      performance: Type.Object({ id: Type.String(), title: Type.String(), startsAt: Type.String() }),
      zone: Type.String(),
      tariff: Type.String(),
      amount: Type.Integer(),
      seat: Type.Optional(Type.String()),
    }),
  ),
})
const tags = ["Options"]
const read = { access: { permission: "options:read" } } as const
const write = { access: { permission: "options:write" } } as const

/** Options over the API. */
export function registerRoutes(app: App): void {
  const base = "/api/v1/organisations/:org/options"

  app.get(
    base,
    {
      config: read,
      schema: {
        summary: "The options, those that end first first",
        tags,
        querystring: Type.Object({
          performanceId: Type.Optional(Type.String({ pattern: "^[0-9]{1,18}$" })),
          standing: Type.Optional(Type.Boolean()),
        }),
        response: { 200: Type.Object({ data: Type.Array(OptionAnswer), nextCursor: Type.Null() }) },
      },
    },
    async (request) => ({
      data: (await listOptions(request.db, request.query)).map((option) => answerOf(option, request.locale)),
      nextCursor: null,
    }),
  )

  app.post(
    base,
    {
      config: write,
      schema: {
        summary: "Keep places for somebody until a day, without payment; all or nothing",
        tags,
        body: Type.Object(
          {
            name: Name,
            ...Contact,
            until: Until,
            items: Items,
            channel: Type.Optional(Type.Enum([...channels])),
            allotmentId: Type.Optional(Type.String({ pattern: "^[0-9]{1,18}$" })),
          },
          closed,
        ),
        response: { 201: OptionAnswer },
      },
    },
    async (request, reply) => {
      const { organisation, db, body, principal } = request
      const { name, email = null, phone = null, note = null, channel = "till", allotmentId } = body
      const sale = {
        boards: app.seatBoards,
        db,
        channel,
        loneLimit: 1,
        ...(allotmentId ? { allotmentId } : {}),
      }
      return withExpiredFreed(db, app.events, organisation.id, () =>
        answerOnce(request, reply, 201, async (within) =>
          answerOf(
            await makeOption(within, sale, {
              ...{ name, email, phone, note, until: new Date(body.until) },
              organisationId: organisation.id,
              madeBy: principal.kind === "user" ? principal.user.name : principal.name,
              wishes: wishesOf(body.items),
            }),
            request.locale,
          ),
        ),
      )
    },
  )

  app.get(
    `${base}/:id`,
    {
      config: read,
      schema: { summary: "An option", tags, params: ThingParams, response: { 200: OptionAnswer } },
    },
    async (request) => answerOf(await getOption(request.db, request.params.id), request.locale),
  )

  app.patch(
    `${base}/:id`,
    {
      config: write,
      schema: {
        summary: "Extend an option, or change who it is for",
        tags,
        params: ThingParams,
        body: Type.Partial(Type.Object({ name: Name, ...Contact, until: Until }), closed),
        response: { 200: OptionAnswer },
      },
    },
    async (request) => {
      const { until, ...rest } = request.body
      const changes = { ...rest, ...(until ? { until: new Date(until) } : {}) }
      return answerOf(await changeOption(request.db, request.params.id, changes), request.locale)
    },
  )

  app.delete(
    `${base}/:id`,
    {
      config: write,
      schema: {
        summary: "Let go of an option: its places are free at once",
        tags,
        params: ThingParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await releaseOption(request.db, request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    `${base}/:id/carts`,
    {
      config: write,
      schema: {
        summary: "Confirm an option: a cart with its places, to be ordered",
        tags,
        params: ThingParams,
        response: {
          201: Type.Object({
            id: Type.String(),
            secret: Type.String(),
            expiresAt: Type.String(),
            total: Type.Integer(),
          }),
        },
      },
    },
    async (request, reply) =>
      answerOnce(request, reply, 201, async (db) => {
        const { expiresAt, ...cart } = await confirmOption(db, request.params.id)
        return { ...cart, expiresAt: expiresAt.toISOString() }
      }),
  )
}

function answerOf(option: Option, locale: "fr" | "en"): Static<typeof OptionAnswer> {
  const { until, madeAt, places, ...rest } = option
  return {
    ...rest,
    until: until.toISOString(),
    madeAt: madeAt.toISOString(),
    places: places.map(({ performanceId, event, startsAt, zone, tariff, amount, seat }) => ({
      performance: {
        id: performanceId,
        title: inLocale(event.title, locale),
        startsAt: startsAt.toISOString(),
      },
      ...{ zone, tariff, amount },
      ...(seat ? { seat: seat.label } : {}),
    })),
  }
}
