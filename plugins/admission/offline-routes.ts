import { Type } from "typebox"
import { actorOf } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"
import { mayCheck, reportOfDevice } from "./devices.ts"
import { doorList } from "./door-list.ts"
import { recordScans, type ScanReport } from "./record-scans.ts"
import { Id, ScanAnswer, scanAnswer } from "./scan-answer.ts"
import { scanResults } from "./tables.ts"

const Time = Type.String({ format: "date-time" })

const Report = Type.Object(
  {
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
    seen: Type.Optional(
      Type.Object(
        { ticket: Id, proof: Type.String({ maxLength: 60 }) },
        { description: "in place of the code: that the door saw it", additionalProperties: false },
      ),
    ),
    performanceId: Id,
    gate: Type.Optional(Type.String({ maxLength: 60 })),
    at: Type.Optional(Time),
    nonce: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    result: Type.Optional(
      Type.Enum([...scanResults], {
        description: "what the door answered; left out, it let in whatever was good for it",
      }),
    ),
    direction: Type.Optional(Type.Enum(["in", "out"])),
    people: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    reason: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: "let in by hand, and why" }),
    ),
    undoneAt: Type.Optional({ ...Time, description: "taken back at the door, within its minute" }),
  },
  { additionalProperties: false },
)

/** What a scanner takes along, and what it brings back. */
export function registerOfflineRoutes(app: App): void {
  const config = { access: { permission: "scan" } }

  app.get(
    "/api/v1/organisations/:org/performances/:id/door-list",
    {
      config,
      schema: {
        tags: ["Door"],
        summary: "What a scanner needs to work without a network",
        description:
          "Names nobody; what it says of a ticket is closed with a key that only the code of that ticket gives. The header " +
          "Door-Signature signs the answer. The layout of `tickets` is in plugins/admission/door-list.ts.",
        params: Type.Object({ org: Type.String(), id: Id }),
        querystring: Type.Object({
          after: Type.Optional(
            Type.String({
              pattern: "^[0-9]{13}$",
              description: "the cursor of the list before: what is new since",
            }),
          ),
        }),
        response: {
          200: Type.Object({
            format: Type.String(),
            tickets: Type.String({ description: "base64" }),
            after: Type.Union([Type.String(), Type.Null()]),
            cursor: Type.String(),
          }),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      mayCheck(request, id)
      const { after = null } = request.query
      const list = await doorList(request.db, app.signingKeys, request.organisation.id, id, after)
      return reply
        .header("cache-control", "private, no-store")
        .header("door-signature", list.signature)
        .type("application/json; charset=utf-8")
        .send(list.body as never)
    },
  )

  app.post(
    "/api/v1/organisations/:org/scans/batch",
    {
      config,
      schema: {
        tags: ["Door"],
        summary: "What a scanner did without a network; results in order",
        description:
          "May be sent again and in any order. Of two doors that let in one ticket, the earlier by the clock of the doors has " +
          "the entry, the other is a double.",
        body: Type.Object(
          {
            scans: Type.Array(Report, { maxItems: 1000 }),
            sentAt: Type.Optional({
              ...Time,
              description: "the scanner's clock now, to put right a wrong one",
            }),
            device: Type.Optional(
              Type.Object(
                {
                  battery: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
                  version: Type.Optional(Type.String({ maxLength: 40 })),
                  waiting: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
                },
                { additionalProperties: false },
              ),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ results: Type.Array(ScanAnswer), serverTime: Time }) },
      },
    },
    async (request) => {
      const { scans, sentAt, device } = request.body
      const answers = await recordScans(request.db, app.signingKeys, request.organisation.id, {
        reports: scans.map(reportOf),
        scannedBy: actorOf(request.principal),
        sentAt: sentAt ? new Date(sentAt) : undefined,
      })
      await reportOfDevice(request, device ?? {})
      const lost = { result: "unknown" as const, line: "", show: null }
      return {
        results: answers.map((answer) => (answer ? scanAnswer(answer, request.locale) : lost)),
        serverTime: new Date().toISOString(),
      }
    },
  )
}

function reportOf(scan: Type.Static<typeof Report>): ScanReport {
  const { code, seen, at, undoneAt, ...rest } = scan
  const shown = seen ? { ticketId: seen.ticket, proof: seen.proof } : code !== undefined ? { code } : null
  return {
    ...rest,
    // What names no ticket is somebody let in by hand, if a reason says so.
    shown: shown ?? (rest.reason ? null : { code: "" }),
    at: at ? new Date(at) : undefined,
    undoneAt: undoneAt ? new Date(undoneAt) : undefined,
  }
}
