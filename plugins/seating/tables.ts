import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId } from "../../server/database.ts"
import type { PlanFile } from "./plan-file.ts"

export interface SeatingPlanTable {
  organisation_id: string
  id: GeneratedId
  name: string
  /** As it came, in the pretix seating plan format. */
  file: ColumnType<PlanFile, string, never>
  seats: number
  created_at: CreatedAt
}
export type SeatingPlanRow = Selectable<SeatingPlanTable>

declare module "../../server/database.ts" {
  interface Database {
    seating_plans: SeatingPlanTable
  }
}
