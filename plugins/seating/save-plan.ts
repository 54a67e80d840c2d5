import type { Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { insertUnderSlug, slugOf } from "../../server/slug.ts"
import { publishVersion, zonesOfPlan } from "./publish-version.ts"
import { readPlan } from "./read-plan.ts"

export interface SavedPlan {
  id: string
  name: string
  seats: number
  /** The categories of the plan, with how many seats each has. */
  zones: { name: string; seats: number }[]
}

/**
 * Keeps a plan in the pretix seating plan format, as the first version of a plan of its own.
 * @throws 422 invalid_request with the path of each fault: two seats of one guid, an unknown category, no seat ...
 */
export async function savePlan(
  trx: Trx,
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
  const { id } = await insertUnderSlug(slugOf(name, "plan"), (ref) =>
    trx
      .insertInto("seating_plans")
      .values({ organisation_id: organisationId, ref, name: name.trim() })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst(),
  )
  await publishVersion(trx, { planId: id, plan, hall: null })
  return { id, name: name.trim(), seats: plan.seats.length, zones: zonesOfPlan(plan) }
}
