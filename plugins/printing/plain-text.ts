import { clean } from "../tickets/print/set-text.ts"

/**
 * What a printer is given of a text from outside: no control character, which would be a command to it, and the spaces and
 * signs of print as a keyboard has them.
 */
export function plainText(words: string): string {
  return clean(words)
    .replace(/[\p{Zs}\u202f]/gu, " ")
    .replace(/[\u2010-\u2012\u2212]/g, "-")
    .replace(/[\u2018\u2019\u02bc]/g, "'")
}
