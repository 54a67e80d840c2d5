import { at, type Composition, filled } from "../ink.ts"

/** A curtain half open on a light. */
export const curtain: Composition = ({ width, height, random, figure, ground, touch }) => {
  const folds = 10 + Math.floor(random() * 5)
  const parting = 0.38 + random() * 0.24
  const fold = width / folds
  const light = filled(touch, "circle", {
    cx: width * parting,
    cy: height * 0.8,
    r: Math.min(width, height) * 0.17,
  })
  const drapes = Array.from({ length: folds }, (_, index) => {
    const away = Math.abs((index + 0.5) / folds - parting) / Math.max(parting, 1 - parting)
    const fall = height * (0.22 + 0.72 * away ** 0.8)
    const x = index * fold
    const body = `M${at(x, 0)}h${at(fold)}V${at(fall)}q${at(-fold / 2, fold * 0.7, -fold, 0)}Z`
    const crease = `M${at(x + fold * 0.72, 0)}h${at(fold * 0.09)}V${at(fall * 0.93)}h${at(-fold * 0.09)}Z`
    return filled(figure, "path", { d: body }) + filled(ground, "path", { d: crease })
  })
  return light + drapes.join("")
}
