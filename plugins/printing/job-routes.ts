import { Type } from "typebox"
import { actorOf } from "../../server/access.ts"
import { ListAnswer, ThingParams } from "../../server/api-list.ts"
import { answerOnce, inTransaction } from "../../server/idempotency.ts"
import { PageQuery } from "../../server/list-page.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { print } from "./ask-print.ts"
import { cancelJob, printOrder, retryJob } from "./change-job.ts"
import { getJob, JobItem, listJobs } from "./list-jobs.ts"
import { jobStatuses } from "./tables.ts"

const config = { access: { permission: "print" } } as const
const tags = ["Printing"]
const Id = Type.String({ pattern: "^[1-9][0-9]{0,17}$" })

/** What is printed, and what could not be, over the API. */
export function registerJobRoutes(app: App): void {
  app.get(
    "/api/v1/organisations/:org/print-jobs",
    {
      config,
      schema: {
        summary: "List the print jobs, the newest first",
        tags,
        querystring: Type.Object({
          ...PageQuery.properties,
          orderId: Type.Optional(Id),
          tillSessionId: Type.Optional({ ...Id, description: "those of the printer of this session’s till" }),
          status: Type.Optional(Type.Enum([...jobStatuses])),
        }),
        response: { 200: ListAnswer(JobItem) },
      },
    },
    async (request, reply) => {
      const { status, ...query } = request.query
      reply.header("cache-control", "private, no-store")
      return listJobs(request.db, {
        ...{ organisationId: request.organisation.id, locale: request.locale, ...query },
        statuses: status && [status],
      })
    },
  )

  app.post(
    "/api/v1/organisations/:org/print-jobs",
    {
      config,
      schema: {
        summary: "Print the tickets of an order, a till report or a test page",
        tags,
        body: Type.Object(
          {
            printerId: Id,
            kind: Type.Enum(["tickets", "till_report", "test"]),
            orderId: Type.Optional(Id),
            ticketIds: Type.Optional(
              Type.Array(Id, {
                ...{ minItems: 1, maxItems: 1000 },
                description: "left out: all valid ones of the order",
              }),
            ),
            tillSessionId: Type.Optional({ ...Id, description: "of the report" }),
          },
          { additionalProperties: false },
        ),
        response: { 201: JobItem },
      },
    },
    async (request, reply) => {
      const { organisation, locale, body, principal } = request
      const { printerId, kind, orderId, ticketIds, tillSessionId } = body
      const by = actorOf(principal)
      const organisationId = organisation.id
      const missing = (path: string) =>
        problem(422, "invalid_request", undefined, [{ path, message: "is required" }])
      const answer = await answerOnce(request, reply, 201, (db) =>
        inTransaction(db, async (trx) => {
          if (kind === "tickets") {
            if (!orderId) throw missing("/orderId")
            const id = await printOrder(trx, { organisationId, printerId, orderId, ticketIds, by })
            return getJob(trx, { organisationId, id, locale })
          }
          if (kind === "till_report") {
            if (!tillSessionId) throw missing("/tillSessionId")
            const session = await trx
              .selectFrom("till_sessions")
              .select("id")
              .where("id", "=", tillSessionId)
              .executeTakeFirst()
            if (!session) throw problem(404, "not_found")
          }
          const id = await print(trx, printerId, {
            ...{ organisationId, kind, locale, by },
            sessionId: kind === "till_report" ? tillSessionId : undefined,
          })
          return getJob(trx, { organisationId, id, locale })
        }),
      )
      app.queue.nudge()
      return answer
    },
  )

  app.post(
    "/api/v1/organisations/:org/print-jobs/:id/attempts",
    {
      config,
      schema: {
        summary: "Try a print job again at once",
        tags,
        params: ThingParams,
        response: { 201: JobItem },
      },
    },
    async (request, reply) => {
      const where = { organisationId: request.organisation.id, id: request.params.id }
      await retryJob(request.db, where)
      app.queue.nudge()
      return reply.code(201).send(await getJob(request.db, { ...where, locale: request.locale }))
    },
  )

  app.post(
    "/api/v1/organisations/:org/print-jobs/:id/cancellation",
    {
      config,
      schema: {
        summary: "Give up a print job that is not printed yet",
        tags,
        params: ThingParams,
        response: { 201: JobItem },
      },
    },
    async (request, reply) => {
      const where = { organisationId: request.organisation.id, id: request.params.id }
      await cancelJob(request.db, where)
      return reply.code(201).send(await getJob(request.db, { ...where, locale: request.locale }))
    },
  )
}
