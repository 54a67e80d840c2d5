import { at, type Composition, filled } from "../ink.ts"

/** Rows of waves, as painted for a sea on stage. */
export const scales: Composition = ({ width, height, random, figure, ground, touch }) => {
  const columns = 4 + Math.floor(random() * 2)
  const side = width / columns
  const rows = Math.ceil(height / (side / 2))
  const bright = 1 + Math.floor(random() * (rows - 2))
  const waves: string[] = []
  for (let row = 0; row < rows; row++) {
    const y = height - (rows - row - 1) * (side / 2)
    const shift = row % 2 === 0 ? 0 : -side / 2
    for (let column = 0; column <= columns; column++) {
      const x = column * side + shift
      const half = (share: number) => {
        const r = (side / 2) * share
        return `M${at(x + side / 2 - r, y)}a${at(r, r)} 0 0 1 ${at(2 * r, 0)}Z`
      }
      waves.push(filled(ground, "path", { d: half(1) }))
      waves.push(filled(row === bright ? touch : figure, "path", { d: half(0.93) }))
      waves.push(filled(ground, "path", { d: half(0.6) }))
      waves.push(filled(figure, "path", { d: half(0.34) }))
    }
  }
  return waves.join("")
}
