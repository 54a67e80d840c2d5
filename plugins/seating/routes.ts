import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox"
import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import { newestVersions } from "./newest-versions.ts"
import { PlanFileSchema } from "./plan-file.ts"
import { savePlan } from "./save-plan.ts"

const tags = ["Setting up"]
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" })
const Plan = { id: Type.String(), name: Type.String(), seats: Type.Integer() }
/** The largest plan the reader takes, 20,000 seats, is some 5 MB. */
const planBytes = 10 * 1024 * 1024

/** Seating plans: brought in from the pretix format, and given back to the letter. */
export function registerRoutes(app: App): void {
  app.post(
    "/api/v1/organisations/:org/seating-plans",
    {
      config: { access: { permission: "seating:write" } },
      bodyLimit: planBytes,
      // The reader holds the plan to the same schema, and finds every error at once with its path.
      validatorCompiler: (part) =>
        part.httpPart === "body"
          ? TypeBoxValidatorCompiler({ ...part, schema: Type.Object({ name: Name, plan: Type.Unknown() }) })
          : TypeBoxValidatorCompiler(part),
      schema: {
        summary: "Import a seating plan in the pretix format",
        tags,
        body: Type.Object({ name: Name, plan: PlanFileSchema }),
        response: {
          201: Type.Object({
            ...Plan,
            zones: Type.Array(Type.Object({ name: Type.String(), seats: Type.Integer() })),
          }),
        },
      },
    },
    async (request, reply) => {
      const { name, plan } = request.body
      return reply
        .code(201)
        .send(
          await request.db
            .transaction()
            .execute((trx) => savePlan(trx, { organisationId: request.organisation.id, name, plan })),
        )
    },
  )

  app.get(
    "/api/v1/organisations/:org/seating-plans",
    {
      config: { access: { permission: "seating:read" } },
      schema: {
        summary: "The seating plans",
        tags,
        response: { 200: Type.Object({ data: Type.Array(Type.Object(Plan)), nextCursor: Type.Null() }) },
      },
    },
    async (request) => ({
      data: await newestVersions(request.db)
        .select(["plan.id", "plan.name", "version.seats"])
        .orderBy("plan.id")
        .execute(),
      nextCursor: null,
    }),
  )

  app.get(
    "/api/v1/organisations/:org/seating-plans/:id",
    {
      config: { access: { permission: "seating:read" } },
      schema: {
        summary: "The newest version of a seating plan, in the pretix format, as it came",
        tags,
        params: Type.Object({ org: Type.String(), id: Type.String({ pattern: "^[0-9]{1,18}$" }) }),
      },
    },
    async (request, reply) => {
      const found = await newestVersions(request.db)
        .select("version.file")
        .where("plan.id", "=", request.params.id)
        .executeTakeFirst()
      if (!found) throw problem(404, "not_found")
      return reply.send(found.file)
    },
  )
}
