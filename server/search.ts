import { type RawBuilder, sql } from "kysely"

/** A text for comparing and ordering as people do: without accents or capitals. */
export function folded(text: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`lower(regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]', '', 'g'))`
}

/** Whether each word of what was typed is in the text, in any order, accents and capitals aside. */
export function containsWords(text: RawBuilder<unknown>, typed: string): RawBuilder<boolean> {
  const words = fold(typed).split(/\s+/).filter(Boolean).slice(0, 10)
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`)
  return sql<boolean>`${folded(text)} like all (${patterns}::text[])`
}

/** What was typed, as `folded` makes it in the database. */
export function fold(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, " ")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
}
