import type { PlanFile, PlanFileArea } from "../plan-file.ts"
import type { Point } from "../seating-plan.ts"
import { type NewId, newId } from "./ids.ts"
import { mapAreas, mapZones, minus, originOf, rounded } from "./walk.ts"

export type AreaKind = "stage" | "standing" | "landmark" | "text"

/** Something to draw that is no seat. `corners` are those of a polygon, or two opposite ones of a box. */
export interface AreaToDraw {
  section: string
  kind: AreaKind
  shape: "rectangle" | "ellipse" | "polygon"
  corners: Point[]
  text: string
  /** Of a standing area: how many people, at the price of which category. */
  capacity: number
  category: string
}

const looks: Record<AreaKind, { color?: string; border_color?: string; text: string }> = {
  stage: { color: "#3d3833", border_color: "#1b1917", text: "#ffffff" },
  standing: { color: "#dfe8f2", border_color: "#2f6db5", text: "#1b1917" },
  landmark: { color: "#ece7dc", border_color: "#857f75", text: "#1b1917" },
  text: { text: "#857f75" },
}

/** Adds a stage, a standing area, a landmark or a mere text to a section. */
export function addArea(
  file: PlanFile,
  drawn: AreaToDraw,
  id: NewId = newId,
): { file: PlanFile; uuid: string } {
  const uuid = id()
  const after = mapZones(file, (zone) =>
    zone.uuid === drawn.section
      ? { ...zone, areas: [...(zone.areas ?? []), areaOf(drawn, originOf(zone), uuid)] }
      : zone,
  )
  return { file: after, uuid }
}

function areaOf(drawn: AreaToDraw, from: Point, uuid: string): PlanFileArea {
  const { color, border_color, text } = looks[drawn.kind]
  const box = boxOf(drawn.corners)
  const at = rounded(minus(box, from))
  const common: PlanFileArea = {
    uuid,
    rotation: 0,
    ...(color && { color }),
    ...(border_color && { border_color }),
    ...(drawn.kind === "standing" && { capacity: drawn.capacity, category: drawn.category }),
  }
  const label = (position: Point) => ({
    text: { text: drawn.text, position: rounded(position), color: text },
  })
  const half = { x: box.width / 2, y: box.height / 2 }
  if (drawn.kind === "text") return { ...common, shape: "text", position: at, ...label({ x: 0, y: 0 }) }
  if (drawn.shape === "polygon")
    return {
      ...common,
      shape: "polygon",
      position: at,
      polygon: { points: drawn.corners.map((corner) => rounded(minus(corner, box))) },
      ...label(half),
    }
  if (drawn.shape === "ellipse")
    return {
      ...common,
      shape: "ellipse",
      position: rounded({ x: at.x + half.x, y: at.y + half.y }),
      ellipse: { radius: rounded(half) },
      ...label({ x: 0, y: 0 }),
    }
  const size = rounded({ x: box.width, y: box.height })
  return {
    ...common,
    shape: "rectangle",
    position: at,
    rectangle: { width: size.x, height: size.y },
    ...label(half),
  }
}

export function boxOf(points: readonly Point[]): Point & { width: number; height: number } {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

export function changeArea(
  file: PlanFile,
  uuid: string,
  change: Partial<
    Pick<PlanFileArea, "color" | "border_color" | "rotation" | "capacity" | "category" | "rectangle">
  >,
): PlanFile {
  return mapAreas(file, (area) => (area.uuid === uuid ? { ...area, ...change } : area))
}

/** What is written on an area, kept where it stands. */
export function setAreaText(file: PlanFile, uuid: string, text: string): PlanFile {
  return mapAreas(file, (area) => {
    if (area.uuid !== uuid) return area
    const before = typeof area.text === "object" ? area.text : { position: middleIn(area) }
    return { ...area, text: { ...before, text } }
  })
}

export function textOf(area: PlanFileArea): string {
  return typeof area.text === "string" ? area.text : (area.text?.text ?? "")
}

function middleIn(area: PlanFileArea): Point {
  return area.rectangle ? { x: area.rectangle.width / 2, y: area.rectangle.height / 2 } : { x: 0, y: 0 }
}
