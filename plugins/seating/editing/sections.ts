import type { PlanFile, PlanFileArea, PlanFileRow } from "../plan-file.ts"
import { type NewId, newId } from "./ids.ts"
import { mapZones, minus, originOf, plus, rounded, type Selection } from "./walk.ts"

/** Adds a part of the hall: the stalls, a balcony. */
export function addSection(
  file: PlanFile,
  name: string,
  id: NewId = newId,
): { file: PlanFile; uuid: string } {
  const uuid = id()
  const zone = { name, uuid, position: { x: 0, y: 0 }, rows: [], areas: [] }
  return { file: { ...file, zones: [...file.zones, zone] }, uuid }
}

export function renameSection(file: PlanFile, uuid: string, name: string): PlanFile {
  return mapZones(file, (zone) => (zone.uuid === uuid && zone.name !== name ? { ...zone, name } : zone))
}

/** Takes away a section that holds nothing, as long as another is left. */
export function removeSection(file: PlanFile, uuid: string): PlanFile {
  if (file.zones.length < 2) return file
  return mapZones(file, (zone) =>
    zone.uuid === uuid && zone.rows.length === 0 && (zone.areas ?? []).length === 0 ? null : zone,
  )
}

/** Moves what is chosen to a section, leaving it where it stands. Of a row chosen in part, that part becomes a row. */
export function moveToSection(
  file: PlanFile,
  { seats, areas }: Selection,
  section: string,
  id: NewId = newId,
): PlanFile {
  const moved: { rows: PlanFileRow[]; areas: PlanFileArea[] } = { rows: [], areas: [] }
  const left = mapZones(file, (zone) => {
    if (zone.uuid === section) return zone
    const rows: PlanFileRow[] = []
    for (const row of zone.rows) {
      const going = row.seats.filter((seat) => seats.has(seat.seat_guid))
      if (going.length === 0) {
        rows.push(row)
        continue
      }
      const whole = going.length === row.seats.length
      if (!whole) rows.push({ ...row, seats: row.seats.filter((seat) => !seats.has(seat.seat_guid)) })
      moved.rows.push({ ...row, ...(!whole && { uuid: id() }), position: originOf(zone, row), seats: going })
    }
    const going = (zone.areas ?? []).filter((area) => areas.has(area.uuid ?? ""))
    if (rows.length === zone.rows.length && rows.every((row, i) => row === zone.rows[i]) && !going.length)
      return zone
    for (const area of going) moved.areas.push({ ...area, position: originOf(zone, area) })
    return { ...zone, rows, areas: (zone.areas ?? []).filter((area) => !going.includes(area)) }
  })
  if (left === file) return file
  return mapZones(left, (zone) => {
    if (zone.uuid !== section) return zone
    const here = <T extends PlanFileRow | PlanFileArea>(thing: T): T => ({
      ...thing,
      position: rounded(minus(plus({ x: 0, y: 0 }, thing.position), originOf(zone))),
    })
    return {
      ...zone,
      rows: [...zone.rows, ...moved.rows.map(here)],
      areas: [...(zone.areas ?? []), ...moved.areas.map(here)],
    }
  })
}
