/** What every list of the programme understands. `counted` asks for the number of rows on all pages. */
export interface ListInput<Key extends string> {
  organisationId: string
  /** Words to find, in any order. */
  q?: string | undefined
  sort?: { key: Key; direction: "asc" | "desc" } | undefined
  cursor?: string | undefined
  limit?: number | undefined
  counted?: boolean | undefined
}
