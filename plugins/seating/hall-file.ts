import {
  editBehind,
  editChains,
  editRanks,
  type HallEdits,
  noEdits,
  type Pair,
} from "./editing/hall-edits.ts"
import { proposeBehind } from "./propose-behind.ts"
import { proposeNeighbours } from "./propose-neighbours.ts"
import { proposeRanks } from "./propose-ranks.ts"
import type { SeatingPlan } from "./seating-plan.ts"

/** What the pretix format can't say of a hall; seats by their guid. */
export interface HallFile {
  /** Who sits beside whom: each block is a chain of seats, and each seat is in one. */
  blocks: string[][]
  /** [front, back]: who sits right behind whom. */
  behind: Pair[]
  /** Every seat, the best first. */
  ranks: string[]
  /** What was said by hand, for editing it further. */
  edits?: HallEdits
}

/** What a plan's geometry suggests, with what somebody said otherwise. */
export function proposeHall(plan: SeatingPlan, edits: HallEdits = noEdits): HallFile {
  const blocks = editChains(proposeNeighbours(plan), edits)
  const stage = edits.stage ?? undefined
  const behind = editBehind(proposeBehind(plan, blocks, stage), edits)
  const ranks = [...proposeRanks(plan, stage)].sort(([, a], [, b]) => a - b).map(([guid]) => guid)
  return { blocks, behind, ranks: editRanks(ranks, edits) }
}
