import type { Db } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { readPlan } from "./read-plan.ts"

export interface SavedPlan {
  id: string
  name: string
  seats: number
  /** The categories of the plan, with how many seats each has. */
  zones: { name: string; seats: number }[]
}

/**
 * Keeps a plan in the pretix seating plan format.
 * @throws 422 invalid_request with the path of each fault: two seats of one guid, an unknown category, no seat ...
 */
export async function savePlan(
  db: Db,
  { organisationId, name, plan: file }: { organisationId: string; name: string; plan: unknown },
): Promise<SavedPlan> {
  const reading = readPlan(file)
  if ("errors" in reading)
    throw problem(
      422,
      "invalid_request",
      undefined,
      reading.errors.map(({ path, message }) => ({ path: `/plan${path}`, message })),
    )
  const { plan } = reading
  const { id } = await db
    .insertInto("seating_plans")
    .values({
      organisation_id: organisationId,
      name: name.trim(),
      file: JSON.stringify(plan.file),
      seats: plan.seats.length,
    })
    .returning("id")
    .executeTakeFirstOrThrow()
  const counts = new Map<string, number>()
  for (const { category } of plan.seats) counts.set(category, (counts.get(category) ?? 0) + 1)
  const zones = [...counts].map(([zone, seats]) => ({ name: zone, seats }))
  return { id, name: name.trim(), seats: plan.seats.length, zones }
}
