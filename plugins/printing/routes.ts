import { Type } from "typebox"
import { ListAnswer, ListQuery, ThingParams } from "../../server/api-list.ts"
import type { App } from "../../server/plugin.ts"
import { getPrinter, listPrinters } from "./list-printers.ts"
import { PrinterInput, PrinterItem } from "./printer.ts"
import { createPrinter, removePrinter, updatePrinter } from "./save-printer.ts"

const read = { access: { permission: "print" } } as const
const write = { access: { permission: "printers:write" } } as const
const tags = ["Printing"]
const Id = Type.String({ pattern: "^[1-9][0-9]{0,17}$" })

/** Printers over the API. */
export function registerRoutes(app: App): void {
  const { printers: networks } = app.config

  app.get(
    "/api/v1/organisations/:org/printers",
    {
      config: read,
      schema: {
        summary: "List the printers, or the one of a till’s session",
        tags,
        querystring: Type.Object({ ...ListQuery.properties, tillSessionId: Type.Optional(Id) }),
        response: { 200: ListAnswer(PrinterItem) },
      },
    },
    async (request) =>
      listPrinters(request.db, { organisationId: request.organisation.id, ...request.query }),
  )

  app.post(
    "/api/v1/organisations/:org/printers",
    {
      config: write,
      schema: { summary: "Add a printer", tags, body: PrinterInput, response: { 201: PrinterItem } },
    },
    async (request, reply) =>
      reply.code(201).send(
        await createPrinter(request.db, networks, {
          organisationId: request.organisation.id,
          printer: request.body,
        }),
      ),
  )

  app.get(
    "/api/v1/organisations/:org/printers/:id",
    {
      config: read,
      schema: { summary: "Read a printer", tags, params: ThingParams, response: { 200: PrinterItem } },
    },
    async (request) =>
      getPrinter(request.db, { organisationId: request.organisation.id, id: request.params.id }),
  )

  app.patch(
    "/api/v1/organisations/:org/printers/:id",
    {
      config: write,
      schema: {
        summary: "Change a printer",
        tags,
        params: ThingParams,
        body: Type.Partial(PrinterInput, { additionalProperties: false }),
        response: { 200: PrinterItem },
      },
    },
    async (request) =>
      request.db.transaction().execute(async (trx) => {
        const where = { organisationId: request.organisation.id, id: request.params.id }
        const { name, kind, host, port, tillId, columns, family, widthMm, lengthMm, dpi } = await getPrinter(
          trx,
          where,
        )
        const before = { name, kind, host, port, tillId, columns, family, widthMm, lengthMm, dpi }
        return updatePrinter(trx, networks, { ...where, printer: { ...before, ...request.body } })
      }),
  )

  app.delete(
    "/api/v1/organisations/:org/printers/:id",
    {
      config: write,
      schema: {
        summary: "Take a printer away; what waits for it is given up",
        tags,
        params: ThingParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removePrinter(request.db, { organisationId: request.organisation.id, id: request.params.id })
      return reply.code(204).send(null)
    },
  )
}
