import swagger from "@fastify/swagger"
import type { FastifyInstance } from "fastify"
import fp from "fastify-plugin"
import packageJson from "../package.json" with { type: "json" }
import { ApiDocs, type ApiOperation } from "../templates/pages/api-docs.tsx"
import type { Access } from "./access.ts"

/** The OpenAPI 3.1 document, made from the schemas that validate, and the same to read at `/api/docs`. */
export const openapi = fp(
  async (app: FastifyInstance) => {
    await app.register(swagger, {
      openapi: {
        openapi: "3.1.0",
        info: {
          title: "Parterre",
          version: packageJson.version,
          description: "Ticketing for cultural venues. Money is in integer cents, times are RFC 3339.",
          license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
        },
        components: { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
      },
      transform: ({ schema, url, route }) => {
        const access = route.config?.access
        const hidden = !url.startsWith("/api/v1/") || url.endsWith("/openapi.json")
        return {
          url,
          schema: {
            ...schema,
            hide: hidden || schema?.hide === true,
            ...(access && access !== "public" ? { security: [{ bearer: [] }] } : {}),
            ...(access
              ? { description: [schema?.description, whoMay(access)].filter(Boolean).join(" ") }
              : {}),
          },
        }
      },
    })
    const open = { schema: { hide: true }, config: { access: "public" as const } }
    app.get("/api/v1/openapi.json", open, async () => app.swagger())
    app.get("/api/docs", { ...open, config: { access: "public", page: true } }, async (request, reply) => {
      const { paths } = app.swagger() as {
        paths: Record<string, Record<string, Omit<ApiOperation, "path" | "method">>>
      }
      const operations = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })),
      )
      return reply.page(<ApiDocs locale={request.locale} operations={operations} />)
    })
  },
  { name: "openapi" },
)

function whoMay(access: Access): string {
  if (access === "public") return "Open to all."
  if (access === "user") return "For anyone signed in."
  if (access === "administrator") return "For the administrator."
  return `Needs the permission ${access.permission}.`
}
