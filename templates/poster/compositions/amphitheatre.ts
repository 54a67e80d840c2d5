import { at, type Composition, drawn, filled } from "../ink.ts"

/** Rows of seats around a stage, and one that is somebody's. */
export const amphitheatre: Composition = ({ width, height, random, figure, touch }) => {
  const centre = { x: width / 2, y: height * 0.98 }
  const rows = 7
  const nearest = height * 0.24
  const step = (height * 0.9 - nearest) / rows
  const arc = (radius: number) =>
    `M${at(centre.x - radius, centre.y)}a${at(radius, radius)} 0 0 1 ${at(2 * radius, 0)}`
  const radiusOf = (row: number) => nearest + step * (row + 0.5)
  const spacing = (radius: number) => (Math.PI * radius) / Math.round((Math.PI * radius) / (step * 0.92))
  const seats = Array.from({ length: rows }, (_, row) =>
    // Dashes of no length with round ends are dots.
    drawn(figure, arc(radiusOf(row)), step * 0.54, { "stroke-dasharray": `0 ${at(spacing(radiusOf(row)))}` }),
  )
  const row = 2 + Math.floor(random() * (rows - 3))
  const radius = radiusOf(row)
  const places = Math.round((Math.PI * radius) / spacing(radius))
  const angle = (Math.PI * Math.round(places * (0.3 + random() * 0.4))) / places
  const mine = {
    cx: centre.x - Math.cos(angle) * radius,
    cy: centre.y - Math.sin(angle) * radius,
    r: step * 0.44,
  }
  const stage = `${arc(nearest * 0.72)}Z`
  return seats.join("") + filled(touch, "circle", mine) + filled(figure, "path", { d: stage })
}
