import { create } from "qrcode"
import type { Colour, Paper, Rectangle } from "./paper.ts"

/**
 * Draws a code as a QR of level M in alphanumeric mode, its modules filling the square of `side` points at (x, y).
 * The layout around keeps four modules white on each side (ISO/IEC 18004).
 * Throws when the code has a character outside that mode.
 */
export function drawQr(paper: Paper, code: string, x: number, y: number, side: number, colour: Colour): void {
  const { modules } = create([{ data: code, mode: "alphanumeric" }], { errorCorrectionLevel: "M" })
  const rectangles: Rectangle[] = []
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue
      const from = column
      while (column < modules.size && modules.get(row, column)) column++
      rectangles.push([from, row, column - from, 1])
    }
  }
  paper.fill(rectangles, colour, { x, y, unit: side / modules.size })
}
