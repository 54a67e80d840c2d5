import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import fontkit, { type Font, type Path, type Subset } from "@pdf-lib/fontkit"
import { type FontProgram, makeProgram } from "./font-program.ts"
import { sfntOfWoff } from "./sfnt-of-woff.ts"

/** One drawing of the font. Lengths are in thousandths of the size. */
export interface PartGlyph {
  part: FontPart
  /** Its number in the embedded part. */
  id: number
  advance: number
  /** White on its left. */
  bearing: number
  /** What it stands for: one character, or several for a ligature. */
  text: string
  /** Space before the glyphs that came after it so far. */
  kerns: Map<PartGlyph, number>
}

const require = createRequire(import.meta.url)
const ligatures = ["ffi", "ffl", "ff", "fi", "fl"]

/**
 * A part of a typeface (its Latin letters, its Greek ones ...) that documents embed whole.
 * Cutting a font down to the very letters of each document saves little and is most of the work of making it.
 */
export class FontPart {
  /** Unique among parts; the name of the font in the resources of a page. */
  readonly name: string
  readonly glyphs = new Map<string, PartGlyph>()
  /** The box that stands for a missing character. */
  readonly missing: PartGlyph
  readonly #font: Font
  readonly #subset: Subset
  readonly #perMille: number
  /** Numbers in the font by those in the part. */
  readonly #inFont = new Map<number, number>()
  #program: Promise<FontProgram> | undefined

  /** Reads a WOFF file of node_modules and prepares the characters of it that `keep` accepts. */
  constructor(name: string, file: string, keep: (codePoint: number) => boolean) {
    this.name = name
    this.#font = fontkit.create(sfntOfWoff(readFileSync(require.resolve(file))))
    this.#subset = this.#font.createSubset()
    this.#perMille = 1000 / this.#font.unitsPerEm
    this.missing = this.#include("\ufffd", 0)
    for (const codePoint of this.#font.characterSet) {
      if (!keep(codePoint)) continue
      const text = String.fromCodePoint(codePoint)
      this.glyphs.set(text, this.#include(text, this.#font.glyphForCodePoint(codePoint).id))
    }
    for (const text of ligatures) {
      const [first, ...more] = this.glyphs.has("f") ? this.#font.layout(text).glyphs : []
      if (first && more.length === 0) this.glyphs.set(text, this.#include(text, first.id))
    }
  }

  /** Space to add between two glyphs of this part. */
  kerning(left: PartGlyph, right: PartGlyph): number {
    if (left === this.missing || right === this.missing) return 0
    let kern = left.kerns.get(right)
    if (kern === undefined) {
      kern = this.#kerning(left.text.slice(-1), right.text.slice(0, 1))
      left.kerns.set(right, kern)
    }
    return kern
  }

  /** What documents embed: made at the first call. */
  program(): Promise<FontProgram> {
    this.#program ??= makeProgram(this.#font, this.#subset, [this.missing, ...this.glyphs.values()])
    return this.#program
  }

  /** The shape of a glyph as the path of an SVG, in thousandths of the size, its vertical axis upwards. */
  outline({ id }: PartGlyph): string {
    const { path } = this.#font.getGlyph(this.#inFont.get(id) ?? 0)
    // Its types forget that a path can be scaled.
    return (path as Path & { scale(factor: number): Path }).scale(this.#perMille).toSVG()
  }

  #include(text: string, fontGlyph: number): PartGlyph {
    const id = this.#subset.includeGlyph(fontGlyph)
    this.#inFont.set(id, fontGlyph)
    const { advanceWidth, cbox } = this.#font.getGlyph(fontGlyph)
    return {
      part: this,
      id,
      advance: Math.round(advanceWidth * this.#perMille),
      bearing: Number.isFinite(cbox.minX) ? cbox.minX * this.#perMille : 0,
      text,
      kerns: new Map(),
    }
  }

  #kerning(left: string, right: string): number {
    const [first, second, ...more] = this.#font.layout(left + right, { liga: false }).positions
    if (!first || !second || more.length > 0) return 0
    return (first.xAdvance - this.#font.layout(left).advanceWidth) * this.#perMille
  }
}
