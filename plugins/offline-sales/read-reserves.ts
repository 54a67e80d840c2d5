import { sql } from "kysely"
import type { Organisation } from "../../server/access.ts"
import type { Db } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { doorSecret } from "../admission/door-secret.ts"
import type { Localised } from "../catalogue/tables.ts"
import { type AdvanceTicket, listAdvanceTickets } from "../tickets/advance-tickets.ts"
import { priceSeal } from "./price-seal.ts"

/** What a till keeps of one performance, with all it needs to sell without a network. */
export interface KeptReserve {
  id: string
  performance: {
    id: string
    title: Localised
    venue: string
    address: string | null
    timezone: string
    startsAt: string
    doorsAt: string | null
    endsAt: string
    seated: boolean
  }
  zones: {
    id: string
    name: string
    wanted: number
    prices: { id: string; tariff: string; proof: string | null; amount: number; seal: string }[]
  }[]
  places: KeptPlace[]
}

/**
 * One place with the ticket to be. A counter has its code, to print it. A scanner lets in at once: it has what a door makes of the
 * code (door-secret.ts), of which nobody makes a ticket.
 */
export type KeptPlace = Pick<AdvanceTicket, "ticketId" | "zoneId" | "seatId" | "seat" | "orderNumber"> &
  ({ code: string } | { lookup: string; proof: string })

interface Row extends Omit<KeptReserve, "places" | "zones"> {
  allotmentId: string
  zones: (Omit<KeptReserve["zones"][number], "prices"> & {
    prices: Omit<KeptReserve["zones"][number]["prices"][number], "seal">[]
  })[]
}

const iso = (time: string) => sql.raw(`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`)

/** What this holder keeps for this session, the nearest performance first. */
export async function readReserves(
  app: App,
  db: Db,
  organisation: Organisation,
  { sessionId, holder, printed }: { sessionId: string; holder: string; printed: boolean },
): Promise<KeptReserve[]> {
  const { rows } = await sql<Row>`
    select r.id, r.allotment_id as "allotmentId",
      jsonb_build_object('id', f.id::text, 'title', e.title, 'venue', v.name, 'address', v.address, 'timezone', v.timezone,
        'startsAt', ${iso("f.starts_at")}, 'doorsAt', ${iso("f.doors_at")}, 'endsAt', ${iso("f.ends_at")},
        'seated', f.seating_version_id is not null) as performance,
      (select coalesce(jsonb_agg(jsonb_build_object('id', z.id::text, 'name', z.name, 'wanted', (r.wanted ->> z.id::text)::int,
          'prices', coalesce((
            select jsonb_agg(jsonb_build_object('id', p.id::text, 'tariff', t.name, 'proof', t.proof, 'amount', p.amount)
              order by t.rank, p.amount desc, t.id)
            from prices p join tariffs t on t.organisation_id = p.organisation_id and t.id = p.tariff_id
            where p.organisation_id = z.organisation_id and p.zone_id = z.id and p.offered), '[]')) order by z.rank, z.id), '[]')
        from zones z where z.organisation_id = f.organisation_id and z.performance_id = f.id and r.wanted ? z.id::text) as zones
    from offline_reserves r
    join performances f on f.organisation_id = r.organisation_id and f.id = r.performance_id
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    where r.organisation_id = current_organisation() and r.session_id = ${sessionId} and r.holder = ${holder}
      and r.ended_at is null order by f.starts_at, r.id`.execute(db)
  const codes = await listAdvanceTickets(
    db,
    app.signingKeys,
    organisation.id,
    rows.map(({ allotmentId }) => allotmentId),
  )
  return rows.map(({ allotmentId, zones, ...row }) => ({
    ...row,
    zones: zones.map((zone) => ({
      ...zone,
      prices: zone.prices.map((price) => ({
        ...price,
        seal: priceSeal(app.secrets, organisation.id, price.id, price.amount),
      })),
    })),
    places: codes
      .filter((one) => one.allotmentId === allotmentId)
      .map(({ code, allotmentId: _, ...place }) => ({ ...place, ...(printed ? { code } : secretOf(code)) })),
  }))
}

function secretOf(code: string): { lookup: string; proof: string } {
  const { lookup, proof } = doorSecret(code)
  return { lookup: lookup.toString("hex"), proof: proof.toString("base64url") }
}
