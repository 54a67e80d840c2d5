import { type Composition, filled, lettered } from "../ink.ts"

/** The first letter of the title, too large for the sheet. */
export const initial: Composition = ({ width, height, random, title, figure, touch }) => {
  const words = title.replace(/^(le|la|les|un|une|des|the|a|an|l['’])\s*/i, "")
  const letter = (words.match(/\p{L}|\p{N}/u)?.[0] ?? "P").toLocaleUpperCase("fr")
  const size = height * (1.2 + random() * 0.15)
  const x = width * (0.5 + (random() - 0.5) * 0.14)
  const dot = { cx: width * (random() < 0.5 ? 0.14 : 0.86), cy: height * 0.16, r: height * 0.07 }
  const look = { x, y: height * 0.97, "font-size": size, "font-weight": 900, "text-anchor": "middle" }
  return lettered(figure, letter, look) + filled(touch, "circle", dot)
}
