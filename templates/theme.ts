/** The hardest ground text is set on in each theme, --wash in css/tokens.css and css/dark.css: what is read there is read on all. */
export const grounds = { light: "#f1eee7", dark: "#26231e" } as const

/** The black of printed posters, --print-ink, and what a shape on it needs to be seen. */
const printInk = "#1d1a17"
const seen = 2.3

/** WCAG 2.2 AA for text. */
const enough = 4.5

export const defaultAccent = "#a8123a"

export type CorrectedAccent = {
  /** For paper. Contrast with it is at least 4.5. */
  light: string
  /** For dark. Contrast with it is at least 4.5. */
  dark: string
  /** True when the colour asked for could not be used as it is on paper: tell the person. */
  changed: boolean
}

/**
 * The nearest colours of the same hue that can be read on paper and on dark.
 * Anything that is not a hex colour gives the default accent, and says so with `changed`.
 */
export function correctAccent(hex: string): CorrectedAccent {
  const asked = parseHex(hex)
  if (!asked) return { ...correctAccent(defaultAccent), changed: true }
  const light = towards(asked, 0, grounds.light)
  const dark = towards(asked, 1, grounds.dark)
  return { light, dark, changed: light !== toHex(asked) }
}

/** The stylesheet served at `/{org}/theme.css`: the organisation's accent, corrected, and nothing else. */
export function themeCss(accent: string): string {
  const { light, dark } = correctAccent(accent)
  const glow = towards(parseHex(light) ?? [0, 0, 0], 1, printInk, seen)
  return `:root{--accent-light:${light};--accent-dark:${dark};--accent-glow:${glow}}\n`
}

/** WCAG 2.2 contrast ratio of two hex colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

type Rgb = readonly [number, number, number]

function parseHex(hex: string): Rgb | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.trim())?.[1]
  if (!digits) return null
  const six = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits
  const part = (at: number) => Number.parseInt(six.slice(at, at + 2), 16)
  return [part(0), part(2), part(4)]
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`
}

function luminance(hex: string): number {
  const [red, green, blue] = (parseHex(hex) ?? [0, 0, 0]).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Moves its lightness towards black (0) or white (1), hue and saturation kept, until it can be read. */
function towards(asked: Rgb, end: 0 | 1, ground: string, needed = enough): string {
  if (contrast(toHex(asked), ground) >= needed) return toHex(asked)
  const { hue, saturation, lightness } = toHsl(asked)
  for (let share = 0.01; share < 1; share += 0.01) {
    const moved = fromHsl(hue, saturation, lightness + (end - lightness) * share)
    if (contrast(moved, ground) >= needed) return moved
  }
  return end === 0 ? "#000000" : "#ffffff"
}

/** Hue, saturation and lightness, each from 0 to 1. */
function toHsl(rgb: Rgb): { hue: number; saturation: number; lightness: number } {
  const [red, green, blue] = [rgb[0] / 255, rgb[1] / 255, rgb[2] / 255]
  const high = Math.max(red, green, blue)
  const spread = high - Math.min(red, green, blue)
  const lightness = high - spread / 2
  if (spread === 0) return { hue: 0, saturation: 0, lightness }
  const turn =
    high === red
      ? (green - blue) / spread
      : high === green
        ? (blue - red) / spread + 2
        : (red - green) / spread + 4
  return { hue: (turn / 6 + 1) % 1, saturation: spread / (1 - Math.abs(2 * lightness - 1)), lightness }
}

function fromHsl(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const part = (offset: number) => {
    const at = (offset + hue * 12) % 12
    return (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))) * 255
  }
  return toHex([part(0), part(8), part(4)])
}
