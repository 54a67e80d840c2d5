import { at, type Composition, filled } from "../ink.ts"

/** A flight of steps under a moon. */
export const steps: Composition = ({ width, height, random, figure, touch }) => {
  const count = 4 + Math.floor(random() * 5)
  const rising = random() < 0.5
  const [tread, riser] = [width / count, (height * (0.5 + random() * 0.26)) / count]
  let d = `M${at(rising ? 0 : width, height)}`
  for (let index = 0; index < count; index++) {
    d += `V${at(height - riser * (index + 1))}h${at(rising ? tread : -tread)}`
  }
  d += `V${at(height)}Z`
  const radius = height * (0.1 + random() * 0.1)
  const moon = { cx: width * (rising ? 0.27 : 0.73), cy: height * 0.06 + radius + 20, r: radius }
  return filled(figure, "path", { d }) + filled(touch, "circle", moon)
}
