import { proposeBehind } from "./propose-behind.ts"
import { proposeNeighbours } from "./propose-neighbours.ts"
import { proposeRanks } from "./propose-ranks.ts"
import type { SeatingPlan } from "./seating-plan.ts"

/** What the pretix format can't say of a hall; seats by their guid. */
export interface HallFile {
  /** Who sits beside whom: each block is a chain of seats, and each seat is in one. */
  blocks: string[][]
  /** [front, back]: who sits right behind whom. */
  behind: [string, string][]
  /** Every seat, the best first. */
  ranks: string[]
}

/** What a plan's geometry suggests. */
export function proposeHall(plan: SeatingPlan): HallFile {
  const blocks = proposeNeighbours(plan)
  const ranks = [...proposeRanks(plan)].sort(([, a], [, b]) => a - b).map(([guid]) => guid)
  return { blocks, behind: proposeBehind(plan, blocks).map(([front, back]) => [front, back]), ranks }
}
