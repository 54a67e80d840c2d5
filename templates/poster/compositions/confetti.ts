import { at, type Composition, filled } from "../ink.ts"

/** Simple forms thrown up in the air. */
export const confetti: Composition = ({ width, height, random, figure, touch }) => {
  const columns = 5
  const side = width / columns
  const rows = Math.max(3, Math.floor(height / side))
  const step = height / rows
  const forms: string[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column + 0.5 + (random() - 0.5) * 0.28) * side
      const y = (row + 0.5 + (random() - 0.5) * 0.28) * step
      const r = side * (0.18 + random() * 0.2)
      const ink = random() < 0.3 ? touch : figure
      const kind = Math.floor(random() * 4)
      const transform = `rotate(${Math.round(random() * 90)} ${at(x, y)})`
      if (kind === 0) forms.push(filled(ink, "circle", { cx: x, cy: y, r }))
      else if (kind === 1)
        forms.push(
          filled(ink, "rect", {
            x: x - r * 0.85,
            y: y - r * 0.85,
            width: r * 1.7,
            height: r * 1.7,
            transform,
          }),
        )
      else if (kind === 2)
        forms.push(
          filled(ink, "path", { d: `M${at(x, y - r * 1.1)}l${at(r, r * 1.9)}h${at(-2 * r)}Z`, transform }),
        )
      else
        forms.push(
          filled(ink, "path", { d: `M${at(x - r, y)}a${at(r, r)} 0 0 1 ${at(2 * r, 0)}Z`, transform }),
        )
    }
  }
  return forms.join("")
}
