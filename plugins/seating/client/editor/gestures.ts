import { outlineOf } from "../../area-outline.ts"
import { moveSelection } from "../../editing/move-selection.ts"
import type { Selection } from "../../editing/walk.ts"
import type { PlanFile } from "../../plan-file.ts"
import type { Point } from "../../seating-plan.ts"
import type { EditorState } from "./editor.ts"
import { drawnAreas } from "./layers.tsx"
import { boundsOf, indexOf } from "./plan-index.ts"

/** What a finger or the mouse is doing, in coordinates of the plan. */
export type Gesture =
  | { kind: "pan" }
  | { kind: "frame"; from: Point; to: Point; add: boolean }
  | { kind: "move"; from: Point; by: Point }
  | { kind: "draw"; from: Point; to: Point }
  | { kind: "stage"; to: Point }

const grid = 5

export function onGrid({ x, y }: Point): Point {
  return { x: Math.round(x / grid) * grid, y: Math.round(y / grid) * grid }
}

/**
 * How far to move so that what is chosen stands in line with another seat nearby, else on the grid: its first seat and
 * its last are looked at.
 */
export function aligned(file: PlanFile, selection: Selection, by: Point, reach: number): Point {
  const { seats } = indexOf(file)
  const chosen = seats.filter(({ seat }) => selection.seats.has(seat.seat_guid))
  const others = seats.filter(({ seat }) => !selection.seats.has(seat.seat_guid))
  const marks = [chosen[0], chosen.at(-1)].filter((seat) => seat !== undefined)
  const snapped = onGrid(by)
  const best = { x: reach, y: reach }
  for (const mark of marks)
    for (const other of others)
      for (const axis of ["x", "y"] as const) {
        const off = other[axis] - mark[axis] - by[axis]
        if (Math.abs(off) >= Math.abs(best[axis])) continue
        best[axis] = off
        snapped[axis] = by[axis] + off
      }
  return snapped
}

/** How many rows and seats a frame holds, and where the middle of the first row is. */
export function rowsInFrame(from: Point, to: Point, { seatGap, rowGap }: EditorState["rows"]) {
  const width = Math.abs(to.x - from.x)
  const height = Math.abs(to.y - from.y)
  const seats = Math.min(1000, Math.round(width / seatGap) + 1)
  const rows = Math.min(500, Math.round(height / rowGap) + 1)
  const middle = (Math.min(from.x, to.x) + Math.max(from.x, to.x)) / 2
  return { seats, rows, at: { x: middle, y: Math.min(from.y, to.y) } }
}

/** The area under a point: of several, the one drawn last. */
export function areaAt(file: PlanFile, point: Point): string | null {
  for (const { area, uuid } of drawnAreas(file).toReversed()) {
    if (area.shape === "text") {
      const { text } = area
      const half = ((text?.text.length ?? 0) * (text?.size ?? 0)) / 3.5
      if (text && Math.abs(point.x - text.x) < half && Math.abs(point.y - text.y) < text.size) return uuid
    } else if (isInside(outlineOf(area), point)) return uuid
  }
  return null
}

function isInside(corners: readonly Point[], { x, y }: Point): boolean {
  let inside = false
  for (const [index, a] of corners.entries()) {
    const b = corners[(index + 1) % corners.length] as Point
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
  }
  return inside
}

/** The areas that a frame holds whole. */
export function areasIn(file: PlanFile, a: Point, b: Point): string[] {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)]
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
  const inside = ({ x, y }: Point) => x >= left && x <= right && y >= top && y <= bottom
  return drawnAreas(file).flatMap(({ area, uuid }) => {
    const corners = outlineOf(area)
    return (corners.length > 0 ? corners : [area]).every(inside) ? [uuid] : []
  })
}

/** Where the middle of what is chosen comes to, for those who listen. */
export function moved(file: PlanFile, selection: Selection, by: Point): Point | null {
  const box = boundsOf(moveSelection(file, selection, by), selection)
  return box && { x: Math.round((box.min.x + box.max.x) / 2), y: Math.round((box.min.y + box.max.y) / 2) }
}
