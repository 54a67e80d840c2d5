import { type Static, Type } from "typebox"
import { OrNull, ThingParams } from "../../server/api-list.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import {
  type Allotment,
  createAllotment,
  getAllotment,
  listAllotments,
  refuseKept,
  updateAllotment,
} from "./allotments.ts"
import { movePlaces } from "./move-places.ts"
import { releaseAllotment } from "./release-allotment.ts"
import { channels } from "./tables.ts"

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: "^[0-9]{1,18}$" })
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" })
const Channels = Type.Array(Type.Enum([...channels]), { uniqueItems: true, description: "who may sell it" })
const ReleaseAt = OrNull(
  Type.String({
    format: "date-time",
    description: "when what is left goes to overflowId, else to everybody",
  }),
)
const Places = {
  zones: Type.Optional(
    Type.Array(
      Type.Object({ zoneId: Id, places: Type.Integer({ minimum: 1, maximum: 10_000_000 }) }, closed),
      {
        maxItems: 200,
      },
    ),
  ),
  seats: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20_000 })),
}
const AllotmentAnswer = Type.Object({
  id: Id,
  performanceId: Id,
  name: Type.String(),
  channels: Type.Array(Type.String()),
  releaseAt: OrNull(Type.String()),
  overflowId: OrNull(Id),
  releasedAt: OrNull(Type.String()),
  zones: Type.Array(
    Type.Object({
      zoneId: Id,
      name: Type.String(),
      capacity: Type.Integer({ description: "places set aside" }),
      taken: Type.Integer({ description: "of those, sold or held" }),
    }),
  ),
  seats: Type.Array(Type.String(), { description: "its numbered seats that are free" }),
})

const tags = ["Allotments"]
const read = { access: { permission: "allotments:read" } } as const
const write = { access: { permission: "allotments:write" } } as const

/** Places set aside for channels. */
export function registerAllotmentRoutes(app: App): void {
  const base = "/api/v1/organisations/:org"

  app.get(
    `${base}/performances/:id/allotments`,
    {
      config: read,
      schema: {
        summary: "The allotments of a performance",
        tags,
        params: ThingParams,
        response: { 200: Type.Object({ data: Type.Array(AllotmentAnswer), nextCursor: Type.Null() }) },
      },
    },
    async (request) => ({
      data: (await listAllotments(request.db, { performanceId: request.params.id })).map(answerOf),
      nextCursor: null,
    }),
  )

  app.post(
    `${base}/performances/:id/allotments`,
    {
      config: write,
      schema: {
        summary: "Set places aside, all or nothing",
        tags,
        params: ThingParams,
        body: Type.Object(
          {
            name: Name,
            channels: Channels,
            releaseAt: Type.Optional(ReleaseAt),
            overflowId: Type.Optional(OrNull(Id)),
            ...Places,
          },
          closed,
        ),
        response: { 201: AllotmentAnswer },
      },
    },
    async (request, reply) => {
      const { name, channels, releaseAt, overflowId = null, zones = [], seats = [] } = request.body
      await refuseKept(request.db, [overflowId])
      const made = await request.db.transaction().execute((trx) =>
        createAllotment(trx, request.organisation.id, request.params.id, {
          ...{ name, channels, overflowId, zones, seats },
          releaseAt: releaseAt ? new Date(releaseAt) : null,
        }),
      )
      return reply.code(201).send(answerOf(made))
    },
  )

  app.patch(
    `${base}/allotments/:id`,
    {
      config: write,
      schema: {
        summary: "Change an allotment",
        tags,
        params: ThingParams,
        body: Type.Partial(
          Type.Object({ name: Name, channels: Channels, releaseAt: ReleaseAt, overflowId: OrNull(Id) }),
          closed,
        ),
        response: { 200: AllotmentAnswer },
      },
    },
    async (request) => {
      const { releaseAt, ...body } = request.body
      await refuseKept(request.db, [request.params.id, body.overflowId])
      const at = releaseAt === undefined ? {} : { releaseAt: releaseAt === null ? null : new Date(releaseAt) }
      return answerOf(
        await request.db
          .transaction()
          .execute((trx) => updateAllotment(trx, request.params.id, { ...body, ...at })),
      )
    },
  )

  app.post(
    `${base}/performances/:id/allotment-moves`,
    {
      config: write,
      schema: {
        summary: "Move free places between allotments (null: what is for everybody), all or nothing",
        tags,
        params: ThingParams,
        body: Type.Object({ from: OrNull(Id), to: OrNull(Id), ...Places }, closed),
        response: { 201: Type.Object({ data: Type.Array(AllotmentAnswer) }) },
      },
    },
    async (request, reply) => {
      const { from, to, zones = [], seats = [] } = request.body
      const performanceId = request.params.id
      if (from === to)
        throw problem(422, "invalid_request", undefined, [{ path: "/to", message: "must not be the same" }])
      await refuseKept(request.db, [from, to])
      const data = await request.db.transaction().execute(async (trx) => {
        await movePlaces(trx, { performanceId, from, to, zones, seats })
        return listAllotments(trx, { performanceId })
      })
      return reply.code(201).send({ data: data.map(answerOf) })
    },
  )

  app.post(
    `${base}/allotments/:id/releases`,
    {
      config: write,
      schema: {
        summary: "Release an allotment now; once released it stays so",
        tags,
        params: ThingParams,
        response: { 201: AllotmentAnswer },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await getAllotment(request.db, id)
      await refuseKept(request.db, [id])
      await releaseAllotment(request.db, id)
      return reply.code(201).send(answerOf(await getAllotment(request.db, id)))
    },
  )
}

function answerOf({ releaseAt, releasedAt, ...rest }: Allotment): Static<typeof AllotmentAnswer> {
  return {
    ...rest,
    releaseAt: releaseAt?.toISOString() ?? null,
    releasedAt: releasedAt?.toISOString() ?? null,
  }
}
