import type { Db } from "../../server/database.ts"
import type { About } from "../../server/journal.ts"
import { readLines } from "./read-lines.ts"

/** A line of the technical journal. */
export interface JournalLine {
  number: number
  /** RFC 3339, when it was committed. */
  at: string
  kind: string
  /** "user:12" or "device:3"; null: Parterre itself. */
  by: string | null
  about: About
  mac: string
}

/** The lines after a number, in order; as many as asked for. */
export async function listJournal(db: Db, after: number, limit: number): Promise<JournalLine[]> {
  const from = BigInt(after) + 1n
  const lines = await readLines(db, "journal", from, from + BigInt(limit) - 1n)
  return lines.map(({ number, at, kind, content, mac }) => {
    const { by, about } = JSON.parse(content) as Pick<JournalLine, "by" | "about">
    return { number: Number(number), at, kind, by, about, mac }
  })
}
