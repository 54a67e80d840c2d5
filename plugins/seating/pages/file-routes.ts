import { Type } from "typebox"
import { contentHash } from "../../../server/assets.ts"
import type { App } from "../../../server/plugin.ts"
import { slugOf } from "../../../server/slug.ts"
import { exportPlan, exportPlanForPretix } from "../export-plan.ts"
import { planThumbnail } from "../plan-thumbnail.ts"
import { planToShow } from "./plan-details.ts"

const config = { access: { permission: "seating:read" }, page: true } as const
const id = Type.String({ pattern: "^[1-9][0-9]{0,17}$" })
const version = Type.String({ pattern: "^([1-9][0-9]{0,8}|draft)$" })
const params = Type.Object({ org: Type.String(), id, version })
const numberOf = (given: string) => (given === "draft" ? "draft" : Number(given))

/** Plans as files: their picture, and what is downloaded. */
export function registerFileRoutes(app: App): void {
  app.get(
    "/admin/:org/seating-plans/:id/versions/:version/picture.svg",
    { config, schema: { hide: true, params } },
    async (request, reply) => {
      const { id, version } = request.params
      const svg = planThumbnail(await planToShow(request.db, { id, number: numberOf(version) }))
      const etag = `"${contentHash(svg)}"`
      // A version never changes; a draft may with each second.
      reply.header("etag", etag)
      reply.header("cache-control", version === "draft" ? "private, no-cache" : "private, max-age=86400")
      if (request.headers["if-none-match"] === etag) return reply.code(304).send()
      return reply.type("image/svg+xml").send(svg)
    },
  )

  for (const [name, read] of [
    ["plan.json", exportPlan],
    ["pretix.json", exportPlanForPretix],
  ] as const)
    app.get(
      `/admin/:org/seating-plans/:id/versions/:version/${name}`,
      { config, schema: { hide: true, params } },
      async (request, reply) => {
        const { id, version } = request.params
        const plan = await planToShow(request.db, { id, number: numberOf(version) })
        const file = `${slugOf(plan.name, "plan")}-${version}.json`
        return reply
          .header("content-disposition", `attachment; filename="${file}"`)
          .header("cache-control", "private, no-store")
          .type("application/json")
          .send(JSON.stringify(read(plan)))
      },
    )
}
