import { sql } from "kysely"
import type { Db } from "../../../server/database.ts"

export interface PlanListItem {
  id: string
  name: string
  venue: string | null
  drafting: boolean
  /** Of the newest version; null when there is none. */
  number: number | null
  seats: number | null
}

/** Every plan by its name, with its newest version. */
export async function listPlans(db: Db): Promise<PlanListItem[]> {
  const { rows } = await sql<PlanListItem>`
    select p.id, p.name, v.name as venue, p.draft is not null as drafting, newest.number, newest.seats
    from seating_plans p
    left join venues v on v.organisation_id = p.organisation_id and v.id = p.venue_id
    left join lateral (
      select number, seats from seating_versions s
      where s.organisation_id = p.organisation_id and s.plan_id = p.id order by number desc limit 1) newest on true
    where p.organisation_id = current_organisation()
    order by p.name, p.id`.execute(db)
  return rows
}
