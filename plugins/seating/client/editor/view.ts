import type { Point } from "../../seating-plan.ts"

/** What of the plan is seen: the point at the top left, and pixels for one unit. */
export interface View extends Point {
  scale: number
}

export interface Size {
  width: number
  height: number
}

const closest = 12
const farthest = 0.05

export function toPlan(view: View, pixel: Point): Point {
  return { x: view.x + pixel.x / view.scale, y: view.y + pixel.y / view.scale }
}

/** Zooms by a factor, the point under `pixel` staying there. */
export function zoomed(view: View, factor: number, pixel: Point): View {
  const scale = Math.min(closest, Math.max(farthest, view.scale * factor))
  const under = toPlan(view, pixel)
  return { scale, x: under.x - pixel.x / scale, y: under.y - pixel.y / scale }
}

export function panned(view: View, pixels: Point): View {
  return { ...view, x: view.x - pixels.x / view.scale, y: view.y - pixels.y / view.scale }
}

/** All of a box, in the middle. */
export function fitted(box: { min: Point; max: Point }, size: Size): View {
  const width = Math.max(60, box.max.x - box.min.x)
  const height = Math.max(60, box.max.y - box.min.y)
  const scale = Math.min(4, Math.max(farthest, 0.9 * Math.min(size.width / width, size.height / height)))
  return {
    scale,
    x: (box.min.x + box.max.x - size.width / scale) / 2,
    y: (box.min.y + box.max.y - size.height / scale) / 2,
  }
}

export function centreOf(view: View, size: Size): Point {
  return toPlan(view, { x: size.width / 2, y: size.height / 2 })
}
