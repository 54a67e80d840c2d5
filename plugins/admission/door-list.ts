import { createCipheriv, randomBytes, sign } from "node:crypto"
import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import type { Localised } from "../catalogue/tables.ts"
import type { SigningKeys } from "../tickets/signing-keys.ts"
import { type DoorSecret, doorSecrets, type SignedTicket } from "./door-secret.ts"

/**
 * What a scanner needs to work without a network. It names nobody, and what it says of a ticket is closed with a key that
 * only the code of that ticket gives (door-secret.ts). `tickets` is base64 of one record after the other:
 *
 * | bytes | what                                                                                    |
 * |-------|-----------------------------------------------------------------------------------------|
 * | 8     | the lookup of the ticket                                                                |
 * | 1     | flags: 1 cancelled, 2 out of the room                                                   |
 * | 2     | how many of its places are used                                                         |
 * | 4     | when it last came in, seconds since 1970, 0 when it did not                             |
 * | 1     | through which of `gates`, counted from 1; 0 unknown                                     |
 * | 1     | length of what follows                                                                  |
 * | n     | AES-256-GCM, nonce `salt`, tag of 8 bytes, of the fields of `sealedText`                |
 *
 * Codes that were given out in advance (plugins/tickets/advance-tickets.ts) are among them, without a tariff; those that nobody
 * sold, once they are void, are cancelled. Later ones replace earlier ones of the same lookup; a cancelled ticket stays cancelled.
 */
export interface DoorList {
  format: "parterre-door-list/1"
  performance: {
    id: string
    title: Localised
    venue: string
    timezone: string
    startsAt: string
    opensAt: string
    closesAt: string
    reentry: boolean
  }
  keys: { keyId: number; publicKey: string }[]
  zones: string[]
  tariffs: { name: string; proof: string | null }[]
  /** By index in the records; `zones`, by index, are those that it serves, null all. */
  gates: { name: string; zones: number[] | null }[]
  entered: number
  expected: number
  salt: string
  tickets: string
  /** The cursor this list goes on from; null: it is whole. */
  after: string | null
  /** Asked for with `after`, the next list brings what is new since this one. */
  cursor: string
}

/** A list as it is sent, with the signature of its bytes: "keyId.signature", Ed25519, of `signedPrefix` and the body. */
export interface SignedList {
  body: string
  signature: string
}

export const signedPrefix = "parterre door list 1\n"

/** What clocks and transactions under way may be late by, in milliseconds: lists overlap by as much. */
const overlap = 60_000

interface TicketRow extends SignedTicket {
  number: string
  zone_id: string
  /** Null: given out in advance, and not known to be sold. */
  tariff_id: string | null
  seat: string | null
  message: string | null
  status: "valid" | "cancelled"
  places: number
  per_day: boolean
  used: number
  outside: boolean
  admitted_at: Date | null
  gate: string | null
}

/** @throws 404 not_found */
export async function doorList(
  db: Db,
  keys: SigningKeys,
  organisationId: string,
  performanceId: string,
  after: string | null,
): Promise<SignedList> {
  // Of one instant: what came in is counted as the tickets say it.
  const [frame, rows] = await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => [
      await frameOf(trx, performanceId),
      await changedTickets(trx, performanceId, after),
    ])
  const { performance, zones, tariffs, publicKeys, gates, now, entered, expected, current } = frame
  const secrets = await doorSecrets(db, keys, organisationId, rows)
  const gateNames = [
    ...new Set([...gates.map(({ name }) => name), ...rows.flatMap(({ gate }) => gate ?? [])]),
  ].slice(0, 250)
  const salt = randomBytes(12)
  const zoneAt = new Map(zones.map(({ id }, index) => [id, index]))
  const tariffAt = new Map(tariffs.map(({ id }, index) => [id, index]))
  const records = rows.map((row, n) =>
    recordOf(
      row,
      secrets[n] as DoorSecret,
      salt,
      gateNames,
      sealedText(row, zoneAt.get(row.zone_id) ?? 0, tariffAt.get(row.tariff_id ?? "") ?? tariffs.length),
    ),
  )
  const list: DoorList = {
    format: "parterre-door-list/1",
    performance,
    keys: publicKeys,
    zones: zones.map(({ name }) => name),
    tariffs: tariffs.map(({ name, proof }) => ({ name, proof })),
    gates: gateNames.map((name) => {
      const refs = gates.find((gate) => gate.name === name)?.zone_refs
      return {
        name,
        zones: refs ? zones.flatMap(({ ref }, index) => (refs.includes(ref) ? [index] : [])) : null,
      }
    }),
    entered,
    expected,
    salt: salt.toString("base64url"),
    tickets: Buffer.concat(records).toString("base64"),
    after,
    cursor: String(now.getTime()),
  }
  const body = JSON.stringify(list)
  const key = current === null ? undefined : await keys.load(db, organisationId, current)
  if (!key) return { body, signature: "" }
  const signature = sign(null, Buffer.from(signedPrefix + body), key.privateKey)
  return { body, signature: `${current}.${signature.toString("base64url")}` }
}

/** Number without its dashes, zone and tariff by index, places, "d" for one place a day, seat, message; with tabs between. */
function sealedText(
  { number, seat, message, places, per_day }: TicketRow,
  zone: number,
  tariff: number,
): string {
  return [
    number.replaceAll("-", ""),
    zone,
    tariff,
    places === 1 ? "" : places,
    per_day ? "d" : "",
    seat ?? "",
    message ?? "",
  ]
    .join("\t")
    .trimEnd()
}

function recordOf(
  row: TicketRow,
  { lookup, key }: DoorSecret,
  salt: Buffer,
  gates: readonly string[],
  text: string,
): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, salt, { authTagLength: 8 })
  // 250 bytes at most: a message that is too long is cut.
  let plain = Buffer.from(text)
  if (plain.length > 240)
    plain = Buffer.from(
      plain
        .subarray(0, 240)
        .toString("utf8")
        .replace(/\uFFFD$/, ""),
    )
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  const head = Buffer.alloc(17)
  lookup.copy(head)
  head.writeUInt8((row.status === "cancelled" ? 1 : 0) | (row.outside ? 2 : 0), 8)
  head.writeUInt16BE(row.used, 9)
  head.writeUInt32BE(row.admitted_at ? Math.floor(row.admitted_at.getTime() / 1000) : 0, 11)
  head.writeUInt8(row.gate ? gates.indexOf(row.gate) + 1 : 0, 15)
  head.writeUInt8(sealed.length, 16)
  return Buffer.concat([head, sealed])
}

interface Frame {
  performance: DoorList["performance"]
  zones: { id: string; ref: string; name: string }[]
  tariffs: { id: string; name: string; proof: string | null }[]
  publicKeys: DoorList["keys"]
  gates: { name: string; zone_refs: string[] }[]
  now: Date
  entered: number
  expected: number
  current: number | null
}

async function frameOf(db: Trx, performanceId: string): Promise<Frame> {
  const { rows } = await sql<Frame>`
    select
      jsonb_build_object('id', f.id::text, 'title', e.title, 'venue', v.name, 'timezone', v.timezone,
        'startsAt', ${iso("f.starts_at")}, 'opensAt', ${iso("coalesce(f.doors_at, f.starts_at - interval '1 hour')")},
        'closesAt', ${iso("f.ends_at")}, 'reentry', coalesce(d.reentry, false)) as performance,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id::text, 'ref', ref, 'name', name) order by rank, id), '[]') from zones
        where organisation_id = f.organisation_id and performance_id = f.id) as zones,
      (select coalesce(jsonb_agg(jsonb_build_object('id', t.id::text, 'name', t.name, 'proof', t.proof) order by t.id), '[]')
        from tariffs t where t.organisation_id = f.organisation_id and t.id in (
          select tariff_id from tickets where organisation_id = f.organisation_id and performance_id = f.id)) as tariffs,
      (select coalesce(jsonb_agg(jsonb_build_object('keyId', key_id, 'publicKey',
          rtrim(translate(encode(public_key, 'base64'), '+/', '-_'), '=')) order by key_id), '[]')
        from signing_keys where organisation_id = f.organisation_id) as "publicKeys",
      (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'zone_refs', zone_refs)), '[]') from door_gates
        where organisation_id = f.organisation_id) as gates,
      now() as now,
      (select count(*)::int from entries where organisation_id = f.organisation_id and performance_id = f.id
        and withdrawn_at is null) as entered,
      (select count(*)::int from tickets where organisation_id = f.organisation_id and performance_id = f.id
        and status = 'valid') as expected,
      (select key_id from signing_keys where organisation_id = f.organisation_id and retired_at is null) as current
    from performances f
    join events e on e.organisation_id = f.organisation_id and e.id = f.event_id
    join venues v on v.organisation_id = f.organisation_id and v.id = f.venue_id
    left join door_performances d on d.organisation_id = f.organisation_id and d.performance_id = f.id
    where f.organisation_id = current_organisation() and f.id = ${performanceId}`.execute(db)
  const [row] = rows
  if (!row) throw problem(404, "not_found")
  return row
}

const iso = (time: string) => sql.raw(`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/**
 * All tickets of the performance; or those sold or presented since. Cancelled ones, those printed again and those with a
 * message come each time: they are few, and when they became so is not written. The codes before a reprint are cancelled.
 */
async function changedTickets(db: Trx, performanceId: string, after: string | null): Promise<TicketRow[]> {
  const since = after === null ? null : new Date(Number(after) - overlap)
  const { rows } = await sql<TicketRow>`
    select k.id, k.performance_id as "performanceId", k.key_id as "keyId", k.valid_from as "validFrom",
      k.valid_until as "validUntil", k.number, k.zone_id, k.tariff_id, k.seat, m.message, c.copy,
      case when c.copy < k.copy then 'cancelled' else k.status end as status,
      coalesce(r.places, 1) as places, coalesce(r.per_day, false) as per_day, coalesce(n.used, 0) as used,
      coalesce(n.outside, false) as outside, n.admitted_at, n.gate
    from (
      select organisation_id, id, performance_id, key_id, valid_from, valid_until, number, zone_id, tariff_id, seat, copy, status,
        issued_at from tickets
      union all
      select a.organisation_id, a.ticket_id, a.performance_id, a.key_id, a.valid_from, a.valid_until, '', a.zone_id, null, a.seat, 0,
        case when a.voided_at is null then 'valid' else 'cancelled' end, a.given_at
      from advance_tickets a where a.cart_id is null) k
    cross join lateral generate_series(0, k.copy) as c(copy)
    left join door_tariffs r on r.organisation_id = k.organisation_id and r.tariff_id = k.tariff_id
    left join door_messages m on m.organisation_id = k.organisation_id and m.ticket_id = k.id
    left join (
      select ticket_id, count(*) filter (where withdrawn_at is null)::int as used,
        max(admitted_at) filter (where withdrawn_at is null) as admitted_at,
        (array_agg(gate order by admitted_at desc) filter (where withdrawn_at is null))[1] as gate,
        bool_or(not inside and withdrawn_at is null) as outside, max(received_at) as received_at
      from entries where organisation_id = current_organisation() and performance_id = ${performanceId} group by ticket_id
    ) n on n.ticket_id = k.id
    where k.organisation_id = current_organisation() and k.performance_id = ${performanceId}
      and (${since}::timestamptz is null or k.status = 'cancelled' or k.copy > 0 or m.message is not null or k.issued_at > ${since} or n.received_at > ${since})`.execute(
    db,
  )
  return rows
}
