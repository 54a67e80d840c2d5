import { at, type Composition, filled } from "../ink.ts"

/** Rows of waves, as painted for a sea on stage: each row hides the foot of the one behind. */
export const scales: Composition = ({ width, height, random, figure, ground, touch }) => {
  const columns = 4 + Math.floor(random() * 2)
  const side = width / columns
  const rows = Math.ceil(height / (side / 2))
  const bright = 1 + Math.floor(random() * (rows - 2))
  return Array.from({ length: rows }, (_, row) => {
    const y = height - (rows - row - 1) * (side / 2)
    const shift = row % 2 === 0 ? 0 : -side / 2
    const halves = (share: number) => {
      const r = (side / 2) * share
      const half = (column: number) =>
        `M${at(column * side + shift + side / 2 - r, y)}a${at(r, r)} 0 0 1 ${at(2 * r, 0)}Z`
      return { d: Array.from({ length: columns + 1 }, (_, column) => half(column)).join("") }
    }
    return [
      filled(ground, "path", halves(1)),
      filled(row === bright ? touch : figure, "path", halves(0.93)),
      filled(ground, "path", halves(0.6)),
      filled(figure, "path", halves(0.34)),
    ].join("")
  }).join("")
}
