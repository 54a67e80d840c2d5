import type { PlanFile, PlanFileArea, PlanFileRow } from "../plan-file.ts"
import { featuresOf, type SeatFeature } from "../seat-features.ts"
import type { Point } from "../seating-plan.ts"
import { type NewId, newId } from "./ids.ts"
import {
  mapAreas,
  mapRows,
  mapSeats,
  mapZones,
  minus,
  originOf,
  plus,
  rounded,
  type Selection,
} from "./walk.ts"

/** Takes away what is chosen, and the rows that are then empty. */
export function removeSelection(file: PlanFile, { seats, areas }: Selection): PlanFile {
  const without = mapSeats(file, (seat) => (seats.has(seat.seat_guid) ? null : seat))
  return mapAreas(without, (area) => (areas.has(area.uuid ?? "") ? null : area))
}

/** Puts seats, and the standing areas among the chosen, in a price category. */
export function setCategory(file: PlanFile, { seats, areas }: Selection, category: string): PlanFile {
  const seated = mapSeats(file, (seat) =>
    seats.has(seat.seat_guid) && seat.category !== category ? { ...seat, category } : seat,
  )
  return mapAreas(seated, (area) =>
    areas.has(area.uuid ?? "") && area.capacity !== undefined && area.category !== category
      ? { ...area, category }
      : area,
  )
}

/** Says of seats that they are something, or that they are not. What the category's name says is written down with it. */
export function setFeature(
  file: PlanFile,
  seats: ReadonlySet<string>,
  feature: SeatFeature,
  on: boolean,
): PlanFile {
  return mapSeats(file, (seat) => {
    if (!seats.has(seat.seat_guid)) return seat
    const before: string[] = seat.features ?? featuresOf(undefined, seat.category)
    if (before.includes(feature) === on) return seat
    return {
      ...seat,
      features: on ? [...before, feature] : before.filter((one) => one !== feature),
    }
  })
}

/** Gives one seat a number. */
export function setNumber(file: PlanFile, guid: string, number: string): PlanFile {
  return mapSeats(file, (seat) =>
    seat.seat_guid === guid && seat.seat_number !== number ? { ...seat, seat_number: number } : seat,
  )
}

export function setRadius(file: PlanFile, seats: ReadonlySet<string>, radius: number): PlanFile {
  return mapSeats(file, (seat) =>
    seats.has(seat.seat_guid) && seat.radius !== radius ? { ...seat, radius } : seat,
  )
}

/** Where the names of rows are written: beside their first seat, their last, both, or nowhere. */
export function setNamePlace(
  file: PlanFile,
  rows: ReadonlySet<string>,
  at: "start" | "end" | "both" | null,
): PlanFile {
  return mapRows(file, (row) =>
    rows.has(row.uuid ?? "") && row.row_number_position !== at ? { ...row, row_number_position: at } : row,
  )
}

/** What was copied: rows and areas with their places in the whole plan. */
export interface Clip {
  rows: PlanFileRow[]
  areas: PlanFileArea[]
}

export function copySelection(file: PlanFile, { seats, areas }: Selection): Clip {
  const clip: Clip = { rows: [], areas: [] }
  for (const zone of file.zones) {
    for (const row of zone.rows) {
      const kept = row.seats.filter((seat) => seats.has(seat.seat_guid))
      if (kept.length > 0) clip.rows.push({ ...row, position: originOf(zone, row), seats: kept })
    }
    for (const area of zone.areas ?? [])
      if (areas.has(area.uuid ?? "")) clip.areas.push({ ...area, position: originOf(zone, area) })
  }
  return clip
}

/** Adds what was copied to a section, so far aside, under names of its own. */
export function pasteClip(
  file: PlanFile,
  clip: Clip,
  { section, by }: { section: string; by: Point },
  id: NewId = newId,
): { file: PlanFile; selection: Selection } {
  const selection = { seats: new Set<string>(), areas: new Set<string>() }
  const renamed = new Map(clip.areas.map((area) => [area.uuid ?? "", id()]))
  const after = mapZones(file, (zone) => {
    if (zone.uuid !== section) return zone
    const at = (position: Point | undefined) => rounded(minus(plus(by, position), originOf(zone)))
    const rows = clip.rows.map((row) => ({
      ...row,
      uuid: id(),
      position: at(row.position),
      ...(row.table && { table: renamed.get(row.table) ?? row.table }),
      seats: row.seats.map((seat) => {
        const guid = id()
        selection.seats.add(guid)
        return { ...seat, seat_guid: guid, uuid: guid }
      }),
    }))
    const areas = clip.areas.map((area) => {
      const uuid = renamed.get(area.uuid ?? "") ?? id()
      selection.areas.add(uuid)
      return { ...area, uuid, position: at(area.position) }
    })
    return { ...zone, rows: [...zone.rows, ...rows], areas: [...(zone.areas ?? []), ...areas] }
  })
  return { file: after, selection }
}
