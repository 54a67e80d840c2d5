import { Type } from "typebox"
import { answerOnce, inTransaction } from "../../server/idempotency.ts"
import type { App } from "../../server/plugin.ts"
import { personOf } from "../till/use-session.ts"
import { deviceTill, openDeviceTill } from "./device-till.ts"
import { Id } from "./schemas.ts"

const tags = ["Without network"]
const Till = Type.Object({ id: Id, till: Type.String(), number: Type.Integer() })

/** Selling at the door: a scanner's till is opened by a person, who counts it at the end like any other. */
export function registerDeviceRoutes(app: App): void {
  app.post(
    "/api/v1/organisations/:org/device-tills",
    {
      config: { access: { permission: "sell" } },
      schema: {
        tags,
        summary: "Open a till for a scanner that may sell at the door; it is closed as any till session",
        body: Type.Object(
          { deviceId: Id, float: Type.Integer({ minimum: 0, maximum: 100_000_000, description: "cents" }) },
          { additionalProperties: false },
        ),
        response: { 201: Till },
      },
    },
    async (request, reply) => {
      const userId = personOf(request.principal)
      return answerOnce(request, reply, 201, (db) =>
        inTransaction(db, (trx) => openDeviceTill(trx, request.organisation.id, { ...request.body, userId })),
      )
    },
  )

  app.get(
    "/api/v1/organisations/:org/device-tills/own",
    {
      config: { access: { permission: "sell:offline" } },
      schema: {
        tags,
        summary: "The open till of the scanner that asks; null: it sells nothing now",
        response: { 200: Type.Object({ session: Type.Union([Till, Type.Null()]) }) },
      },
    },
    async ({ principal, db }) => ({
      session: principal.kind === "device" ? await deviceTill(db, principal.id) : null,
    }),
  )
}
