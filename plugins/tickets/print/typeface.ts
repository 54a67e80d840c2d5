import { FontPart, type PartGlyph } from "./font-part.ts"

/** The four faces of the printed ticket: EB Garamond for titles, Source Sans 3 for the rest. */
export type Face = "title" | "italic" | "text" | "strong"

const garamond = "@fontsource/eb-garamond/files/eb-garamond"
const sans = "@fontsource/source-sans-3/files/source-sans-3"

const files = {
  title: { family: garamond, style: "400-normal" },
  italic: { family: garamond, style: "400-italic" },
  text: { family: sans, style: "400-normal" },
  strong: { family: sans, style: "600-normal" },
} satisfies Record<Face, { family: string; style: string }>

type Ranges = [first: number, last: number][]

/**
 * Where a character may be, in the order of search. The packages slice their fonts by script; of the many letters of
 * their slice `latin-ext` those of living European languages are apart, so that one of them costs little.
 */
const slices = {
  Latin: {
    slice: "latin",
    ranges: [
      [0x20, 0xff],
      [0x131, 0x131],
      [0x152, 0x153],
      [0x2bb, 0x2dc],
      [0x2000, 0x206f],
      [0x20ac, 0x20ac],
      [0x2122, 0x2215],
    ],
  },
  LatinExt: {
    slice: "latin-ext",
    ranges: [
      [0x100, 0x17f],
      [0x1e6, 0x1e7],
      [0x218, 0x21b],
      [0x1e80, 0x1e85],
      [0x1e9e, 0x1e9e],
    ],
  },
  Vietnamese: {
    slice: "vietnamese",
    ranges: [
      [0x102, 0x103],
      [0x1a0, 0x1b0],
      [0x300, 0x329],
      [0x1ea0, 0x1ef9],
      [0x20ab, 0x20ab],
    ],
  },
  Greek: { slice: "greek", ranges: [[0x370, 0x3ff]] },
  GreekExt: { slice: "greek-ext", ranges: [[0x1f00, 0x1fff]] },
  Cyrillic: {
    slice: "cyrillic",
    ranges: [
      [0x400, 0x45f],
      [0x490, 0x491],
      [0x4b0, 0x4b1],
      [0x2116, 0x2116],
    ],
  },
  CyrillicExt: {
    slice: "cyrillic-ext",
    ranges: [
      [0x460, 0x52f],
      [0x1c80, 0x1c8a],
      [0x20b4, 0x20b4],
      [0x2de0, 0x2dff],
      [0xa640, 0xa69f],
    ],
  },
  LatinRare: {
    slice: "latin-ext",
    ranges: [
      [0x180, 0x2ff],
      [0x1d00, 0x1e9f],
      [0x2020, 0x2020],
      [0x20a0, 0x20c0],
      [0x2113, 0x2113],
      [0x2c60, 0x2c7f],
      [0xa720, 0xa7ff],
    ],
  },
} satisfies Record<string, { slice: string; ranges: Ranges }>

type SliceName = keyof typeof slices

function holds(ranges: Ranges, codePoint: number): boolean {
  return ranges.some(([first, last]) => codePoint >= first && codePoint <= last)
}

/** Characters the fonts lack, and what draws the same. */
const standIns: Record<string, string> = {
  "\u2007": "\u00a0",
  "\u202f": "\u2009",
  "\u2010": "-",
  "\u2012": "–",
  "\u2011": "-",
  "\u2015": "—",
  "\u02b9": "’",
}

const parts = new Map<string, FontPart>()
const known: Record<Face, Map<string, PartGlyph>> = {
  title: new Map(),
  italic: new Map(),
  text: new Map(),
  strong: new Map(),
}

/**
 * The glyph of a character, or of a ligature. A character that the face lacks is drawn by its base letter when it has
 * one, else by the box of missing glyphs: never by nothing.
 */
export function glyphOf(face: Face, text: string): PartGlyph {
  const seen = known[face].get(text)
  if (seen) return seen
  const found = findGlyph(face, text)
  if (found) known[face].set(text, found)
  return found ?? part(face, "Latin").missing
}

/** The groups of letters that a face draws as one. */
export function ligaturesOf(face: Face): string[] {
  return [...part(face, "Latin").glyphs.keys()].filter((text) => text.length > 1)
}

function findGlyph(face: Face, text: string): PartGlyph | undefined {
  const codePoint = text.codePointAt(0) ?? 0
  for (const name of Object.keys(slices) as SliceName[]) {
    if (!holds(slices[name].ranges, codePoint)) continue
    const glyph = part(face, name).glyphs.get(text)
    if (glyph) return glyph
  }
  const other = standIns[text] ?? baseLetter(text)
  return other === text ? undefined : findGlyph(face, other)
}

function baseLetter(text: string): string {
  const [first] = text.normalize("NFKD")
  return first ?? text
}

function part(face: Face, name: SliceName): FontPart {
  const key = face + name
  let found = parts.get(key)
  if (!found) {
    const { family, style } = files[face]
    const { slice, ranges } = slices[name]
    found = new FontPart(key, `${family}-${slice}-${style}.woff`, (codePoint) => holds(ranges, codePoint))
    parts.set(key, found)
  }
  return found
}
