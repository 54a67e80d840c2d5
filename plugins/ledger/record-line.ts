import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { Seals } from "./seal.ts"
import type { Chain } from "./tables.ts"

/** Adds a line with a content of its own to one of the chains; the commit numbers and seals it. No personal data. */
export async function recordLine(
  db: Db | Trx,
  seals: Seals,
  line: { organisationId: string; chain: Chain; kind: string; content: object },
): Promise<void> {
  await sql`
    with sealed as (select set_config('parterre.ledger_seal', ${seals.forTransaction(line.organisationId)}, true) as seal)
    insert into ledger_drafts (organisation_id, chain, kind, content)
    select current_organisation(), ${line.chain}, ${line.kind}, ${JSON.stringify(line.content)} from sealed`.execute(
    db,
  )
}
