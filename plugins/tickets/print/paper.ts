import type { Setting } from "./set-text.ts"

/** Red, green and blue from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number]

export interface Ink extends Setting {
  colour: Colour
}

export type Rectangle = readonly [x: number, y: number, width: number, height: number]

/**
 * What a ticket is drawn on: an A4 page in points, measured from its upper left corner.
 * The layout knows nothing of PDF; the benchmark draws the same page on paper of another make.
 */
export interface Paper {
  /** Writes clean text; `y` is the baseline. */
  write(words: string, x: number, y: number, ink: Ink): void
  /** Fills rectangles, all as one shape. With a frame they are measured in its units, from its upper left corner. */
  fill(rectangles: readonly Rectangle[], colour: Colour, frame?: Frame): void
  line(from: readonly [number, number], to: readonly [number, number], stroke: Stroke): void
}

export interface Frame {
  x: number
  y: number
  unit: number
}

export interface Stroke {
  colour: Colour
  width: number
  dashed?: boolean
}

export const pageWidth = 595.28
export const pageHeight = 841.89
