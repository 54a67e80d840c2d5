import { execFileSync } from "node:child_process"

/** The text of each page of a PDF, in reading order. */
export function pagesOfPdf(pdf: Uint8Array): string[] {
  const text = execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" })
  return text.split("\f").slice(0, -1)
}
