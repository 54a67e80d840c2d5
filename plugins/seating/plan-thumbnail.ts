import { outlineOf } from "./area-outline.ts"
import { lost } from "./editing/palette.ts"
import type { Point, SeatingPlan } from "./seating-plan.ts"

/** A small picture of a plan, as an SVG file that stands alone: dots by category and shapes, no words to read. */
export function planThumbnail(plan: SeatingPlan): string {
  const shapes = plan.areas
    .map((area) => ({ area, outline: outlineOf(area) }))
    .filter(({ outline }) => outline.length)
  const points = [...plan.seats, ...shapes.flatMap(({ outline }) => outline)]
  const margin = 12
  const left = Math.min(...points.map(({ x }) => x), plan.size.width) - margin
  const top = Math.min(...points.map(({ y }) => y), plan.size.height) - margin
  const width = Math.max(...points.map(({ x }) => x), left + 2 * margin) + margin - left
  const height = Math.max(...points.map(({ y }) => y), top + 2 * margin) + margin - top
  const at = ({ x, y }: Point) => `${Math.round(x - left)} ${Math.round(y - top)}`
  const drawn = shapes.map(
    ({ area, outline }) =>
      `<path d="M${outline.map(at).join("L")}z" fill="${area.color ?? "none"}" stroke="${area.borderColor ?? "#857f75"}"/>`,
  )
  const colours = new Map(plan.categories.map(({ name, color }) => [name, color]))
  const dots = new Map<string, string>()
  for (const seat of plan.seats) {
    const key = `fill="none" stroke="${colours.get(seat.category) ?? lost}" stroke-width="${Math.round(2 * seat.radius)}"`
    // A line of no length with round ends: the shortest way to write a dot.
    dots.set(key, `${dots.get(key) ?? ""}M${at(seat)}h0`)
  }
  const seats = [...dots].map(([look, path]) => `<path d="${path}" ${look} stroke-linecap="round"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}">${[...drawn, ...seats].join("")}</svg>`
}
