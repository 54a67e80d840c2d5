import { amphitheatre } from "./compositions/amphitheatre.ts"
import { arcs } from "./compositions/arcs.ts"
import { bare } from "./compositions/bare.ts"
import { confetti } from "./compositions/confetti.ts"
import { crescent } from "./compositions/crescent.ts"
import { curtain } from "./compositions/curtain.ts"
import { frames } from "./compositions/frames.ts"
import { initial } from "./compositions/initial.ts"
import { ribbons } from "./compositions/ribbons.ts"
import { scales } from "./compositions/scales.ts"
import { spotlight } from "./compositions/spotlight.ts"
import { steps } from "./compositions/steps.ts"
import { strings } from "./compositions/strings.ts"
import { type Composition, filled, lettered, type Scheme } from "./ink.ts"
import { pick, seeded } from "./seeded.ts"
import { setTitle } from "./title-lines.ts"

const sheet = { width: 600, height: 800, margin: 40 }

const schemes: readonly [Scheme, ...Scheme[]] = [
  { ground: "paper", words: "ink", figure: "accent", touch: "ink" },
  { ground: "paper", words: "ink", figure: "ink", touch: "accent" },
  { ground: "ink", words: "paper", figure: "paper", touch: "glow" },
  { ground: "accent", words: "paper", figure: "paper", touch: "ink" },
  { ground: "ink", words: "paper", figure: "glow", touch: "paper" },
]

type Compositions = readonly [Composition, ...Composition[]]

/** What suits a genre; the first sign of its name that is known decides. */
const genres: readonly [RegExp, Compositions][] = [
  [/concert|musi|op[eé]ra|jazz|chanson|orchest|r[eé]cital/i, [strings, scales, crescent, amphitheatre]],
  [/danse|dance|ballet/i, [ribbons, arcs, spotlight, strings]],
  [/jeun|enfan|famil|child|young|marion|puppet|conte/i, [confetti, arcs, scales, steps]],
  [/cirque|circus|magi/i, [confetti, ribbons, spotlight, arcs]],
  [/expo|mus[eé]|visit|exhib|photo|art/i, [frames, arcs, bare, steps]],
  [/conf[eé]r|rencontre|lecture|d[eé]bat|talk|reading/i, [bare, initial, frames, amphitheatre]],
  [/th[eé][aâ]t|com[eé]d|drama|hum/i, [curtain, spotlight, initial, steps, crescent, amphitheatre]],
]

const any: Compositions = [curtain, amphitheatre, initial, steps, crescent, frames, bare, arcs]

/**
 * A poster as an SVG of 600 by 800, drawn from a title and a genre: the same words always give the same drawing.
 * Colours are presentation attributes, so that it stands alone; classes let a page put its own accent.
 * `seed` gives another drawing to an event that shares its title with one beside it.
 */
export function posterSvg(title: string, genre: string, seed = ""): string {
  const random = seeded(`${title}\n${genre}\n${seed}`)
  const scheme = pick(random, schemes)
  const composition = pick(random, genres.find(([sign]) => sign.test(genre))?.[1] ?? any)
  const alone = composition === bare
  const weight = alone ? 900 : 600
  const leading = 1.02
  const set = setTitle(title, {
    width: sheet.width - 2 * sheet.margin,
    height: alone ? 640 : 250,
    largest: alone ? 150 : 118,
    smallest: 34,
    weight,
    leading,
  })
  const words = set.lines.length * set.size * leading
  const top = alone ? 96 : sheet.height - sheet.margin - words
  const stage = Math.min(600, top - 36)
  const drawing = composition({ ...scheme, width: sheet.width, height: stage, random, title })
  const lines = set.lines.map((line, index) =>
    lettered(scheme.words, line, {
      x: sheet.margin,
      y: top + set.size * (0.78 + index * leading),
      "font-size": set.size,
      "font-weight": weight,
      "letter-spacing": -set.size * 0.01,
    }),
  )
  const size = `width="${sheet.width}" height="${sheet.height}" viewBox="0 0 ${sheet.width} ${sheet.height}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>`,
    filled(scheme.ground, "rect", { width: sheet.width, height: sheet.height }),
    `<svg width="${sheet.width}" height="${Math.round(alone ? 90 : stage)}">${drawing}</svg>`,
    ...lines,
    "</svg>",
  ].join("")
}
