import { Type } from "typebox"
import type { Principal } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { createDevice } from "./devices.ts"
import { scanTicket } from "./scan-ticket.ts"

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
              Type.Object({ number: Type.String(), zone: Type.String(), tariff: Type.String() }),
            ),
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
      return {
        result: scanned.result,
        ...(scanned.admittedAt ? { admittedAt: scanned.admittedAt.toISOString() } : {}),
        ...(scanned.ticket
          ? { ticket: { number: scanned.ticket.number, zone: scanned.ticket.zone, tariff: scanned.ticket.tariff } }
          : {}),
      }
    },
  )

  app.post(
    "/api/v1/organisations/:org/devices",
    {
      config: { access: { permission: "devices:write" } },
      schema: {
        tags: ["Door"],
        summary: "Register a scanner; its token is shown this once",
        body: Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 100 }), gate: Type.Optional(Type.String({ maxLength: 60 })) },
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
      const { numUpdatedRows } = await request.db
        .updateTable("devices")
        .set({ revoked_at: new Date() })
        .where("id", "=", request.params.id)
        .where("revoked_at", "is", null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw problem(404, "not_found")
      return reply.code(204).send(null)
    },
  )
}

/** Who scanned, as the scan keeps it. */
export function nameOf(principal: Principal): string {
  return principal.kind === "user" ? `user:${principal.user.id}` : `device:${principal.id}`
}
