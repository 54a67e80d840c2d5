import { DateTime } from "luxon"
import { Type } from "typebox"
import { actorOf } from "../../server/access.ts"
import { ThingParams } from "../../server/api-list.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { closePeriods } from "./close-periods.ts"
import { listJournal } from "./list-journal.ts"
import { listOperations } from "./list-operations.ts"
import { verifyAndNote } from "./note-verification.ts"
import { nameOf } from "./periods.ts"
import { type Closing, readClosings } from "./read-closings.ts"
import {
  ClosingAnswer,
  JournalAnswer,
  OperationAnswer,
  StatementAnswer,
  VerificationAnswer,
} from "./schemas.ts"
import { statementOf } from "./statement.ts"

const read = { config: { access: { permission: "books:read" } } } as const

const Period = Type.Enum(["day", "month", "year"])

/** Lines of a chain after a number. */
const After = Type.Object({
  after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER - 1000, default: 0 }),
  cursor: Type.Optional(Type.String({ pattern: "^[0-9]{1,15}$", description: "in place of `after`" })),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
})

/** The books over the API. */
export function registerRoutes(app: App): void {
  app.get(
    "/api/v1/organisations/:org/operations",
    {
      ...read,
      schema: {
        tags: ["Books"],
        summary: "Every operation of the books after a number, in order and without gaps",
        querystring: After,
        response: {
          200: Type.Object({
            data: Type.Array(OperationAnswer),
            nextCursor: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async (request) => {
      const { after, cursor, limit } = request.query
      const data = await listOperations(request.db, cursor === undefined ? after : Number(cursor), limit)
      const last = data.at(-1)
      return { data, nextCursor: data.length === limit && last ? String(last.number) : null }
    },
  )

  app.get(
    "/api/v1/organisations/:org/technical-journal",
    {
      ...read,
      schema: {
        tags: ["Books"],
        summary: "The technical journal after a number: starts, sign-ins, rights, exports, closings, ...",
        querystring: After,
        response: {
          200: Type.Object({
            data: Type.Array(JournalAnswer),
            nextCursor: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async (request) => {
      const { after, cursor, limit } = request.query
      const data = await listJournal(request.db, cursor === undefined ? after : Number(cursor), limit)
      const last = data.at(-1)
      return { data, nextCursor: data.length === limit && last ? String(last.number) : null }
    },
  )

  app.get(
    "/api/v1/organisations/:org/operations/verification",
    {
      ...read,
      schema: {
        tags: ["Books"],
        summary: "Go through the books from the first line and name what is wrong",
        querystring: Type.Object({
          number: Type.Optional(
            Type.Integer({ minimum: 1, description: "with `mac`: what an anchor kept elsewhere says" }),
          ),
          mac: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
        }),
        response: { 200: VerificationAnswer },
      },
    },
    async (request) => {
      const { number, mac } = request.query
      const given =
        number === undefined || mac === undefined
          ? []
          : [{ at: "", chain: "operations" as const, number, mac }]
      return verifyAndNote(app, request.organisation.id, actorOf(request.principal), given)
    },
  )

  app.get(
    "/api/v1/organisations/:org/closings",
    {
      ...read,
      schema: {
        tags: ["Books"],
        summary: "The closings, the newest first",
        querystring: Type.Object({ period: Type.Optional(Period) }),
        response: { 200: Type.Object({ data: Type.Array(ClosingAnswer), nextCursor: Type.Null() }) },
      },
    },
    async (request) => ({
      data: (await readClosings(request.db, request.query)).map(closingAnswer),
      nextCursor: null,
    }),
  )

  app.post(
    "/api/v1/organisations/:org/closings",
    {
      config: { access: { permission: "books:close" } },
      schema: {
        tags: ["Books"],
        summary: "Close a day, a month or a year, and what is open before it",
        body: Type.Object(
          {
            period: Period,
            date: Type.String({ pattern: "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$" }),
          },
          { additionalProperties: false },
        ),
        response: { 201: ClosingAnswer },
      },
    },
    async (request, reply) => {
      const { period, date } = request.body
      const { id: organisationId } = request.organisation
      const closing = await request.db.transaction().execute((trx) =>
        closePeriods(trx, app.ledger, {
          organisationId,
          period,
          date: checkedName(period, date),
          now: new Date(),
          by: actorOf(request.principal),
        }),
      )
      return reply.code(201).send(closingAnswer(closing))
    },
  )

  app.get(
    "/api/v1/organisations/:org/statements/:id",
    {
      ...read,
      schema: {
        tags: ["Books"],
        summary: "The recipe statement of a performance",
        params: ThingParams,
        response: { 200: StatementAnswer },
      },
    },
    async (request) => {
      const { name, legal, currency } = request.organisation
      const statement = await statementOf(request.db, request.params.id)
      const { siret = null, licences } = legal
      return {
        organisation: { name, siret, licences },
        currency,
        editedAt: new Date().toISOString(),
        ...statement,
      }
    },
  )
}

/** @throws 422 invalid_request for what is no such period */
function checkedName(period: "day" | "month" | "year", date: string): string {
  const name = nameOf(period, date)
  const real = period !== "day" || DateTime.fromISO(date).isValid
  if (!real || name.length !== { day: 10, month: 7, year: 4 }[period])
    throw problem(422, "invalid_request", undefined, [{ path: "/date", message: `is no ${period}` }])
  return name
}

function closingAnswer({ lastMac: _, ...closing }: Closing) {
  return { ...closing, at: closing.at.toISOString(), perpetualTotal: closing.perpetual.gross }
}
