import { sql } from "kysely"
import type { Db } from "../../server/database.ts"
import { inEachOrganisation } from "../../server/housekeeping.ts"
import type { App } from "../../server/plugin.ts"
import type { Seals } from "./seal.ts"

/** As many as one commit chains: their sale waits for no longer than some milliseconds. */
const batch = 100

/** Puts into the books who came in at the door, with the time of the door. The scan itself does not wait for it. */
export async function recordEntries(app: App): Promise<void> {
  await inEachOrganisation(app, async (db, organisationId) => {
    while ((await recordSome(db, app.ledger.seals, organisationId)) === batch);
  })
}

async function recordSome(db: Db, seals: Seals, organisationId: string): Promise<number> {
  const { rows } = await sql`
    with sealed as (select set_config('parterre.ledger_seal', ${seals.forTransaction(organisationId)}, true) as seal),
    waiting as (
      select ticket_id, place from ledger_entries w where organisation_id = current_organisation() and not recorded
        -- Sold without a network, and the till did not say so yet: the entry follows the sale.
        and exists (select from tickets k where k.organisation_id = w.organisation_id and k.id = w.ticket_id)
      order by ticket_id, place limit ${batch} for update skip locked),
    recorded as (
      update ledger_entries set recorded = true
      where organisation_id = current_organisation() and (ticket_id, place) in (select ticket_id, place from waiting)
      returning ticket_id, place)
    insert into ledger_drafts (organisation_id, chain, kind, order_id, content, performances)
    select current_organisation(), 'operations', 'entry', k.order_id, row_to_json(content)::text, array[e.performance_id]
    from recorded r
    join entries e on e.organisation_id = current_organisation() and e.ticket_id = r.ticket_id and e.place = r.place
    join tickets k on k.organisation_id = e.organisation_id and k.id = e.ticket_id
    cross join sealed
    cross join lateral (select 'door' as channel, e.performance_id::text as performance, k.number as ticket,
      to_char(e.admitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as entered, e.gate) content
    order by e.admitted_at
    returning id`.execute(db)
  return rows.length
}
