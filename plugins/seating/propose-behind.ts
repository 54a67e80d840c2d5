import { findStage } from "./find-stage.ts"
import { directionTo, distance, median, nearPoints } from "./points.ts"
import type { Point, Seat, SeatingPlan } from "./seating-plan.ts"

/** Rows further apart than this many times the section's usual pitch have a passage or a partition between them. */
const passage = 1.75
/** How far to look for the next row, in usual seat spacings. */
const farthest = 4

/** A seat and one right behind it, seen from the stage. */
export type Behind = [front: string, back: string]

/**
 * Proposes who sits right behind whom: for each seat the nearest of the next row of its section, both of them when the
 * rows are staggered; nobody across a passage. `blocks` as `proposeNeighbours` gives them.
 */
export function proposeBehind(
  plan: SeatingPlan,
  blocks: readonly (readonly string[])[],
  stage: Point = findStage(plan),
): Behind[] {
  const byGuid = new Map(plan.seats.map((seat) => [seat.guid, seat]))
  const placed = blocks.flatMap((block, blockIndex) => {
    const seats = block.flatMap((guid) => byGuid.get(guid) ?? [])
    return seats.map((seat, i) => {
      const next = seats[i + 1]
      const step = next ? distance(seat, next) : null
      return { seat, blockIndex, back: backOf(seats, i, stage), step, x: seat.x, y: seat.y }
    })
  })
  const pairs = new Map<string, { pair: Behind; pitch: number }>()
  for (const sectionIndex of plan.sections.keys()) {
    const section = placed.filter(({ seat }) => plan.rows[seat.rowIndex]?.sectionIndex === sectionIndex)
    const found = pairsOf(section, farthest * spacingOf(section))
    const closest = new Map<string, number>()
    for (const { pair, pitch } of found)
      for (const guid of pair) closest.set(guid, Math.min(pitch, closest.get(guid) ?? pitch))
    const widest = passage * median([...closest.values()])
    for (const { pair, pitch } of found)
      if (pitch <= widest && !pairs.has(`${pair[1]} ${pair[0]}`)) pairs.set(pair.join(" "), { pair, pitch })
  }
  return [...pairs.values()].map(({ pair }) => pair)
}

interface Placed extends Point {
  seat: Seat
  blockIndex: number
  /** The direction away from the stage, across the seat's own row. */
  back: Point
  /** To the next seat of the block. */
  step: number | null
}

/** Each seat's nearest one behind it and before it, and those as near to within a tenth. */
function pairsOf(seats: readonly Placed[], reach: number): { pair: Behind; pitch: number }[] {
  const near = nearPoints(seats, reach)
  const found: { pair: Behind; pitch: number }[] = []
  for (const [index, at] of seats.entries()) {
    const sides: Record<"front" | "back", { guid: string; away: number; pitch: number }[]> = {
      front: [],
      back: [],
    }
    near(index, (other, away) => {
      const candidate = seats[other] as Placed
      if (candidate.blockIndex === at.blockIndex) return
      const dx = candidate.x - at.x
      const dy = candidate.y - at.y
      const depth = dx * at.back.x + dy * at.back.y
      const side = Math.abs(dx * at.back.y - dy * at.back.x)
      if (side > Math.abs(depth)) return
      sides[depth > 0 ? "back" : "front"].push({ guid: candidate.seat.guid, away, pitch: Math.abs(depth) })
    })
    for (const [where, list] of Object.entries(sides)) {
      const nearest = Math.min(...list.map(({ away }) => away))
      for (const { guid, away, pitch } of list)
        if (away <= 1.1 * nearest)
          found.push({ pair: where === "back" ? [at.seat.guid, guid] : [guid, at.seat.guid], pitch })
    }
  }
  return found
}

function backOf(chain: readonly Seat[], index: number, stage: Point): Point {
  const seat = chain[index] as Seat
  const away = directionTo(stage, seat) ?? { x: 0, y: 1 }
  const along = directionTo(chain[index - 1] ?? seat, chain[index + 1] ?? seat)
  if (!along) return away
  const sign = along.x * away.y - along.y * away.x < 0 ? -1 : 1
  return { x: -along.y * sign, y: along.x * sign }
}

function spacingOf(section: readonly Placed[]): number {
  const steps = section.flatMap(({ step }) => step ?? [])
  return median(steps, 2.4 * median(section.map(({ seat }) => seat.radius)))
}
