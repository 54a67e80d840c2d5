import type { Trx } from "../../server/database.ts"
import { recordLine } from "../ledger/record-line.ts"
import type { Seals } from "../ledger/seal.ts"

/** Adds an event to the technical journal, in the transaction of what it tells of. Ids, numbers and codes only. */
export function noteInJournal(
  trx: Trx,
  seals: Seals,
  event: {
    organisationId: string
    kind: string
    by: string | null
    about: Record<string, string | number | boolean | null>
  },
): Promise<void> {
  const { organisationId, kind, by, about } = event
  return recordLine(trx, seals, { organisationId, chain: "journal", kind, content: { by, about } })
}
