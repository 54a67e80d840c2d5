import { at, type Composition, drawn } from "../ink.ts"

/** Strings that sound: still at both ends, moving in between. */
export const strings: Composition = ({ width, height, random, figure, touch }) => {
  const count = 13
  const loud = 0.3 + random() * 0.4
  const waves = 2 + Math.floor(random() * 3)
  const singled = 4 + Math.floor(random() * (count - 8))
  return Array.from({ length: count }, (_, index) => {
    const y = height * (0.1 + (0.86 * index) / (count - 1))
    const closeness = 1 - Math.abs(index - singled) / count
    const points = Array.from({ length: 41 }, (_, step) => {
      const t = step / 40
      const envelope = Math.exp(-(((t - loud) / 0.24) ** 2))
      const swing =
        Math.sin(t * Math.PI * 2 * waves + index * 0.35) * envelope * closeness ** 2 * height * 0.14
      return at(-10 + t * (width + 20), y + swing)
    })
    const single = index === singled
    return drawn(single ? touch : figure, `M${points.join("L")}`, single ? 12 : 5)
  }).join("")
}
