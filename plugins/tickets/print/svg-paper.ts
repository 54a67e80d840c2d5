import {
  type Colour,
  type Frame,
  type Ink,
  type Paper,
  pageHeight,
  pageWidth,
  type Rectangle,
  type Stroke,
} from "./paper.ts"
import { setGlyphs } from "./set-text.ts"

/** The same page as a picture for the browser: letters are drawn as outlines, so that it needs none of the fonts. */
export class SvgPaper implements Paper {
  readonly #shapes: string[] = []
  readonly #outlines = new Map<string, string>()

  write(words: string, x: number, y: number, { face, size, colour, tracking = 0 }: Ink): void {
    let at = 0
    const uses = setGlyphs(words, face, tracking > 0).map(({ glyph, kern }) => {
      const name = `${glyph.part.name}-${glyph.id}`
      if (!this.#outlines.has(name)) this.#outlines.set(name, glyph.part.outline(glyph))
      at += kern
      const use = `<use href="#${name}" x="${round(at)}"/>`
      at += glyph.advance + tracking * 1000
      return use
    })
    const scale = size / 1000
    this.#shapes.push(
      `<g fill="${css(colour)}" transform="translate(${round(x)} ${round(y)}) scale(${scale} ${-scale})">${uses.join("")}</g>`,
    )
  }

  fill(rectangles: readonly Rectangle[], colour: Colour, frame: Frame = { x: 0, y: 0, unit: 1 }): void {
    const { x, y, unit } = frame
    const path = rectangles.map(([left, top, wide, high]) => `M${left} ${top}h${wide}v${high}h${-wide}z`)
    this.#shapes.push(
      `<path fill="${css(colour)}" transform="translate(${round(x)} ${round(y)}) scale(${unit})" d="${path.join("")}"/>`,
    )
  }

  line(from: readonly [number, number], to: readonly [number, number], stroke: Stroke): void {
    const [[x1, y1], [x2, y2]] = [from, to]
    this.#shapes.push(
      `<path stroke="${css(stroke.colour)}" stroke-width="${stroke.width}"${stroke.dashed ? ' stroke-dasharray="2 2"' : ""} d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}"/>`,
    )
  }

  image(data: string, [x, y, wide, high]: Rectangle): void {
    this.#shapes.push(
      `<image href="${data}" x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${round(high)}"/>`,
    )
  }

  /** The upper left part of the page that is so wide and high, in points. */
  picture(width = pageWidth, height = pageHeight): string {
    const outlines = [...this.#outlines].map(([name, path]) => `<path id="${name}" d="${path}"/>`)
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#fff"/><defs>${outlines.join("")}</defs>${this.#shapes.join("")}</svg>`
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function css(colour: Colour): string {
  return `rgb(${colour.map((part) => Math.round(part * 255)).join(" ")})`
}
