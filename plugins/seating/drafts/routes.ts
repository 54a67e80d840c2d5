import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox"
import { Type } from "typebox"
import type { App } from "../../../server/plugin.ts"
import { problem } from "../../../server/problem.ts"
import { DraftEnvelope, DraftSchema } from "./draft-schema.ts"
import { pictureBytes, readPicture, removePicture, savePicture } from "./picture.ts"
import { publishDraft } from "./publish-draft.ts"
import { readDraft } from "./read-draft.ts"
import { discardDraft, saveDraft } from "./save-draft.ts"

const tags = ["Setting up"]
const config = { access: { permission: "seating:write" } } as const
const params = Type.Object({ org: Type.String(), id: Type.String({ pattern: "^[1-9][0-9]{0,17}$" }) })
const planUrl = "/api/v1/organisations/:org/seating-plans/:id"
/** A plan of 20,000 seats, and what was said of their neighbours. */
const draftBytes = 12 * 1024 * 1024

const Version = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  seats: Type.Integer(),
  publishedAt: Type.String({ format: "date-time" }),
})

/** What the editor of plans reads and writes: the draft, the versions made of it, the picture under it. */
export function registerDraftRoutes(app: App): void {
  app.get(
    `${planUrl}/draft`,
    {
      config,
      schema: {
        summary: "What is being edited of a seating plan, else its newest version",
        tags,
        params,
        response: { 200: Type.Intersect([Type.Object({ changed: Type.Boolean() }), DraftSchema]) },
      },
      // As it was kept: what a file holds beyond the schema comes back too.
      serializerCompiler: () => JSON.stringify,
    },
    async (request) => readDraft(request.db, request.params.id),
  )

  app.put(
    `${planUrl}/draft`,
    {
      config,
      bodyLimit: draftBytes,
      validatorCompiler: (part) =>
        TypeBoxValidatorCompiler(part.httpPart === "body" ? { ...part, schema: DraftEnvelope } : part),
      schema: {
        summary: "Save what is being edited of a seating plan",
        tags,
        params,
        body: DraftSchema,
        response: { 200: Type.Object({ revision: Type.Integer() }) },
      },
    },
    async (request) => {
      const { revision, file, hall, trace } = request.body
      const planId = request.params.id
      return { revision: await saveDraft(request.db, { planId, revision, file, hall, trace }) }
    },
  )

  app.delete(
    `${planUrl}/draft`,
    { config, schema: { summary: "Forget what was drawn since the newest version", tags, params } },
    async (request, reply) => {
      if (!(await discardDraft(request.db, request.params.id))) throw problem(404, "not_found")
      return reply.code(204).send()
    },
  )

  app.get(
    `${planUrl}/versions`,
    {
      config: { access: { permission: "seating:read" } },
      schema: {
        summary: "The versions of a seating plan, the newest first",
        tags,
        params,
        response: { 200: Type.Object({ data: Type.Array(Version), nextCursor: Type.Null() }) },
      },
    },
    async (request) => {
      const versions = await request.db
        .selectFrom("seating_versions")
        .select(["id", "number", "seats", "published_at"])
        .where("plan_id", "=", request.params.id)
        .orderBy("number", "desc")
        .execute()
      const data = versions.map(({ published_at, ...version }) => ({
        ...version,
        publishedAt: published_at.toISOString(),
      }))
      return { data, nextCursor: null }
    },
  )

  app.post(
    `${planUrl}/versions`,
    {
      config,
      schema: {
        summary: "Publish what was drawn as the next version of a seating plan",
        tags,
        params,
        body: Type.Object({ revision: Type.Integer({ minimum: 0, description: "Of the draft" }) }),
        response: {
          201: Type.Object({ id: Type.String(), number: Type.Integer(), seats: Type.Integer() }),
        },
      },
    },
    async (request, reply) => {
      const { revision } = request.body
      const version = await request.db
        .transaction()
        .execute((trx) => publishDraft(trx, { planId: request.params.id, revision }))
      return reply.code(201).send(version)
    },
  )

  registerPictureRoutes(app)
}

function registerPictureRoutes(app: App): void {
  app.get(
    `${planUrl}/picture`,
    { config, schema: { summary: "The picture a seating plan is drawn over", tags, params } },
    async (request, reply) => {
      const { type, bytes } = await readPicture(request.db, request.params.id)
      return reply.type(type).header("cache-control", "private, no-cache").send(bytes)
    },
  )

  app.delete(
    `${planUrl}/picture`,
    { config, schema: { summary: "Remove the picture a seating plan is drawn over", tags, params } },
    async (request, reply) => {
      await removePicture(request.db, request.params.id)
      return reply.code(204).send()
    },
  )

  // Pictures are read on this route alone.
  app.register(async (scope) => {
    scope.addContentTypeParser(/^image\//, { parseAs: "buffer" }, async (_: unknown, body: Buffer) => body)
    scope.put(
      `${planUrl}/picture`,
      {
        config,
        bodyLimit: pictureBytes,
        schema: { summary: "Put a picture to draw a seating plan over: PNG, JPEG or WebP", tags, params },
      },
      async (request, reply) => {
        const bytes = request.body
        if (!Buffer.isBuffer(bytes)) throw problem(415, "unsupported_media_type")
        await savePicture(request.db, {
          organisationId: request.organisation.id,
          planId: (request.params as { id: string }).id,
          bytes,
        })
        return reply.code(204).send()
      },
    )
  })
}
