import { defaultAccent } from "../../../templates/theme.ts"
import type { Colour } from "./paper.ts"

/** Warm black, and a grey dark enough for a laser printer to keep small letters sharp. */
export const ink: Colour = [0.1, 0.09, 0.08]
export const grey: Colour = [0.37, 0.35, 0.32]
export const faint: Colour = [0.72, 0.7, 0.66]
export const tint: Colour = [0.92, 0.91, 0.89]
export const black: Colour = [0, 0, 0]

/** The colour of the organisation, or the house's when it is not six hexadecimal digits. */
export function accentOf(hex: string | null | undefined): Colour {
  const digits = /^#?([0-9a-f]{6})$/i.exec(hex ?? "")?.[1] ?? defaultAccent.slice(1)
  const part = (at: number) => Number.parseInt(digits.slice(at, at + 2), 16) / 255
  return [part(0), part(2), part(4)]
}
