import { isDeepStrictEqual } from "node:util"
import { sql } from "kysely"
import type { Trx } from "../../server/database.ts"
import { type Upserted, upsertByRef } from "../../server/upsert-by-ref.ts"
import type { PlanFile } from "./plan-file.ts"
import { publishVersion } from "./publish-version.ts"
import type { SeatingPlan } from "./seating-plan.ts"

export interface ImportedPlan {
  ref: string
  name: string
  venueId: string
  plan: SeatingPlan
}

/**
 * Brings plans to what is given, by their `ref`: a file that differs from the newest version becomes the next one.
 * @returns what changed, and the newest version of each plan by the plan's ref
 */
export async function importPlans(
  trx: Trx,
  organisationId: string,
  plans: readonly ImportedPlan[],
): Promise<{ plans: Upserted; versions: Map<string, string> }> {
  const saved = await upsertByRef(
    trx,
    { table: "seating_plans", columns: { name: { type: "text" }, venue_id: { type: "bigint" } } },
    organisationId,
    plans.map(({ ref, name, venueId }) => ({ ref, name, venue_id: venueId })),
  )
  const versions = new Map<string, string>()
  if (plans.length === 0) return { plans: saved, versions }
  const newest = await sql<{ ref: string; id: string; file: PlanFile }>`
    select distinct on (v.plan_id) p.ref, v.id, v.file
    from seating_versions v join seating_plans p on p.organisation_id = v.organisation_id and p.id = v.plan_id
    where v.organisation_id = current_organisation() and v.plan_id = any(${[...saved.ids.values()]}::bigint[])
    order by v.plan_id, v.number desc`.execute(trx)
  const before = new Map(newest.rows.map((row) => [row.ref, row]))
  for (const { ref, plan } of plans) {
    const known = before.get(ref)
    if (known && isDeepStrictEqual(known.file, plan.file)) {
      versions.set(ref, known.id)
      continue
    }
    const planId = saved.ids.get(ref)
    if (planId === undefined) throw new Error("a plan that was saved has an id")
    const { id } = await publishVersion(trx, { planId, plan, hall: null })
    versions.set(ref, id)
    if (!saved.created.has(ref)) saved.updated.add(ref)
  }
  return { plans: saved, versions }
}
