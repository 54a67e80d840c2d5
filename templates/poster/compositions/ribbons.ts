import { at, type Composition, drawn } from "../ink.ts"

/** Parallel ribbons that turn twice together, as bodies do. */
export const ribbons: Composition = ({ width, height, random, figure, touch }) => {
  const count = 5
  const gap = 38
  const mirrored = random() < 0.5
  const single = Math.floor(random() * count)
  const first = count * gap * (0.86 + random() * 0.1)
  const second = Math.max(20, (height - count * gap - 2 * first) / 2 + random() * 20)
  const x = (value: number) => (mirrored ? width - value : value)
  const [right, left] = [width - first - 56, second + count * gap + 30]
  return Array.from({ length: count }, (_, index) => {
    const [outer, inner] = [first - index * gap, second + index * gap]
    const y = 34 + index * gap
    const d = [
      `M${at(x(-20), y)}H${at(x(right))}`,
      `A${at(outer, outer)} 0 0 ${mirrored ? 0 : 1} ${at(x(right), y + 2 * outer)}`,
      `H${at(x(left))}`,
      `A${at(inner, inner)} 0 0 ${mirrored ? 1 : 0} ${at(x(left), y + 2 * outer + 2 * inner)}`,
      `H${at(x(width + 20))}`,
    ].join("")
    return drawn(index === single ? touch : figure, d, 20)
  }).join("")
}
