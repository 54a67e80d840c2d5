import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId } from "../../server/database.ts"
import type { HallFile } from "./hall-file.ts"
import type { PlanFile } from "./plan-file.ts"

/** A plan that is being edited. */
export interface PlanDraft {
  file: PlanFile
  hall: HallFile | null
}

/** A named plan of a hall; what performances sell by are its versions. */
export interface SeatingPlanTable {
  organisation_id: string
  id: GeneratedId
  ref: string
  name: string
  venue_id: ColumnType<string | null, string | null | undefined, string | null>
  /** Null when nothing is being edited. */
  draft: ColumnType<PlanDraft | null, string | null | undefined, string | null>
  /** Grows with each change of the draft, so that two who edit don't overwrite each other. */
  draft_revision: ColumnType<number, number | undefined, number>
  created_at: CreatedAt
}

/** A plan as it was published; never changed afterwards. */
export interface SeatingVersionTable {
  organisation_id: string
  id: GeneratedId
  plan_id: string
  /** 1, 2, 3 ... within its plan. */
  number: number
  /** In the pretix seating plan format, to the letter. */
  file: ColumnType<PlanFile, string, never>
  /** Null: neighbours and ranks as proposed from the file. */
  hall: ColumnType<HallFile | null, string | null, never>
  seats: number
  published_at: CreatedAt
}

export type SeatingPlanRow = Selectable<SeatingPlanTable>
export type SeatingVersionRow = Selectable<SeatingVersionTable>

declare module "../../server/database.ts" {
  interface Database {
    seating_plans: SeatingPlanTable
    seating_versions: SeatingVersionTable
  }
}
