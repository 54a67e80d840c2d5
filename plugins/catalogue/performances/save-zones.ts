import { sql } from "kysely"
import type { Trx } from "../../../server/database.ts"
import type { Events } from "../../../server/events.ts"
import { savePrices } from "./save-prices.ts"

export interface ZoneToSave {
  ref: string
  name: string
  capacity: number
  /** Null leaves the prices as they are. */
  prices: readonly { tariffId: string; amount: number }[] | null
}

export interface ZonesOfPerformance {
  performanceId: string
  /** The plan its places are numbered by. */
  seatingVersionId: string | null
  /** The performance was there and is different now: its plan may be another. */
  changed?: boolean
  /** All of them, in their order. */
  zones: readonly ZoneToSave[]
}

interface KnownZone {
  id: string
  performance_id: string
  ref: string
  name: string
  capacity: number
  rank: number
}

/**
 * Brings the zones and prices of any number of performances to what is given, in a handful of statements. Zones that
 * are missing are removed; prices that are missing stay for what was sold at them and are no longer offered.
 * @returns the performances where something changed
 * @throws 409 below_sold when a listener finds places taken in what would go or shrink
 */
export async function saveZones(
  trx: Trx,
  events: Events,
  organisationId: string,
  given: readonly ZonesOfPerformance[],
): Promise<Set<string>> {
  const touched = new Set<string>()
  if (given.length === 0) return touched
  const known = new Map((await readZones(trx, organisationId, given)).map((zone) => [keyOf(zone), zone]))
  const wanted = given.flatMap(({ performanceId, zones }) =>
    zones.map((zone, rank) => ({ ...zone, performance_id: performanceId, rank })),
  )
  const wantedKeys = new Set(wanted.map(keyOf))
  const gone = [...known.values()].filter((zone) => !wantedKeys.has(keyOf(zone)))
  const fresh = wanted.filter((zone) => !known.has(keyOf(zone)))
  const changed = wanted.flatMap((zone) => {
    const before = known.get(keyOf(zone))
    const same =
      !before || (before.name === zone.name && before.capacity === zone.capacity && before.rank === zone.rank)
    return same ? [] : [{ ...zone, id: before.id, resized: before.capacity !== zone.capacity }]
  })

  await removeZones(
    trx,
    events,
    organisationId,
    gone.map((zone) => zone.id),
  )
  const inserted = await insertZones(trx, organisationId, fresh)
  await changeZones(trx, organisationId, changed)
  const performances = new Map(given.map((one) => [one.performanceId, one]))
  const resized = new Set(changed.flatMap((zone) => (zone.resized ? [zone.id] : [])))
  const before = wanted.flatMap((zone) => {
    const id = known.get(keyOf(zone))?.id
    return id && (resized.has(id) || performances.get(zone.performance_id)?.changed) ? [{ ...zone, id }] : []
  })
  const saved = [...inserted, ...before]
  if (saved.length > 0)
    await events.emit(trx, "zones.saved", {
      organisationId,
      zones: saved.map(({ id, performance_id, ref, capacity }) => ({
        ...{ id, ref, capacity },
        performanceId: performance_id,
        seatingVersionId: performances.get(performance_id)?.seatingVersionId ?? null,
      })),
    })
  for (const zone of [...gone, ...fresh, ...changed]) touched.add(zone.performance_id)

  const ids = new Map([...known.values(), ...inserted].map((zone) => [keyOf(zone), zone]))
  const priced = wanted.flatMap((zone) => {
    const id = ids.get(keyOf(zone))?.id
    return id && zone.prices ? [{ id, performanceId: zone.performance_id, prices: zone.prices }] : []
  })
  const performanceOf = new Map(priced.map(({ id, performanceId }) => [id, performanceId]))
  for (const zoneId of await savePrices(trx, organisationId, priced)) {
    const performanceId = performanceOf.get(zoneId)
    if (performanceId) touched.add(performanceId)
  }
  return touched
}

/** Removes zones of which nothing was ever taken, with their prices. @throws 409 below_sold */
export async function removeZones(
  trx: Trx,
  events: Events,
  organisationId: string,
  zoneIds: string[],
): Promise<void> {
  if (zoneIds.length === 0) return
  await events.emit(trx, "zones.removing", { organisationId, zoneIds })
  await sql`delete from zones where organisation_id = ${organisationId} and id = any(${zoneIds}::bigint[])`.execute(
    trx,
  )
}

function keyOf(zone: { performance_id: string; ref: string }): string {
  return `${zone.performance_id} ${zone.ref}`
}

async function readZones(trx: Trx, organisationId: string, given: readonly ZonesOfPerformance[]) {
  const ids = given.map(({ performanceId }) => performanceId)
  const { rows } = await sql<KnownZone>`
    select id, performance_id, ref, name, capacity, rank from zones
    where organisation_id = ${organisationId} and performance_id = any(${ids}::bigint[])`.execute(trx)
  return rows
}

type NewZone = Omit<KnownZone, "id">

async function insertZones(trx: Trx, organisationId: string, zones: readonly NewZone[]) {
  if (zones.length === 0) return []
  const rows = zones.map(({ performance_id, ref, name, capacity, rank }) => ({
    ...{ performance_id, ref, name, capacity, rank },
  }))
  const inserted = await sql<{ id: string; performance_id: string; ref: string; capacity: number }>`
    insert into zones (organisation_id, performance_id, ref, name, capacity, rank)
    select cast(${organisationId} as bigint), z.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as z (performance_id bigint, ref text, name text, capacity int, rank int)
    returning id, performance_id, ref, capacity`.execute(trx)
  return inserted.rows
}

async function changeZones(trx: Trx, organisationId: string, zones: readonly KnownZone[]) {
  if (zones.length === 0) return
  const rows = zones.map(({ id, name, capacity, rank }) => ({ id, name, capacity, rank }))
  await sql`
    update zones set name = z.name, capacity = z.capacity, rank = z.rank
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as z (id bigint, name text, capacity int, rank int)
    where zones.organisation_id = ${organisationId} and zones.id = z.id`.execute(trx)
}
