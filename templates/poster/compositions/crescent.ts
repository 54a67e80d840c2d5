import { at, type Composition, drawn, filled } from "../ink.ts"

/** A large moon above a horizon of lines. */
export const crescent: Composition = ({ width, height, random, figure, ground, touch }) => {
  const r = Math.min(width, height) * 0.36
  const cx = width * (0.42 + random() * 0.16)
  const cy = height * 0.1 + r
  const bite = { cx: cx + r * (random() < 0.5 ? 0.46 : -0.46), cy: cy - r * 0.22, r: r * 0.86 }
  const horizon = cy + r * 0.7
  const lines = Math.floor((height - horizon) / 26)
  return [
    filled(touch, "circle", { cx, cy, r }),
    random() < 0.6 ? filled(ground, "circle", bite) : "",
    filled(ground, "rect", { x: 0, y: horizon, width, height: height - horizon }),
    ...Array.from({ length: lines }, (_, index) => {
      const reach = width * (0.2 + 0.34 * ((index + 1) / lines) + random() * 0.06)
      const y = horizon + 12 + index * 26
      return drawn(figure, `M${at(Math.max(40, cx - reach), y)}H${at(Math.min(width - 40, cx + reach))}`, 5)
    }),
  ].join("")
}
