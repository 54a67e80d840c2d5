import { readFileSync } from "node:fs"
import { type HallPicture, type SeatState, takePicture } from "../../../plugins/seating/hall-picture.ts"
import { type Neighbours, prepareHall } from "../../../plugins/seating/prepare-hall.ts"
import { proposeBehind } from "../../../plugins/seating/propose-behind.ts"
import { proposeNeighbours } from "../../../plugins/seating/propose-neighbours.ts"
import { proposeRanks } from "../../../plugins/seating/propose-ranks.ts"
import { readPlan } from "../../../plugins/seating/read-plan.ts"
import type { SeatingPlan } from "../../../plugins/seating/seating-plan.ts"

export function planFile(name: "petite-salle" | "theatre-italienne"): unknown {
  return JSON.parse(readFileSync(new URL(`../../fixtures/seating/${name}.json`, import.meta.url), "utf8"))
}

/** A plan that must be right. */
export function readGoodPlan(file: unknown): SeatingPlan {
  const reading = readPlan(file)
  if ("errors" in reading) throw new Error(JSON.stringify(reading.errors))
  return reading.plan
}

/** All that is proposed for a plan, and its hall with the given seats taken. */
export function hallOf(
  plan: SeatingPlan,
  taken: readonly string[] = [],
): HallPicture & { neighbours: Neighbours } {
  const blocks = proposeNeighbours(plan)
  const neighbours = { blocks, behind: proposeBehind(plan, blocks) }
  const ranks = proposeRanks(plan)
  const hall = prepareHall(
    plan.seats.map((seat) => ({ ...seat, zone: seat.category, rank: ranks.get(seat.guid) ?? 0 })),
    neighbours,
  )
  const states = taken.map((guid): SeatState => ({ guid, taken: true }))
  return { ...takePicture(hall, states), neighbours }
}

/** Rows of a section as seen from above, the stage first: `*` chosen, `x` taken, `.` free, a bar for an aisle. */
export function printRows(
  { neighbours }: { neighbours: Neighbours },
  rows: readonly string[],
  chosen: readonly string[] = [],
  taken: readonly string[] = [],
): string {
  return rows
    .map((row) => {
      const blocks = neighbours.blocks.filter((block) => block[0]?.startsWith(`${row}-`))
      const drawn = blocks.map((block) =>
        block.map((guid) => (chosen.includes(guid) ? "*" : taken.includes(guid) ? "x" : ".")).join(""),
      )
      return `${row} ${drawn.join("|")}`
    })
    .join("\n")
}
