/** Widths of Fraunces at weight 600 and optical size 144, in thousandths of the size; one string of signs per width. */
const widths: Record<string, number> = {}
for (const [width, signs] of [
  [160, " \u00a0\u202f"],
  [205, ".,:;-’'!|"],
  [250, "iljîïIÎÏ"],
  [290, "ft"],
  [320, "()/["],
  [345, "J1"],
  [395, "rs"],
  [425, "czçv"],
  [450, "aeàâäéèêëkx–"],
  [500, "bdghnopqyôöuùûüñ«»"],
  [545, "?SEFTLYZÉÈÊË2357"],
  [600, "04689ABCPRUVXÀÂÇ"],
  [690, "DGHKNOQÔÖwœæ"],
  [800, "m"],
  [870, "MW&ŒÆ"],
] as const)
  for (const sign of signs) widths[sign] = width

/** Heavier letters are wider. */
const spread = { 400: 0.96, 600: 1, 900: 1.12 } as const

export type Weight = keyof typeof spread

/** Approximate width of a line, in the unit of `size`. Generous: a title may fall short of its column, never leave it. */
export function lineWidth(line: string, size: number, weight: Weight): number {
  let thousandths = 0
  for (const sign of line) thousandths += widths[sign] ?? 620
  return (thousandths / 1000) * size * spread[weight] * 1.05
}

/** Short words that look lost at the end of a line. */
const clinging = /^(à|a|au|aux|de|des|du|en|et|la|le|les|ou|un|une|the|of|and|an|in|to)$/i

export type SetTitle = { lines: string[]; size: number }

type Column = {
  width: number
  height: number
  largest: number
  smallest: number
  weight: Weight
  leading: number
}

/**
 * Sets a title as large as its column allows, in lines of even length; a little smaller when that keeps "La" with
 * "Mouette". What still does not fit ends with an ellipsis.
 */
export function setTitle(title: string, column: Column): SetTitle {
  const words = title
    .trim()
    .replace(/\s+(?=[:;!?»)]|$)/g, "\u00a0")
    .replace(/«\s+/g, "«\u00a0")
    .split(/[ \t\n]+/)
  const { width, height, largest, smallest, weight, leading } = column
  let found: SetTitle | null = null
  for (let size = largest; size > Math.max(smallest, (found?.size ?? 0) * 0.75); size -= 2) {
    const lines = evenLines(words, (line) => lineWidth(line, size, weight), width)
    if (!lines || lines.length * size * leading > height) continue
    if (!lines.slice(0, -1).some((line) => clinging.test(line.slice(line.lastIndexOf(" ") + 1))))
      return { lines, size }
    found ??= { lines, size }
  }
  if (found) return found
  const room = Math.max(1, Math.floor(height / (smallest * leading)))
  return { lines: cut(words, (line) => lineWidth(line, smallest, weight), width, room), size: smallest }
}

/** Breaks into as few lines as fit, then as even as possible. Null when a word alone is too wide. */
function evenLines(words: string[], measure: (line: string) => number, width: number): string[] | null {
  type Break = { cost: number; from: number }
  const best: Break[] = [{ cost: 0, from: 0 }]
  for (let end = 1; end <= words.length; end++) {
    let found: Break = { cost: Number.POSITIVE_INFINITY, from: end - 1 }
    for (let from = end - 1; from >= 0; from--) {
      const taken = measure(words.slice(from, end).join(" "))
      if (taken > width) break
      const lost = end < words.length && clinging.test(words[end - 1] ?? "") ? width * width : 0
      const cost = (best[from]?.cost ?? 0) + (width - taken) ** 2 + lost
      if (cost < found.cost) found = { cost, from }
    }
    best.push(found)
  }
  if (!Number.isFinite(best[words.length]?.cost ?? Number.NaN)) return null
  const lines: string[] = []
  for (let end = words.length; end > 0; end = best[end]?.from ?? 0)
    lines.unshift(words.slice(best[end]?.from ?? 0, end).join(" "))
  return lines
}

/** Fills lines one after the other, splitting what is wider than the column, up to `room` lines. */
function cut(words: string[], measure: (line: string) => number, width: number, room: number): string[] {
  const lines: string[] = [""]
  for (const sign of words.join(" ")) {
    const line = lines.at(-1) ?? ""
    if (measure(`${line}${sign}…`) <= width) {
      lines[lines.length - 1] = line + sign
      continue
    }
    const space = line.lastIndexOf(" ")
    const last = lines.length === room
    if (last) {
      lines[lines.length - 1] = `${line.trimEnd()}…`
      return lines
    }
    lines[lines.length - 1] = space > 0 ? line.slice(0, space) : line
    lines.push((space > 0 ? line.slice(space + 1) : "") + sign)
  }
  return lines.map((line) => line.trim())
}
