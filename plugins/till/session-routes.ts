import type { FastifyRequest } from "fastify"
import { Type } from "typebox"
import { actorOf } from "../../server/access.ts"
import type { Trx } from "../../server/database.ts"
import { answerOnce, inTransaction } from "../../server/idempotency.ts"
import type { About } from "../../server/journal.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { closeSession } from "./close-session.ts"
import { moveCash } from "./move-cash.ts"
import { openSession } from "./open-session.ts"
import { sessionTotals } from "./session-totals.ts"
import { personOf } from "./use-session.ts"

const tags = ["Till"]
const Cents = Type.Integer({ minimum: 0, maximum: 100_000_000 })
const Path = Type.Object({ org: Type.String(), id: Type.String({ pattern: "^[0-9]{1,18}$" }) })
const ByMethod = Type.Record(Type.String(), Type.Integer(), { description: "cents by method" })

/** Opening, counting and closing tills over the API. */
export function registerSessionRoutes(app: App): void {
  const config = { access: { permission: "sell" } }
  const note = (request: FastifyRequest, trx: Trx, kind: string, about: About) =>
    app.journal.note(trx, {
      ...{ organisationId: request.organisation.id, kind, by: actorOf(request.principal), about },
    })

  app.post(
    "/api/v1/organisations/:org/till-sessions",
    {
      config,
      schema: {
        tags,
        summary: "Open a till with its float; a till named for the first time is made",
        body: Type.Object(
          {
            tillId: Type.String({ minLength: 1, maxLength: 60, pattern: "\\S" }),
            float: Type.Integer({ ...Cents, description: "cents in the drawer at the start" }),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            id: Type.String(),
            number: Type.Integer({ description: "of this till, without gaps" }),
          }),
        },
      },
    },
    async (request, reply) => {
      const { tillId, float } = request.body
      const userId = personOf(request.principal)
      return answerOnce(request, reply, 201, (db) =>
        inTransaction(db, async (trx) => {
          const session = await openSession(trx, request.organisation.id, { tillId, float, userId })
          await note(request, trx, "till_opened", { session: session.id, float })
          return session
        }),
      )
    },
  )

  app.get(
    "/api/v1/organisations/:org/till-sessions/:id",
    {
      config: { access: { permission: "till:read" } },
      schema: {
        tags,
        summary: "What went through a till since it was opened",
        params: Path,
        response: {
          200: Type.Object({
            ...{ id: Type.String(), tillId: Type.String(), number: Type.Integer() },
            float: Type.Integer(),
            openedAt: Type.String(),
            closedAt: Type.Union([Type.String(), Type.Null()]),
            expected: Type.Integer({ description: "cash that should be in the drawer, in cents" }),
            cashIn: Type.Integer(),
            cashOut: Type.Integer(),
            sales: Type.Integer({ description: "how many orders" }),
            byMethod: ByMethod,
          }),
        },
      },
    },
    async (request) => {
      const session = await request.db
        .selectFrom("till_sessions as s")
        .innerJoin("tills as t", (join) =>
          join.onRef("t.organisation_id", "=", "s.organisation_id").onRef("t.id", "=", "s.till_id"),
        )
        .select(["s.id", "t.ref", "s.number", "s.float_amount", "s.opened_at", "s.closed_at"])
        .where("s.id", "=", request.params.id)
        .executeTakeFirst()
      if (!session) throw problem(404, "not_found")
      const totals = await sessionTotals(request.db, session.id)
      return {
        ...{ id: session.id, tillId: session.ref, number: session.number, float: session.float_amount },
        openedAt: session.opened_at.toISOString(),
        closedAt: session.closed_at?.toISOString() ?? null,
        ...totals,
      }
    },
  )

  app.post(
    "/api/v1/organisations/:org/till-sessions/:id/movements",
    {
      config,
      schema: {
        tags,
        summary: "Put cash in, or take it out, and say why",
        params: Path,
        body: Type.Object(
          {
            direction: Type.Enum(["in", "out"]),
            amount: Type.Integer({ minimum: 1, maximum: 100_000_000, description: "cents" }),
            reason: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" }),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({ expected: Type.Integer({ description: "cents in the drawer now" }) }),
        },
      },
    },
    async (request, reply) => {
      const userId = personOf(request.principal)
      return answerOnce(request, reply, 201, (db) =>
        inTransaction(db, async (trx) => {
          const { direction, amount } = request.body
          const moved = await moveCash(trx, { sessionId: request.params.id, userId, ...request.body })
          await note(request, trx, "till_cash_moved", { session: request.params.id, direction, amount })
          return moved
        }),
      )
    },
  )

  app.post(
    "/api/v1/organisations/:org/till-sessions/:id/closing",
    {
      config,
      schema: {
        tags,
        summary: "Close a till by what was counted in it",
        params: Path,
        body: Type.Object(
          {
            counted: Type.Object(
              {
                cash: Cents,
                denominations: Type.Optional(
                  Type.Record(
                    Type.String({ pattern: "^[1-9][0-9]{0,5}$" }),
                    Type.Integer({ minimum: 0, maximum: 100_000 }),
                    { description: "how many of each coin and note, by its cents" },
                  ),
                ),
                others: Type.Optional(
                  Type.Record(Type.String({ pattern: "^[a-z_]{1,40}$" }), Cents, {
                    description: "what was counted of other methods",
                  }),
                ),
              },
              { additionalProperties: false },
            ),
            reason: Type.Optional(Type.String({ maxLength: 500, description: "what explains a difference" })),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            id: Type.String(),
            expected: Type.Integer({
              description: "cents of cash: float + sales - refunds + put in - taken out",
            }),
            counted: Type.Integer(),
            difference: Type.Integer({ description: "counted - expected" }),
            byMethod: ByMethod,
          }),
        },
      },
    },
    async (request, reply) => {
      const { counted, reason } = request.body
      const userId = personOf(request.principal)
      return answerOnce(request, reply, 201, (db) =>
        inTransaction(db, async (trx) => {
          const closed = await closeSession(trx, app.events, {
            ...{ organisationId: request.organisation.id, sessionId: request.params.id, userId },
            ...{ anyones: request.can("till:manage"), counted, reason },
          })
          const { id: session, expected, counted: cash, difference } = closed
          await note(request, trx, "till_closed", { session, expected, counted: cash, difference })
          return closed
        }),
      )
    },
  )
}
