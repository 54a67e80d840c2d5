import type { FastifyRequest } from "fastify"
import { type FieldError, Problem } from "./problem.ts"

/** Why a form was refused: what to put right at which field, or a sentence for the whole of it. */
export interface Refusal {
  status: number
  errors: FieldError[]
  /** In the person's language, when no field is at fault. */
  title: string | null
  detail: string | null
}

/** What a page says when an operation refused its form (409, 422). Any other error is thrown on. */
export function refusalOf(request: FastifyRequest, error: unknown): Refusal {
  if (!(error instanceof Problem) || (error.status !== 409 && error.status !== 422)) throw error
  const { status, errors = [] } = error
  const text = request.server.problems[error.code]?.[request.locale]
  return {
    status,
    errors,
    title: errors.length > 0 ? null : (text?.title ?? null),
    detail: errors.length > 0 ? null : (text?.detail ?? null),
  }
}
