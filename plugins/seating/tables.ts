import type { ColumnType, Selectable } from "kysely"
import type { CreatedAt, GeneratedId } from "../../server/database.ts"
import type { PlanDraft } from "./draft.ts"
import type { HallFile } from "./hall-file.ts"
import type { PlanFile } from "./plan-file.ts"

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

/** What a plan is drawn over; only those who edit it see it. */
export interface SeatingPictureTable {
  organisation_id: string
  plan_id: string
  type: string
  bytes: Buffer
  created_at: CreatedAt
}

export type SeatingPlanRow = Selectable<SeatingPlanTable>
export type SeatingVersionRow = Selectable<SeatingVersionTable>

declare module "../../server/database.ts" {
  interface Database {
    seating_plans: SeatingPlanTable
    seating_versions: SeatingVersionTable
    seating_pictures: SeatingPictureTable
  }
}
