import type { FastifyRequest } from "fastify"
import { type Static, Type } from "typebox"
import { OrNull } from "../../server/api-list.ts"
import type { App } from "../../server/plugin.ts"
import { Problem, problem } from "../../server/problem.ts"
import { inLocale } from "../catalogue/localised.ts"
import { type Line, numberOf } from "./line.ts"
import { listLines, type OfficeLine, readLine, saveLine } from "./lines.ts"
import { isNumbered, type NumberedPlace } from "./room.ts"

const Id = Type.String({ pattern: "^[0-9]{1,18}$" })
const Time = Type.String({ format: "date-time" })

const PlaceAnswer = Type.Object({
  state: Type.Enum(["none", "before", "waiting", "admitted"], {
    description: "none: no line, buy without a place; before: the sale is not open yet",
  }),
  place: OrNull(Type.String({ description: "for the header Waiting-Place" })),
  ahead: OrNull(Type.Integer()),
  estimateSeconds: OrNull(Type.Integer()),
  opensAt: OrNull(Time),
  admittedUntil: OrNull(Time),
  pollSeconds: OrNull(Type.Integer({ description: "ask again after so long" })),
  draw: OrNull(
    Type.Object(
      { arrival: Type.Integer(), number: Type.Integer(), of: Type.Integer(), key: Type.String() },
      {
        description: "how the order of those who came before the opening was drawn, to be checked by anybody",
      },
    ),
  ),
})

const SettingsBody = Type.Object(
  {
    mode: Type.Enum(["off", "on", "auto"]),
    rate: OrNull(
      Type.Integer({ minimum: 0, maximum: 6000, description: "people per minute; null: measured" }),
    ),
    opensAt: OrNull(Time),
    passMinutes: Type.Integer({ minimum: 1, maximum: 60 }),
  },
  { additionalProperties: false },
)

const LineAnswer = Type.Object({
  scope: Type.String({ description: "shop, or the id of an event" }),
  title: OrNull(Type.String()),
  mode: Type.Enum(["off", "on", "auto"]),
  rate: OrNull(Type.Integer()),
  measuredRate: Type.Integer(),
  opensAt: OrNull(Time),
  passMinutes: Type.Integer(),
  formed: Type.Boolean(),
  waiting: Type.Integer(),
  admitted: Type.Integer(),
  admittedLastMinute: Type.Integer(),
  inside: Type.Integer(),
  abandoned: Type.Integer(),
})

/** Places for programs, and the lines for the staff. */
export function registerRoutes(app: App): void {
  app.post(
    "/api/v1/shop/:org/waiting-places",
    {
      config: { access: "public", shopWrite: true },
      schema: {
        tags: ["Shop"],
        summary: "Take a place in the line before a performance, if there is one",
        body: Type.Object({ performanceId: Id }, { additionalProperties: false }),
        response: { 201: PlaceAnswer },
      },
    },
    async (request, reply) => {
      const { organisation, body } = request
      const [line] = await app.waitingRoom.linesBefore(organisation.id, [body.performanceId])
      reply.code(201)
      if (!line) return noLine
      const taken = await app.waitingRoom.takePlace(request, line)
      if (taken === "later")
        throw new Problem(429, "too_many_requests", undefined, undefined, { "retry-after": "60" })
      return taken ? placeAnswer(request, line, taken.place, taken.text) : noLine
    },
  )

  app.get(
    "/api/v1/shop/:org/waiting-places/current",
    {
      config: { access: "public" },
      schema: {
        tags: ["Shop"],
        summary: "Where a place stands (header Waiting-Place)",
        response: { 200: PlaceAnswer },
      },
    },
    async (request, reply) => {
      reply.header("cache-control", "no-store")
      const { organisation, headers } = request
      const text = headers["waiting-place"]
      if (typeof text !== "string") throw problem(404, "not_found")
      const lines = await app.waitingRoom.book.formed(organisation.id)
      const shown = app.waitingRoom.read(organisation.id, text)
      if (!shown) throw problem(404, "not_found")
      const line = lines.find(({ id }) => id === shown.lineId)
      if (!line) return noLine
      const place = app.waitingRoom.placeIn(request, line)
      if (!isNumbered(place)) throw problem(410, "place_over")
      return placeAnswer(request, line, place, text)
    },
  )

  const config = { access: { permission: "waiting-room:write" } } as const
  app.get(
    "/api/v1/organisations/:org/waiting-lines",
    {
      config,
      schema: {
        tags: ["Waiting room"],
        summary: "The lines of the shop and of the events to come, with what goes on in them",
        response: { 200: Type.Object({ data: Type.Array(LineAnswer), nextCursor: Type.Null() }) },
      },
    },
    async (request) => ({
      data: (await listLines(request.db)).map((line) => lineAnswer(line, request)),
      nextCursor: null,
    }),
  )

  app.put(
    "/api/v1/organisations/:org/waiting-lines/:scope",
    {
      config,
      schema: {
        tags: ["Waiting room"],
        summary: "Set a line; who waits in one that is there keeps their place",
        params: Type.Object({
          org: Type.String(),
          scope: Type.String({ pattern: "^(shop|[1-9][0-9]{0,17})$" }),
        }),
        body: SettingsBody,
        response: { 200: LineAnswer },
      },
    },
    async (request) => {
      const { organisation, params, body } = request
      const eventId = params.scope === "shop" ? null : params.scope
      await saveLine(request.db, eventId, {
        ...body,
        opensAt: body.opensAt === null ? null : new Date(body.opensAt),
      })
      app.waitingRoom.book.forget(organisation.id)
      return lineAnswer(await readLine(request.db, eventId), request)
    },
  )
}

const noLine: Static<typeof PlaceAnswer> = {
  state: "none",
  place: null,
  ahead: null,
  estimateSeconds: null,
  opensAt: null,
  admittedUntil: null,
  pollSeconds: null,
  draw: null,
}

/** @throws 410 place_over */
async function placeAnswer(
  { server, organisation }: FastifyRequest,
  line: Line,
  place: NumberedPlace,
  text: string,
): Promise<Static<typeof PlaceAnswer>> {
  const admission = await server.waitingRoom.admit(organisation.id, line, place)
  if (admission.state === "over") throw problem(410, "place_over")
  const { arrival } = place
  const draw =
    line.shuffleKey && arrival < line.pool
      ? { arrival, number: numberOf(line, arrival), of: line.pool, key: line.shuffleKey.toString("hex") }
      : null
  const common = { ...noLine, place: text, draw }
  if (admission.state === "in")
    return { ...common, state: "admitted", admittedUntil: admission.until.toISOString() }
  if (admission.state === "before")
    return {
      ...common,
      state: "before",
      opensAt: admission.opening.toISOString(),
      pollSeconds: admission.next,
    }
  const { ahead, seconds, next } = admission
  const estimateSeconds = seconds === null ? null : Math.ceil(seconds)
  return { ...common, state: "waiting", ahead, estimateSeconds, pollSeconds: next }
}

function lineAnswer(line: OfficeLine, { locale }: FastifyRequest): Static<typeof LineAnswer> {
  return {
    scope: line.eventId ?? "shop",
    title: line.title && inLocale(line.title, locale),
    mode: line.mode,
    rate: line.rate,
    measuredRate: Math.round(line.measuredRate),
    opensAt: line.opening?.toISOString() ?? null,
    passMinutes: line.passMinutes,
    formed: line.formed,
    waiting: line.arrived - line.admitted,
    admitted: line.entered,
    admittedLastMinute: line.enteredLastMinute,
    inside: line.inside,
    abandoned: line.abandoned,
  }
}
