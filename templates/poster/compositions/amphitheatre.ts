import { type Composition, filled } from "../ink.ts"

/** Rows of seats around a stage, and one that is somebody's. */
export const amphitheatre: Composition = ({ width, height, random, figure, touch }) => {
  const centre = { x: width / 2, y: height * 0.98 }
  const rows = 7
  const nearest = height * 0.24
  const step = (height * 0.9 - nearest) / rows
  const taken = { row: 2 + Math.floor(random() * (rows - 3)), place: random() }
  const seats: string[] = []
  for (let row = 0; row < rows; row++) {
    const radius = nearest + step * (row + 0.5)
    const count = Math.floor((Math.PI * radius) / (step * 0.92))
    const chosen = row === taken.row ? Math.floor((0.25 + taken.place * 0.5) * count) : -1
    for (let seat = 0; seat <= count; seat++) {
      const angle = Math.PI * (0.04 + 0.92 * (seat / count))
      const cx = centre.x - Math.cos(angle) * radius
      const cy = centre.y - Math.sin(angle) * radius
      if (cx < 14 || cx > width - 14) continue
      const mine = seat === chosen
      seats.push(filled(mine ? touch : figure, "circle", { cx, cy, r: step * (mine ? 0.42 : 0.27) }))
    }
  }
  const radius = nearest * 0.72
  const stage = `M${centre.x - radius} ${centre.y}a${radius} ${radius} 0 0 1 ${2 * radius} 0Z`
  return seats.join("") + filled(figure, "path", { d: stage })
}
