import { problem } from "../../server/problem.ts"
import { insertUnderSlug, slugOf } from "../../server/slug.ts"

/**
 * Inserts under the ref that was asked for, else under a free one made from the name. `insert` gives nothing when the
 * ref is taken.
 * @throws 409 ref_taken
 */
export async function insertUnderRef<Row>(
  asked: string | undefined,
  name: string,
  otherwise: string,
  insert: (ref: string) => Promise<Row | undefined>,
): Promise<Row> {
  if (asked === undefined) return insertUnderSlug(slugOf(name, otherwise), insert)
  const row = await insert(asked)
  if (!row) throw problem(409, "ref_taken")
  return row
}
