import { findStage } from "./find-stage.ts"
import { centre, directionTo, distance } from "./points.ts"
import type { Point, SeatingPlan } from "./seating-plan.ts"

/** A step to the side costs the view a little more than a step back. */
const sideways = 1.2

/**
 * How good each seat is, by guid: 0 for the best, each number once. Near the stage and near the axis of the hall is
 * better; around a stage amid the audience only nearness counts. Seats as good as each other keep the order of the file.
 */
export function proposeRanks(plan: SeatingPlan, stage: Point = findStage(plan)): Map<string, number> {
  const axis = viewAxis(plan, stage)
  const cost = plan.seats.map((seat) => {
    if (!axis) return Math.round(100 * distance(seat, stage)) / 100
    const depth = (seat.x - stage.x) * axis.x + (seat.y - stage.y) * axis.y
    const side = (seat.y - stage.y) * axis.x - (seat.x - stage.x) * axis.y
    return Math.round(100 * Math.hypot(depth, sideways * side)) / 100
  })
  const order = plan.seats.map((_, index) => index)
  order.sort((a, b) => (cost[a] ?? 0) - (cost[b] ?? 0) || a - b)
  return new Map(order.map((seat, rank) => [plan.seats[seat]?.guid ?? "", rank]))
}

/** From the stage into the audience; null when the audience sits all around it. */
function viewAxis(plan: SeatingPlan, stage: Point): Point | null {
  const views = plan.seats.map((seat) => directionTo(stage, seat)).filter((view) => view !== null)
  const mean = centre(views)
  return Math.hypot(mean.x, mean.y) < 0.3 ? null : directionTo(stage, centre(plan.seats))
}
