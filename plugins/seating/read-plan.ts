import { Compile } from "typebox/compile"
import type { TLocalizedValidationError } from "typebox/error"
import { Settings } from "typebox/system"
import type { FieldError } from "../../server/problem.ts"
import type { Locale } from "../../templates/locale.ts"
import { normalisePlan } from "./normalise-plan.ts"
import { type PlanFile, PlanFileSchema } from "./plan-file.ts"
import { planLimits } from "./plan-limits.ts"
import type { SeatingPlan } from "./seating-plan.ts"
import { texts } from "./texts.ts"

type PlanRule = keyof (typeof texts)["fr"]["rules"]

/** What is wrong with a plan file, and where: programs read it in English, pages in their own language. */
export interface PlanError extends FieldError {
  rule: PlanRule
  value: string
}

export type PlanReading = { plan: SeatingPlan } | { errors: PlanError[] }

const validator = Compile(PlanFileSchema)

/**
 * Reads a seating plan in the pretix format: the plan, or its errors (at most 100) with their JSON pointers. Never
 * throws and never changes the body, which stays whole in `plan.file`.
 */
export function readPlan(body: unknown): PlanReading {
  if (!validator.Check(body)) return { errors: shapeErrors(body) }
  const errors = ruleErrors(body)
  return errors.length > 0 ? { errors } : { plan: normalisePlan(body) }
}

/** The same errors in the words of a page. */
export function planErrorsInWords(errors: readonly PlanError[], locale: Locale): FieldError[] {
  return errors.map(({ path, rule, value }) => ({ path, message: texts[locale].rules[rule](value) }))
}

function broken(path: string, rule: PlanRule, value: string | number = ""): PlanError {
  return { path, rule, value: String(value), message: texts.en.rules[rule](String(value)) }
}

function shapeErrors(body: unknown): PlanError[] {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: planLimits.errors })
  try {
    const errors = validator.Errors(body).flatMap(shapeError)
    const byPath = new Map(errors.reverse().map((error) => [error.path, error]))
    return [...byPath.values()].reverse().slice(0, planLimits.errors)
  } finally {
    Settings.Set({ maxErrors })
  }
}

function shapeError(error: TLocalizedValidationError): PlanError[] {
  const path = error.instancePath
  switch (error.keyword) {
    case "required":
      return error.params.requiredProperties.map((name) => broken(`${path}/${name}`, "required"))
    case "minLength":
      return [broken(path, "empty")]
    case "maxLength":
      return [broken(path, "too_long", error.params.limit)]
    case "maxItems":
      return [broken(path, "too_many", error.params.limit)]
    case "minimum":
    case "maximum":
      return [broken(path, "out_of_range")]
    default:
      return [broken(path, "wrong_type")]
  }
}

function ruleErrors(file: PlanFile): PlanError[] {
  const errors: PlanError[] = []
  const report = (error: PlanError) => errors.length < planLimits.errors && errors.push(error)
  findUnkeepable(file, "", report)
  const categories = new Set(file.categories.map((category) => category.name))
  const guids = new Set<string>()
  const seated = new Set<string>()
  let seats = 0
  for (const [z, zone] of file.zones.entries())
    for (const [r, row] of zone.rows.entries())
      for (const [s, seat] of row.seats.entries()) {
        const path = `/zones/${z}/rows/${r}/seats/${s}`
        seats++
        if (guids.has(seat.seat_guid)) report(broken(`${path}/seat_guid`, "duplicate_seat", seat.seat_guid))
        guids.add(seat.seat_guid)
        seated.add(seat.category)
        if (!categories.has(seat.category))
          report(broken(`${path}/category`, "unknown_category", seat.category))
      }
  for (const [z, zone] of file.zones.entries())
    for (const [a, { capacity, category }] of (zone.areas ?? []).entries()) {
      const path = `/zones/${z}/areas/${a}/category`
      if (!capacity || !category) continue
      if (!categories.has(category)) report(broken(path, "unknown_category", category))
      if (seated.has(category)) report(broken(path, "standing_and_seated", category))
    }
  if (seats === 0) report(broken("/zones", "no_seat"))
  if (seats > planLimits.seats) errors.unshift(broken("/zones", "too_many_seats", planLimits.seats))
  return errors.slice(0, planLimits.errors)
}

/** Postgres keeps neither the character zero nor half a surrogate pair, be it in a property nobody reads. */
const unkeepable = /[\0\p{Surrogate}]/u

/** The format is 8 levels deep; what nests far below that is made to hurt. */
const deepest = 40

function findUnkeepable(
  value: unknown,
  path: string,
  report: (error: PlanError) => unknown,
  depth = 0,
): void {
  if (typeof value === "string" && unkeepable.test(value)) report(broken(path, "bad_character"))
  if (typeof value !== "object" || value === null) return
  if (depth > deepest) return void report(broken(path, "wrong_type"))
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`
    if (unkeepable.test(key)) report(broken(path, "bad_character"))
    findUnkeepable(inner, innerPath, report, depth + 1)
  }
}
