/**
 * What an office paper says, once for the page and for the PDF: neither can say something else than the other. Everything
 * is text in the language of the reader.
 */
export type DocumentPart =
  | { kind: "facts"; heading?: string; items: readonly (readonly [label: string, value: string])[] }
  | {
      kind: "table"
      heading?: string
      columns: readonly { label: string; share: number; numeric?: boolean }[]
      rows: readonly (readonly string[])[]
      foot?: readonly string[]
    }
  | { kind: "text"; heading?: string; words: string }
  /** Lines to sign on, side by side, each under its label. */
  | { kind: "signatures"; labels: readonly string[] }
