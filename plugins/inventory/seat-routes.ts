import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { drawHall, HallDrawing } from "./draw-hall.ts"
import { isPublicPlan, seatedPerformance, takenBits } from "./read-seats.ts"

/** How old the news of a seat may be: with the time between two questions, less than two seconds. */
const newsMs = 300

const SeatAnswer = Type.Object({
  id: Type.String(),
  label: Type.String(),
  row: Type.String(),
  number: Type.String(),
  zoneId: Type.String(),
  x: Type.Number(),
  y: Type.Number(),
  status: Type.Enum(["free", "taken"]),
  accessible: Type.Optional(Type.Boolean({ description: "a place for a wheelchair" })),
})

const Path = Type.Object({ org: Type.String(), id: Type.String() })

/** The numbered seats of a performance, as the public sees them. */
export function registerSeatRoutes(app: App): void {
  app.get(
    "/api/v1/shop/:org/performances/:id/seats",
    {
      config: { access: "public" },
      schema: {
        tags: ["Shop"],
        summary: "The numbered seats of a performance that are for sale, with which are taken",
        params: Path,
        response: { 200: Type.Object({ seats: Type.Array(SeatAnswer) }) },
      },
    },
    async (request) => {
      const { board, zoneOf, sells, seats } = await seatedPerformance(
        request.db,
        app.seatBoards,
        request.params.id,
      )
      await board.now()
      const { hall, taken } = board.picture(sells)
      return {
        seats: seats.map(({ guid, label, row, number, category, x, y, features }) => ({
          ...{ id: guid, label, row, number, zoneId: zoneOf.get(category) ?? "", x, y },
          status: taken[hall.slotOf.get(guid) ?? -1] ? ("taken" as const) : ("free" as const),
          ...(features.includes("wheelchair") ? { accessible: true } : {}),
        })),
      }
    },
  )

  app.get(
    "/api/v1/shop/:org/performances/:id/seats/taken",
    {
      config: { access: "public" },
      schema: {
        tags: ["Shop"],
        summary: "Which seats are taken: a few hundred bytes to ask again and again",
        params: Path,
        response: {
          200: Type.Object({
            taken: Type.String({
              description:
                "one bit a seat, in the order of the list of seats, the first in the highest bit; base64",
            }),
          }),
        },
      },
    },
    async (request, reply) => {
      const seated = await seatedPerformance(request.db, app.seatBoards, request.params.id)
      await seated.board.recent(newsMs)
      const taken = takenBits(seated.seats, seated.board.picture(seated.sells))
      return reply.header("cache-control", "no-store").send({ taken })
    },
  )

  app.get(
    "/api/v1/shop/:org/plans/:version",
    {
      config: { access: "public" },
      schema: {
        tags: ["Shop"],
        summary: "The drawing of a hall, for a map of its seats: it never changes",
        params: Type.Object({ org: Type.String(), version: Type.String() }),
        response: { 200: HallDrawing },
      },
    },
    async (request, reply) => {
      const { version } = request.params
      if (!(await isPublicPlan(request.db, version))) throw problem(404, "not_found")
      const hall = await app.seatBoards.hall(request.db, version)
      return reply
        .header("cache-control", "public, max-age=31536000, immutable")
        .type("application/json; charset=utf-8")
        .send(drawHall(hall) as never)
    },
  )
}
