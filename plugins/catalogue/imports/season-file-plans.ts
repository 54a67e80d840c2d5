import type { FieldError } from "../../../server/problem.ts"
import { zonesOfPlan } from "../../seating/publish-version.ts"
import { readPlan } from "../../seating/read-plan.ts"
import type { SeatingPlan } from "../../seating/seating-plan.ts"
import { isObject } from "./json-values.ts"
import type { SeasonFile } from "./season-file-schema.ts"

/** The seating plans of a season file by their `ref`. */
export type ReadPlans = ReadonlyMap<string, SeatingPlan>

/** Reads the seating plans of a season file; what is wrong in them is added to `errors`, with its path in the file. */
export function readPlans(body: unknown, errors: FieldError[]): ReadPlans {
  const plans = new Map<string, SeatingPlan>()
  if (!isObject(body) || !Array.isArray(body.seatingPlans)) return plans
  for (const [index, entry] of body.seatingPlans.entries()) {
    if (!isObject(entry) || typeof entry.ref !== "string" || entry.plan === undefined) continue
    const reading = readPlan(entry.plan)
    if ("plan" in reading) plans.set(entry.ref, reading.plan)
    else
      for (const { path, message } of reading.errors)
        errors.push({ path: `/seatingPlans/${index}/plan${path}`, message })
  }
  return plans
}

/** The zones of a performance with numbered seats are categories of its plan. */
export function checkCategories(file: SeasonFile, plans: ReadPlans, errors: FieldError[]): void {
  for (const [e, event] of file.events.entries())
    for (const [p, performance] of event.performances.entries()) {
      const plan = plans.get(performance.seatingPlan ?? "")
      if (!plan) continue
      const categories = new Set(zonesOfPlan(plan).map(({ name }) => name))
      for (const [z, zone] of performance.zones.entries())
        if (!categories.has(zone.ref))
          errors.push({
            path: `/events/${e}/performances/${p}/zones/${z}/ref`,
            message: "no seat of the seating plan is of this category",
          })
    }
}
