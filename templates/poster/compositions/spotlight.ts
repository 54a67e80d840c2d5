import { at, type Composition, filled } from "../ink.ts"

/** One person in a beam of light. */
export const spotlight: Composition = ({ width, height, random, figure, ground, touch }) => {
  const left = random() < 0.5
  const source = left ? width * 0.08 : width * 0.92
  const centre = width * (left ? 0.56 + random() * 0.1 : 0.34 + random() * 0.1)
  const floor = height * 0.84
  const reach = width * (0.24 + random() * 0.06)
  const beam = `M${at(source - 12, 0)}h24L${at(centre + reach, floor)}H${at(centre - reach)}Z`
  const tall = height * 0.3
  const robe = `M${at(centre - 11, floor - tall * 0.74)}h22L${at(centre + 34, floor + 6)}H${at(centre - 34)}Z`
  const who = ground === touch ? ground : touch
  return [
    filled(figure, "path", { d: beam }),
    filled(figure, "ellipse", { cx: centre, cy: floor, rx: reach, ry: reach * 0.24 }),
    filled(who, "path", { d: robe }),
    filled(who, "circle", { cx: centre, cy: floor - tall * 0.86, r: 20 }),
  ].join("")
}
