import type { Point } from "./seating-plan.ts"

export function distance(a: Point, b: Point): number {
  const dx = a.x - b.x
  const dy = a.y - b.y
  return Math.sqrt(dx * dx + dy * dy)
}

export function centre(points: readonly Point[]): Point {
  let x = 0
  let y = 0
  for (const point of points) {
    x += point.x
    y += point.y
  }
  const count = points.length || 1
  return { x: x / count, y: y / count }
}

/** The direction from one point to another, of length 1; null when they are one place. */
export function directionTo(from: Point, to: Point): Point | null {
  const length = distance(from, to)
  return length > 0 ? { x: (to.x - from.x) / length, y: (to.y - from.y) / length } : null
}

/** The middle value; `otherwise` of an empty list. */
export function median(values: readonly number[], otherwise = 0): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? otherwise
}

/** More points than any hall has about one seat: looking at more would only serve a plan made to hurt. */
const crowd = 400

/**
 * Finds the points within `reach` of any other without looking at all of them: calls `visit` with indices into
 * `points`, in no promised order, the point itself excluded.
 */
export function nearPoints(
  points: readonly Point[],
  reach: number,
): (index: number, visit: (other: number, distance: number) => void) => void {
  const cell = Math.max(reach, 1e-6)
  const column = (x: number) => Math.floor(x / cell)
  const cells = new Map<string, number[]>()
  for (const [index, point] of points.entries()) {
    const key = `${column(point.x)} ${column(point.y)}`
    const list = cells.get(key)
    if (list) list.push(index)
    else cells.set(key, [index])
  }
  return (index, visit) => {
    const at = points[index]
    if (!at) return
    let seen = 0
    for (let cx = column(at.x) - 1; cx <= column(at.x) + 1; cx++)
      for (let cy = column(at.y) - 1; cy <= column(at.y) + 1; cy++)
        for (const other of cells.get(`${cx} ${cy}`) ?? []) {
          if (seen++ > crowd) return
          const away = distance(at, points[other] as Point)
          if (other !== index && away <= reach) visit(other, away)
        }
  }
}
