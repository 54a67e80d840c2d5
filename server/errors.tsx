import { STATUS_CODES } from "node:http"
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import fp from "fastify-plugin"
import { ErrorPage } from "../templates/pages/error-page.tsx"
import { renderPage } from "../templates/render.ts"
import { withTraining } from "./pages.tsx"
import type { Plugin } from "./plugin.ts"
import { type FieldError, kernelProblems, Problem, type ProblemText } from "./problem.ts"

declare module "fastify" {
  interface FastifyInstance {
    /** The words of every problem code. */
    problems: Readonly<Record<string, ProblemText>>
  }
}

/** Turns whatever was thrown into an answer: a problem document for programs, a page in plain words for people. */
export const errors = (plugins: readonly Plugin[]) =>
  fp(
    async (app: FastifyInstance) => {
      const words: Record<string, ProblemText> = Object.assign(
        {},
        kernelProblems,
        ...plugins.map((plugin) => plugin.problems ?? {}),
      )
      app.decorate("problems", words)
      app.setNotFoundHandler({ preHandler: app.rateLimitNotFound }, async (request, reply) => {
        // A wrong address of a shop leads back to that shop.
        const [, slug = ""] = /^\/([a-z0-9-]+)\//.exec(request.url) ?? []
        request.currentOrganisation ??= (slug && (await app.identity.organisationBySlug(slug))) || null
        return answer(new Problem(404, "not_found"), request, reply)
      })
      app.setErrorHandler((error: FastifyError, request, reply) => {
        const found = toProblem(error)
        if (found.status >= 500)
          request.log.error(
            { err: error, route: request.routeOptions.url, code: found.code },
            "request failed",
          )
        return answer(found, request, reply)
      })
    },
    { name: "errors" },
  )

export function problemDocument(found: Problem, words: Readonly<Record<string, ProblemText>>) {
  const text = words[found.code]?.en
  return {
    type: `urn:parterre:problem:${found.code}`,
    title: text?.title ?? STATUS_CODES[found.status] ?? "Error",
    status: found.status,
    detail: found.detail ?? text?.detail ?? text?.title ?? "",
    code: found.code,
    ...(found.errors ? { errors: found.errors } : {}),
  }
}

function answer(found: Problem, request: FastifyRequest, reply: FastifyReply) {
  const words = request.server.problems
  reply.code(found.status).headers(found.headers).header("cache-control", "no-store")
  const isPage = request.routeOptions.config?.page ?? !/^\/(api|assets)\//.test(request.url)
  if (!isPage)
    return reply.type("application/problem+json").send(JSON.stringify(problemDocument(found, words)))
  if (found.status === 401)
    return reply.redirect(
      `/admin/sign-in?next=${encodeURIComponent(request.method === "GET" ? request.url : "/admin")}`,
      303,
    )
  const text = words[found.code]?.[request.locale]
  return reply
    .type("text/html; charset=utf-8")
    .send(
      renderPage(
        withTraining(
          request,
          reply,
          <ErrorPage
            locale={request.locale}
            organisation={request.currentOrganisation}
            status={found.status}
            title={text?.title ?? words.internal?.[request.locale].title ?? ""}
            detail={found.detail ?? text?.detail ?? null}
          />,
        ),
      ),
    )
}

interface SchemaError {
  instancePath: string
  schemaPath: string
  message: string
  params: { requiredProperties?: string[]; additionalProperties?: string[] }
}

/** What the network and PostgreSQL say when the database is away, starting or stopping, or undid what two did at once. */
const awayCodes = new Set([
  "EPIPE",
  "EAI_AGAIN",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "40001",
  "40P01",
  "53300",
])
const awayMessages =
  /^Connection terminated|^timeout exceeded when trying to connect|connection error and is not queryable/

function isAway(code: string | undefined, message: string): boolean {
  return code !== undefined ? awayCodes.has(code) || /^(08|57P|ECONN)/.test(code) : awayMessages.test(message)
}

function toProblem(error: FastifyError | Error): Problem {
  if (error instanceof Problem) return error
  const { validation, validationContext, statusCode } = error as FastifyError & { validationContext?: string }
  if (validation)
    return new Problem(
      422,
      "invalid_request",
      undefined,
      (validation as unknown as SchemaError[]).flatMap((one) => fieldErrors(one, validationContext)),
    )
  const { code } = error as FastifyError
  if (isAway(code, error.message))
    return new Problem(503, "unavailable", undefined, undefined, { "retry-after": "5" })
  if (code === "22021" || code === "22P05")
    return new Problem(422, "invalid_request", "A text has a character that no text has.")
  if (code?.startsWith("FST_CSRF_")) return new Problem(403, "bad_csrf")
  if (statusCode === 413) return new Problem(413, "too_large")
  if (statusCode === 415) return new Problem(415, "unsupported_media_type")
  if (statusCode === 429) return new Problem(429, "too_many_requests")
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Problem(statusCode, "malformed", error.message)
  return new Problem(500, "internal")
}

function fieldErrors(error: SchemaError, context: string | undefined): FieldError[] {
  // Said once more, with its name, under "additionalProperties".
  if (error.schemaPath.endsWith("/additionalProperties")) return []
  const at = context && context !== "body" ? `/${context}${error.instancePath}` : error.instancePath
  const { requiredProperties, additionalProperties } = error.params
  if (requiredProperties)
    return requiredProperties.map((name) => ({ path: `${at}/${name}`, message: "is required" }))
  if (additionalProperties)
    return additionalProperties.map((name) => ({ path: `${at}/${name}`, message: "is not expected" }))
  return [{ path: at, message: error.message }]
}
