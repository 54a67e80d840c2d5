import { at, type Composition, filled } from "../ink.ts"

/** Quarter turns on a floor of squares. */
export const arcs: Composition = ({ width, height, random, figure, touch }) => {
  const columns = 4
  const side = width / columns
  const rows = Math.max(2, Math.floor(height / side))
  const squares: string[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = column * side
      const y = row * side
      const turn = Math.floor(random() * 4)
      const kind = random()
      if (kind < 0.14) continue
      const ink = kind > 0.82 ? touch : figure
      if (kind > 0.74 && kind < 0.86) {
        squares.push(filled(ink, "circle", { cx: x + side / 2, cy: y + side / 2, r: side / 2 }))
        continue
      }
      const [cx, cy] = [x + (turn % 2) * side, y + (turn > 1 ? side : 0)]
      const towards = { x: turn % 2 ? -side : side, y: turn > 1 ? -side : side }
      const sweep = (turn % 2 === 0) === turn > 1 ? 0 : 1
      // A little over the edge, so that no line shows between two squares.
      const over = { x: -Math.sign(towards.x) * 0.6, y: -Math.sign(towards.y) * 0.6 }
      const d = `M${at(cx + over.x, cy + over.y)}h${at(towards.x)}A${at(side, side)} 0 0 ${sweep} ${at(cx + over.x, cy + over.y + towards.y)}Z`
      squares.push(filled(ink, "path", { d }))
    }
  }
  return squares.join("")
}
