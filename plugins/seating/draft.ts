import type { HallEdits } from "./editing/hall-edits.ts"
import type { PlanFile } from "./plan-file.ts"

/** Where the picture to trace over lies under the plan. */
export interface Trace {
  x: number
  y: number
  /** Units of the plan for one pixel. */
  scale: number
  opacity: number
}

/** A plan that is being edited: what a version will be made of. */
export interface PlanDraft {
  file: PlanFile
  hall: HallEdits
  trace: Trace | null
}
