import type { PlanFile, PlanFileArea, PlanFileRow, PlanFileSeat, PlanFileZone } from "../plan-file.ts"
import type { Point } from "../seating-plan.ts"

/** What is chosen: seats by their guid, areas by their uuid. */
export interface Selection {
  seats: ReadonlySet<string>
  areas: ReadonlySet<string>
}

export const nothing: Selection = { seats: new Set(), areas: new Set() }

/** A seat where the file has it, with its place in the whole plan. */
export interface PlacedSeat extends Point {
  seat: PlanFileSeat
  row: PlanFileRow
  zone: PlanFileZone
}

const origin: Point = { x: 0, y: 0 }

export function plus(a: Point, b: Point | undefined): Point {
  return b ? { x: a.x + b.x, y: a.y + b.y } : a
}

export function minus(a: Point, b: Point | undefined): Point {
  return b ? { x: a.x - b.x, y: a.y - b.y } : a
}

/** Hundredths are finer than any drawing, and keep files short. */
export function rounded({ x, y }: Point): Point {
  return { x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 }
}

/** Where the coordinates of a row's seats begin. */
export function originOf(zone: PlanFileZone, row?: { position?: Point | undefined }): Point {
  return plus(zone.position ?? origin, row?.position)
}

/** Each section as `change` makes it; null takes it away. What is not changed stays the same object. */
export function mapZones(file: PlanFile, change: (zone: PlanFileZone) => PlanFileZone | null): PlanFile {
  const zones = changed(file.zones, change)
  return zones === file.zones ? file : { ...file, zones }
}

export function mapRows(
  file: PlanFile,
  change: (row: PlanFileRow, zone: PlanFileZone) => PlanFileRow | null,
): PlanFile {
  return mapZones(file, (zone) => {
    const rows = changed(zone.rows, (row) => change(row, zone))
    return rows === zone.rows ? zone : { ...zone, rows }
  })
}

export function mapSeats(
  file: PlanFile,
  change: (seat: PlanFileSeat, row: PlanFileRow, zone: PlanFileZone) => PlanFileSeat | null,
): PlanFile {
  return mapRows(file, (row, zone) => {
    const seats = changed(row.seats, (seat) => change(seat, row, zone))
    if (seats === row.seats) return row
    return seats.length === 0 && row.seats.length > 0 ? null : { ...row, seats }
  })
}

export function mapAreas(
  file: PlanFile,
  change: (area: PlanFileArea, zone: PlanFileZone) => PlanFileArea | null,
): PlanFile {
  return mapZones(file, (zone) => {
    const { areas } = zone
    if (!areas) return zone
    const after = changed(areas, (area) => change(area, zone))
    return after === areas ? zone : { ...zone, areas: after }
  })
}

function changed<T>(list: T[], change: (one: T) => T | null): T[] {
  const after = list.map(change)
  return after.every((one, index) => one === list[index]) ? list : after.filter((one) => one !== null)
}

/** Every seat with its place, in the order of the file. */
export function* seatsOf(file: PlanFile): Generator<PlacedSeat> {
  for (const zone of file.zones)
    for (const row of zone.rows) {
      const from = originOf(zone, row)
      for (const seat of row.seats) yield { seat, row, zone, ...plus(from, seat.position) }
    }
}

export function* areasOf(file: PlanFile): Generator<{ area: PlanFileArea; zone: PlanFileZone } & Point> {
  for (const zone of file.zones)
    for (const area of zone.areas ?? []) yield { area, zone, ...originOf(zone, area) }
}

/** The rows of which at least one seat is chosen. */
export function rowsOf(file: PlanFile, seats: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  for (const { seat, row } of seatsOf(file)) if (seats.has(seat.seat_guid) && row.uuid) found.add(row.uuid)
  return found
}

/** Every seat of these rows. */
export function seatsOfRows(file: PlanFile, rows: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  for (const { seat, row } of seatsOf(file)) if (rows.has(row.uuid ?? "")) found.add(seat.seat_guid)
  return found
}

/** What is chosen and still there. */
export function stillThere(file: PlanFile, { seats, areas }: Selection): Selection {
  if (seats.size === 0 && areas.size === 0) return nothing
  const kept = { seats: new Set<string>(), areas: new Set<string>() }
  for (const { seat } of seatsOf(file)) if (seats.has(seat.seat_guid)) kept.seats.add(seat.seat_guid)
  for (const { area } of areasOf(file)) if (areas.has(area.uuid ?? "")) kept.areas.add(area.uuid ?? "")
  return kept
}

/** A table goes with its seats when all of them are chosen, and they with it. */
export function withTables(file: PlanFile, { seats, areas }: Selection): Selection {
  const all = { seats: new Set(seats), areas: new Set(areas) }
  for (const zone of file.zones)
    for (const { table, seats: around } of zone.rows) {
      if (!table || around.length === 0) continue
      if (areas.has(table)) for (const { seat_guid } of around) all.seats.add(seat_guid)
      else if (around.every(({ seat_guid }) => seats.has(seat_guid))) all.areas.add(table)
    }
  return all
}
