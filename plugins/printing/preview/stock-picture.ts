import { pictureOf, type Shape } from "./shapes.ts"

const heights: Record<string, number> = { F3: 31, F9: 20 }

/**
 * What comes out of a Boca printer that is sent these bytes, as a picture, read from the very commands that are printed.
 * Understands what fgl.ts sends, in the table of letters windows1252.
 */
export function stockPicture(
  bytes: Uint8Array,
  { widthMm, lengthMm, dpi }: { widthMm: number; lengthMm: number; dpi: number },
): string {
  const source = Buffer.from(bytes).toString("latin1")
  const shapes: Shape[] = []
  let [row, column, font, scale, letter, inverted] = [0, 0, "F3", 1, 21, false]
  for (let at = 0; at < source.length; ) {
    if (source[at] !== "<") {
      const end = source.indexOf("<", at)
      const words = source.slice(at, end < 0 ? undefined : end)
      at += words.length
      shapes.push({
        ...{ kind: "text", words, x: column, y: row, strong: false, inverted },
        ...{ width: letter * scale, height: (heights[font] ?? 31) * scale },
      })
      continue
    }
    const end = source.indexOf(">", at)
    const command = source.slice(at + 1, end)
    at = end + 1
    const [first = 0, second = 0] = command
      .replace(/^[A-Za-z]+/, "")
      .split(",")
      .map(Number)
    if (command.startsWith("RC")) [row, column] = [first, second]
    else if (command.startsWith("HW")) scale = first
    else if (command.startsWith("BS")) letter = first
    else if (/^F\d/.test(command)) font = command
    else if (command === "EI" || command === "DI") inverted = command === "EI"
    else if (command.startsWith("g")) {
      const columns = source.slice(at, at + first).match(/../g) ?? []
      at += first
      shapes.push({
        ...{ kind: "dots", x: column, y: row },
        columns: columns.map((digits) => Number.parseInt(digits, 16)),
      })
    }
  }
  const dots = (mm: number) => Math.round((mm * dpi) / 25.4)
  return pictureOf(shapes, dots(lengthMm), dots(widthMm))
}
