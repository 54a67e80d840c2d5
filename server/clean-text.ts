/** One line as a person meant it: control characters and lone surrogates gone, spaces tidy, in Unicode's composed form. */
export function cleanLine(text: string): string {
  return wellFormed(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim()
    .normalize("NFC")
}

/** The same with its line breaks. */
export function cleanText(text: string): string {
  return wellFormed(text)
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[^\P{Cc}\n]/gu, " ")
    .trim()
    .normalize("NFC")
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "")
}
