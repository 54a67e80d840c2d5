import type { PartGlyph } from "./font-part.ts"
import { type Face, glyphOf, ligaturesOf } from "./typeface.ts"

/** A glyph in its place: `kern` is the space before it, in thousandths of the size. */
export interface SetGlyph {
  glyph: PartGlyph
  kern: number
}

/**
 * What is printed of a text from outside: composed accents (NFC), no control or direction characters, single spaces.
 * No-break spaces stay.
 */
export function clean(words: string): string {
  return words
    .normalize("NFC")
    .replace(/[\t\n\v\f\r\u2028\u2029]/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]|\p{Variation_Selector}/gu, "")
    .replace(/ {2,}/g, " ")
    .trim()
}

const letters = new Map<Face, RegExp>()

/** Cuts a text of this face into ligatures and single letters. */
function lettersOf(face: Face): RegExp {
  let pattern = letters.get(face)
  if (!pattern) {
    pattern = new RegExp([...ligaturesOf(face), "."].join("|"), "gsu")
    letters.set(face, pattern)
  }
  return pattern
}

/** Turns clean text into glyphs with their kerning. Letterspaced text takes no ligatures. */
export function setGlyphs(words: string, face: Face, tracked = false): SetGlyph[] {
  const set: SetGlyph[] = []
  let last: PartGlyph | undefined
  for (const text of tracked ? words : (words.match(lettersOf(face)) ?? [])) {
    const glyph = glyphOf(face, text)
    set.push({ glyph, kern: last?.part === glyph.part ? glyph.part.kerning(last, glyph) : 0 })
    last = glyph
  }
  return set
}

/** How text looks: its face, its size in points, and the space after each letter in em. */
export interface Setting {
  face: Face
  size: number
  tracking?: number
}

/** Width in points of clean text. */
export function widthOf(words: string, { face, size, tracking = 0 }: Setting): number {
  return widthInEm(words, face, tracking) * size
}

export function widthInEm(words: string, face: Face, tracking = 0): number {
  let sum = 0
  for (const { glyph, kern } of setGlyphs(words, face, tracking > 0))
    sum += glyph.advance + kern + tracking * 1000
  return sum / 1000
}

/** The white before the first letter, in em: large lines are shifted by it so that their edge stands on the margin. */
export function leftBearing(words: string, face: Face): number {
  const [first] = words
  return first ? glyphOf(face, first).bearing / 1000 : 0
}
