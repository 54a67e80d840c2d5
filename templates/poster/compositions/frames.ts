import { type Composition, filled } from "../ink.ts"

/** Frames within frames, hung a little out of the middle. */
export const frames: Composition = ({ width, height, random, figure, ground, touch }) => {
  const drift = { x: (random() - 0.5) * 0.5, y: (random() - 0.5) * 0.5 }
  const outer = { width: width - 80, height: height - 60 }
  const count = 6 + Math.floor(random() * 2)
  return Array.from({ length: count }, (_, index) => {
    const share = 1 - index / count
    const size = { width: outer.width * share, height: outer.height * share }
    const spare = { x: outer.width - size.width, y: outer.height - size.height }
    const ink = index === count - 1 ? touch : index % 2 === 0 ? figure : ground
    return filled(ink, "rect", {
      x: 40 + spare.x * (0.5 + drift.x),
      y: 40 + spare.y * (0.5 + drift.y),
      ...size,
    })
  }).join("")
}
