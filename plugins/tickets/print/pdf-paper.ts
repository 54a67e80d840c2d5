import type { FontPart } from "./font-part.ts"
import {
  type Colour,
  type Frame,
  type Ink,
  type Paper,
  pageHeight,
  type Rectangle,
  type Stroke,
} from "./paper.ts"
import { setGlyphs } from "./set-text.ts"

/** Paper that takes down the operators of a PDF content stream (ISO 32000-1, annex A) and the fonts they name. */
export class PdfPaper implements Paper {
  readonly fonts = new Set<FontPart>()
  readonly #operators: string[] = []

  write(words: string, x: number, y: number, { face, size, colour, tracking = 0 }: Ink): void {
    const show: string[] = []
    let part: FontPart | undefined
    let shown = ""
    for (const { glyph, kern } of setGlyphs(words, face, tracking > 0)) {
      if (glyph.part !== part) {
        if (part) show.push(`[<${shown}>] TJ`)
        part = glyph.part
        this.fonts.add(part)
        show.push(`/${part.name} ${number(size)} Tf`)
        shown = ""
      } else if (kern !== 0) shown += `>${number(-kern)}<`
      shown += glyph.id.toString(16).padStart(4, "0")
    }
    if (!part) return
    show.push(`[<${shown}>] TJ`)
    this.#operators.push(
      `BT ${paint(colour)} rg ${number(tracking * size)} Tc 1 0 0 1 ${number(x)} ${number(pageHeight - y)} Tm`,
      ...show,
      "ET",
    )
  }

  fill(rectangles: readonly Rectangle[], colour: Colour, frame: Frame = { x: 0, y: 0, unit: 1 }): void {
    const { x, y, unit } = frame
    this.#operators.push(
      `q ${paint(colour)} rg ${scale(unit)} 0 0 ${scale(-unit)} ${number(x)} ${number(pageHeight - y)} cm`,
      ...rectangles.map((rectangle) => `${rectangle.map(number).join(" ")} re`),
      "f Q",
    )
  }

  line(from: readonly [number, number], to: readonly [number, number], stroke: Stroke): void {
    const [[fromX, fromY], [toX, toY]] = [from, to]
    this.#operators.push(
      `${paint(stroke.colour)} RG ${number(stroke.width)} w ${stroke.dashed ? "[2 2]" : "[]"} 0 d`,
      `${number(fromX)} ${number(pageHeight - fromY)} m ${number(toX)} ${number(pageHeight - toY)} l S`,
    )
  }

  /** Draws what another paper holds, put in the resources of the page under this name. */
  place(name: string): void {
    this.#operators.push(`/${name} Do`)
  }

  /** Draws a picture of these resources in its place. */
  image(name: string, [x, y, width, height]: Rectangle): void {
    this.#operators.push(
      `q ${number(width)} 0 0 ${number(height)} ${number(x)} ${number(pageHeight - y - height)} cm /${name} Do Q`,
    )
  }

  contents(): Buffer {
    return Buffer.from(this.#operators.join("\n"), "latin1")
  }
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** The frame of a code is scaled many times over: a rounded unit would shift its far modules. */
function scale(unit: number): string {
  return String(Math.round(unit * 1e6) / 1e6)
}

function paint(colour: Colour): string {
  return colour.map((part) => String(Math.round(part * 1000) / 1000)).join(" ")
}
