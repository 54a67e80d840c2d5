import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { seatedPerformance } from "./read-seats.ts"

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
      const { board, zoneOf, seats } = await seatedPerformance(request.db, app.seatBoards, request.params.id)
      const { hall, taken } = await board.now()
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
      const { board, seats } = await seatedPerformance(request.db, app.seatBoards, request.params.id)
      const { hall, taken } = await board.recent()
      const bits = Buffer.alloc(Math.ceil(seats.length / 8))
      for (const [index, { guid }] of seats.entries())
        if (taken[hall.slotOf.get(guid) ?? -1])
          bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7))
      return reply.header("cache-control", "no-store").send({ taken: bits.toString("base64") })
    },
  )
}
