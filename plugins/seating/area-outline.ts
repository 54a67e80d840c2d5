import type { Area, Point } from "./seating-plan.ts"

/** The corners of an area as it is drawn, turned by its rotation; a round one in 16 steps, a mere text in none. */
export function outlineOf(area: Area): Point[] {
  const angle = (area.rotation * Math.PI) / 180
  const turned = (dx: number, dy: number): Point => ({
    x: area.x + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: area.y + dx * Math.sin(angle) + dy * Math.cos(angle),
  })
  switch (area.shape) {
    case "rectangle":
      return [turned(0, 0), turned(area.width, 0), turned(area.width, area.height), turned(0, area.height)]
    case "polygon":
      return area.points.map((point) => turned(point.x - area.x, point.y - area.y))
    case "circle":
    case "ellipse": {
      const rx = area.shape === "circle" ? area.radius : area.radiusX
      const ry = area.shape === "circle" ? area.radius : area.radiusY
      const sides = 16
      const step = (2 * Math.PI) / sides
      return Array.from({ length: sides }, (_, i) => turned(rx * Math.cos(i * step), ry * Math.sin(i * step)))
    }
    case "text":
      return []
  }
}
