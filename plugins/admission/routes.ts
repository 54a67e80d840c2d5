import { Type } from "typebox"
import type { Principal } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"
import { answerLine } from "./answer-line.ts"
import { attendanceOf } from "./attendance.ts"
import { createDevice, revokeDevice } from "./devices.ts"
import { type ScannedTicket, scanTicket } from "./scan-ticket.ts"

const Id = Type.String({ pattern: "^[0-9]{1,18}$" })

/** Scanning over the API. */
export function registerRoutes(app: App): void {
  app.post(
    "/api/v1/organisations/:org/scans",
    {
      config: { access: { permission: "scan" } },
      schema: {
        tags: ["Door"],
        summary: "Present a ticket; exactly one scan of it is admitted",
        body: Type.Object(
          {
            code: Type.String({ minLength: 1, maxLength: 400 }),
            performanceId: Id,
            gate: Type.Optional(Type.String({ maxLength: 60 })),
            at: Type.Optional(Type.String({ format: "date-time" })),
            nonce: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            result: Type.Enum([
              "admitted",
              "already_admitted",
              "cancelled",
              "wrong_performance",
              "unknown",
              "not_valid_now",
            ]),
            admittedAt: Type.Optional(Type.String({ format: "date-time" })),
            ticket: Type.Optional(
              Type.Object({
                number: Type.String(),
                event: Type.String(),
                zone: Type.String(),
                seat: Type.Optional(Type.String()),
                tariff: Type.String(),
                proof: Type.Optional(Type.String({ description: "what the tariff asks to be shown" })),
              }),
            ),
            line: Type.String({ description: "what to show who scans, in the language of Accept-Language" }),
            show: Type.Union([Type.String(), Type.Null()], { description: "what they must ask to see" }),
          }),
        },
      },
    },
    async (request) => {
      const { code, performanceId, gate, at, nonce } = request.body
      const scanned = await scanTicket(request.db, app.signingKeys, request.organisation.id, {
        code,
        performanceId,
        gate,
        at: at ? new Date(at) : undefined,
        nonce,
        scannedBy: nameOf(request.principal),
      })
      const { result, admittedAt, ticket } = scanned
      return {
        result,
        ...(admittedAt ? { admittedAt: admittedAt.toISOString() } : {}),
        ...(ticket ? { ticket: ticketAnswer(ticket) } : {}),
        ...answerLine(scanned, request.locale),
      }
    },
  )

  app.get(
    "/api/v1/organisations/:org/performances/:id/attendance",
    {
      config: { access: { permission: "scan" } },
      schema: {
        tags: ["Door"],
        summary: "How many came in, of how many",
        params: Type.Object({ org: Type.String(), id: Id }),
        response: {
          200: Type.Object({
            entered: Type.Integer(),
            expected: Type.Integer({ description: "tickets sold and not cancelled" }),
          }),
        },
      },
    },
    async (request) => attendanceOf(request.db, request.params.id),
  )

  app.post(
    "/api/v1/organisations/:org/devices",
    {
      config: { access: { permission: "devices:write" } },
      schema: {
        tags: ["Door"],
        summary: "Register a scanner; its token is shown this once",
        body: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 100 }),
            gate: Type.Optional(Type.String({ maxLength: 60 })),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ id: Type.String(), token: Type.String() }) },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await createDevice(request.db, request.organisation.id, request.body)),
  )

  app.delete(
    "/api/v1/organisations/:org/devices/:id",
    {
      config: { access: { permission: "devices:write" } },
      schema: {
        tags: ["Door"],
        summary: "Revoke a scanner",
        params: Type.Object({ org: Type.String(), id: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await revokeDevice(request.db, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

function ticketAnswer({ number, event, zone, tariff, seat, proof }: ScannedTicket) {
  return { number, event, zone, tariff, ...(seat ? { seat } : {}), ...(proof ? { proof } : {}) }
}

/** Who scanned, as the scan keeps it. */
export function nameOf(principal: Principal): string {
  return principal.kind === "user" ? `user:${principal.user.id}` : `device:${principal.id}`
}
