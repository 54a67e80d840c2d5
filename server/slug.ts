import { randomInt } from "node:crypto"

/** "Été à l’Odéon" is "ete-a-l-odeon": a stable name that people can read and type; `otherwise` when nothing is left. */
export function slugOf(text: string, otherwise: string): string {
  const slug = text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "")
  return slug || otherwise
}

/** The slug, or with the first number that makes it free: "salle-2". */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  for (let number = 2; ; number++) if (!taken.has(`${slug}-${number}`)) return `${slug}-${number}`
}

/** Tries to insert under the slug, then under numbered ones, until `insert` gives the row; undefined means taken. */
export async function insertUnderSlug<Row>(
  slug: string,
  insert: (ref: string) => Promise<Row | undefined>,
): Promise<Row> {
  for (let number = 1; ; number++) {
    const suffix = number > 20 ? randomInt(1_000_000) : number
    const row = await insert(number === 1 ? slug : `${slug}-${suffix}`)
    if (row) return row
  }
}
