import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { Layout, layoutFormats, usualLayouts } from "../tickets/layout/layout.ts"
import { dropLayout, readLayout, saveLayout } from "../tickets/layout/layouts.ts"

const tags = ["Printing"]
const Params = Type.Object({ org: Type.String(), format: Type.Enum([...layoutFormats]) })
const Answer = Type.Object({
  format: Type.Enum([...layoutFormats]),
  own: Type.Boolean({ description: "false: as it is by default" }),
  layout: Layout,
})

/** How tickets are laid out, over the API. */
export function registerLayoutRoutes(app: App): void {
  const config = { access: { permission: "layouts:write" } } as const

  app.get(
    "/api/v1/organisations/:org/ticket-layouts/:format",
    {
      config,
      schema: { tags, summary: "Read how tickets are laid out", params: Params, response: { 200: Answer } },
    },
    async ({ db, params: { format } }) => {
      const layout = await readLayout(db, format)
      return { format, own: layout !== undefined, layout: layout ?? usualLayouts[format] }
    },
  )

  app.put(
    "/api/v1/organisations/:org/ticket-layouts/:format",
    {
      config,
      schema: {
        tags,
        summary: "Lay tickets out; what the law wants on each can’t be left out",
        params: Params,
        body: Layout,
        response: { 200: Answer },
      },
    },
    async ({ db, organisation, params: { format }, body: layout }) => {
      await saveLayout(db, { organisationId: organisation.id, format, layout })
      return { format, own: true, layout }
    },
  )

  app.delete(
    "/api/v1/organisations/:org/ticket-layouts/:format",
    {
      config,
      schema: {
        tags,
        summary: "Go back to the default layout",
        params: Params,
        response: { 204: Type.Null() },
      },
    },
    async ({ db, params: { format } }, reply) => {
      await dropLayout(db, format)
      return reply.code(204).send(null)
    },
  )
}
