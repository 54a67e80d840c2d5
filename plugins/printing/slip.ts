/** A paper of a printer, as it is said, before it is put in the language of the printer: a ticket, a coupon, a report. */
export interface Slip {
  /** In white on black, at the top: "DUPLICATA". */
  marks: readonly string[]
  lines: readonly SlipLine[]
  /** It may be out already: the paper says so. */
  doubtful?: boolean
  locale: "fr" | "en"
}

export type SlipSize = "small" | "normal" | "large" | "huge"

export type SlipLine =
  | { kind: "text"; words: string; size?: SlipSize; strong?: boolean; centred?: boolean; optional?: boolean }
  /** A label at one edge and what is said at the other. */
  | { kind: "pair"; label: string; words: string; size?: SlipSize; strong?: boolean; optional?: boolean }
  | { kind: "rule" }
  | { kind: "code"; code: string }
