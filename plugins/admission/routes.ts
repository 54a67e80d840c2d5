import { Type } from "typebox"
import { actorOf } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"
import { attendanceOf } from "./attendance.ts"
import { createDevice, mayCheck, revokeDevice } from "./devices.ts"
import { Id, ScanAnswer, scanAnswer } from "./scan-answer.ts"
import { scanTicket } from "./scan-ticket.ts"
import { takeBack } from "./take-back.ts"

const Nonce = Type.String({ minLength: 1, maxLength: 100 })

/** Scanning over the API, and the devices that do. */
export function registerRoutes(app: App): void {
  const config = { access: { permission: "scan" } }

  app.post(
    "/api/v1/organisations/:org/scans",
    {
      config,
      schema: {
        tags: ["Door"],
        summary: "Present a ticket; exactly one scan of it is admitted",
        body: Type.Object(
          {
            code: Type.String({ minLength: 1, maxLength: 400 }),
            performanceId: Id,
            gate: Type.Optional(Type.String({ maxLength: 60 })),
            at: Type.Optional(Type.String({ format: "date-time" })),
            nonce: Type.Optional(Nonce),
            direction: Type.Optional(Type.Enum(["in", "out"])),
            people: Type.Optional(
              Type.Integer({
                minimum: 1,
                maximum: 1000,
                description: "of a group; left out, all who may come",
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ScanAnswer },
      },
    },
    async (request) => {
      const { at, ...scan } = request.body
      mayCheck(request, scan.performanceId)
      const scanned = await scanTicket(request.db, app.signingKeys, request.organisation.id, {
        ...scan,
        ...(at ? { at: new Date(at) } : {}),
        scannedBy: actorOf(request.principal),
      })
      return scanAnswer(scanned, request.locale)
    },
  )

  app.delete(
    "/api/v1/organisations/:org/scans/:nonce",
    {
      config,
      schema: {
        tags: ["Door"],
        summary: "Take a scan back, within a minute, by the scanner that made it",
        params: Type.Object({ org: Type.String(), nonce: Nonce }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await takeBack(request.db, { nonce: request.params.nonce, scannedBy: actorOf(request.principal) })
      return reply.code(204).send(null)
    },
  )

  app.get(
    "/api/v1/organisations/:org/performances/:id/attendance",
    {
      config,
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
            performances: Type.Optional(
              Type.Array(Id, { maxItems: 200, description: "what it may check; left out, whatever is on" }),
            ),
            maySell: Type.Optional(
              Type.Boolean({ description: "may sell at the door, once a till was opened for it" }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ id: Type.String(), token: Type.String() }) },
      },
    },
    async (request, reply) =>
      reply.code(201).send(
        await app.journal.noted(
          request,
          "device_added",
          (trx) => createDevice(trx, request.organisation.id, request.body),
          ({ id }) => ({ device: id }),
        ),
      ),
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
      const { id } = request.params
      await app.journal.noted(request, "device_revoked", (trx) => revokeDevice(trx, id), { device: id })
      return reply.code(204).send(null)
    },
  )
}
