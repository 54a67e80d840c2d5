/** What a printer leaves on its paper, in dots. */
export type Shape =
  | {
      kind: "text"
      words: string
      x: number
      y: number
      /** Of one letter. */
      width: number
      height: number
      strong: boolean
      inverted: boolean
    }
  | {
      kind: "code"
      x: number
      y: number
      unit: number
      modules: { size: number; get(row: number, column: number): number | boolean }
    }
  | { kind: "dots"; x: number; y: number; columns: readonly number[] }

/** The paper as an SVG: letters in their boxes, dots where they are. */
export function pictureOf(shapes: readonly Shape[], width: number, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#fff"/>${shapes.map(drawn).join("")}</svg>`
}

function drawn(shape: Shape): string {
  if (shape.kind === "code") {
    const { x, y, unit, modules } = shape
    let path = ""
    for (let row = 0; row < modules.size; row++)
      for (let column = 0; column < modules.size; column++)
        if (modules.get(row, column))
          path += `M${x + column * unit} ${y + row * unit}h${unit}v${unit}h${-unit}z`
    return `<path d="${path}"/>`
  }
  if (shape.kind === "dots") {
    const path = shape.columns.flatMap((byte, column) =>
      [...Array(8).keys()]
        .filter((bit) => byte & (0x80 >> bit))
        .map((bit) => `M${shape.x + column} ${shape.y + bit}h1v1h-1z`),
    )
    return `<path d="${path.join("")}"/>`
  }
  const { words, x, y, width, height, strong, inverted } = shape
  if (words.trim() === "" && !inverted) return ""
  const length = words.length * width
  const box = inverted ? `<rect x="${x}" y="${y}" width="${length}" height="${height}"/>` : ""
  return `${box}<text x="${x}" y="${y + height * 0.8}" font-family="monospace" font-size="${height * 0.92}" font-weight="${strong ? 700 : 400}" fill="${inverted ? "#fff" : "#000"}" textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escaped(words)}</text>`
}

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
