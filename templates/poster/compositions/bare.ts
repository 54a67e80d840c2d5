import { type Composition, filled } from "../ink.ts"

/** Nothing but the title, under a thick rule and a thin one. */
export const bare: Composition = ({ width, touch, words }) =>
  filled(touch, "rect", { x: 40, y: 40, width: width - 80, height: 16 }) +
  filled(words, "rect", { x: 40, y: 64, width: width - 80, height: 3 })
