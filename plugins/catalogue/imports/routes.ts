import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox"
import { Type } from "typebox"
import type { App } from "../../../server/plugin.ts"
import { runImport } from "./run-import.ts"
import { SeasonFileSchema } from "./season-file-schema.ts"

const config = { access: { permission: "programme:write" } } as const
const tags = ["Setting up"]
/** 20 MB: some 20,000 performances. */
export const importBytes = 20 * 1024 * 1024

const Warning = Type.Object({ path: Type.String(), message: Type.String() })
const things = "seasons, venues, tariffs, events and performances (with their zones and prices)"

const ImportAnswer = Type.Object(
  {
    events: Type.Integer({ description: "events in what was sent" }),
    performances: Type.Integer({ description: "performances in what was sent" }),
    created: Type.Integer({ description: `how many ${things} are new` }),
    updated: Type.Integer({ description: `how many ${things} were there and are different now` }),
    unchanged: Type.Integer({ description: `how many ${things} were there and said the same` }),
    warnings: Type.Array(Warning, { description: "what should be looked at; `path` is a JSON pointer" }),
  },
  { title: "ImportAnswer" },
)

/** Imports of a whole programme: all of it or, on any error, nothing. */
export function registerImportRoutes(app: App): void {
  app.post(
    "/api/v1/organisations/:org/imports/season",
    {
      config,
      bodyLimit: importBytes,
      // The reader holds the body to the same schema, and finds every error at once rather than the first few.
      validatorCompiler: (part) =>
        part.httpPart === "body" ? (value: unknown) => ({ value }) : TypeBoxValidatorCompiler(part),
      schema: {
        summary: "Import a season file",
        description:
          "Importing the same file again changes nothing. 409 `below_sold` when a performance would become smaller than what it sold.",
        tags,
        body: SeasonFileSchema,
        response: { 200: ImportAnswer },
      },
    },
    async (request) =>
      runImport(request.db, app.events, request.organisation, { kind: "season", body: request.body }),
  )

  app.post(
    "/api/v1/organisations/:org/imports/agenda",
    {
      config,
      bodyLimit: importBytes,
      schema: {
        summary: "Import an agenda export (OpenAgenda, Opendatasoft)",
        description:
          "Each record is an event, each interval of its timetable a performance in one zone of `capacity` places. Where the price is not plain, the event is a draft and a warning quotes the text.",
        tags,
        querystring: Type.Object({ capacity: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
        body: Type.Unknown(),
        response: { 200: ImportAnswer },
      },
    },
    async (request) =>
      runImport(request.db, app.events, request.organisation, {
        kind: "agenda",
        body: request.body,
        capacity: request.query.capacity,
      }),
  )
}
