import { outlineOf } from "../../area-outline.ts"
import type { HallEdits } from "../../editing/hall-edits.ts"
import { type PlacedSeat, rowsOf, type Selection, seatsOf, seatsOfRows } from "../../editing/walk.ts"
import { findStage } from "../../find-stage.ts"
import { type HallFile, proposeHall } from "../../hall-file.ts"
import { normalisePlan } from "../../normalise-plan.ts"
import type { PlanFile } from "../../plan-file.ts"
import { distance } from "../../points.ts"
import type { Point } from "../../seating-plan.ts"

/** A plan as the editor looks things up in it; made once for each state of the file. */
export interface PlanIndex {
  seats: PlacedSeat[]
  byGuid: ReadonlyMap<string, PlacedSeat>
  radiusOf(seat: PlacedSeat): number
  /** The seat under a point, if any. */
  seatAt(point: Point): PlacedSeat | null
  seatsIn(a: Point, b: Point): string[]
  /** The seat one goes to from another in a direction. */
  next(from: PlacedSeat, way: Point): PlacedSeat | null
}

const made = new WeakMap<PlanFile, PlanIndex>()
const cell = 40

export function indexOf(file: PlanFile): PlanIndex {
  const known = made.get(file)
  if (known) return known
  const seats = [...seatsOf(file)]
  const cells = new Map<string, PlacedSeat[]>()
  const keyOf = (x: number, y: number) => `${Math.floor(x / cell)} ${Math.floor(y / cell)}`
  for (const seat of seats) {
    const key = keyOf(seat.x, seat.y)
    const list = cells.get(key)
    if (list) list.push(seat)
    else cells.set(key, [seat])
  }
  const radiusOf = ({ seat }: PlacedSeat) => seat.radius || 10
  const index: PlanIndex = {
    seats,
    byGuid: new Map(seats.map((seat) => [seat.seat.seat_guid, seat])),
    radiusOf,
    seatAt(point) {
      let found: PlacedSeat | null = null
      let best = Number.POSITIVE_INFINITY
      for (let dx = -1; dx <= 1; dx++)
        for (let dy = -1; dy <= 1; dy++)
          for (const seat of cells.get(keyOf(point.x + dx * cell, point.y + dy * cell)) ?? []) {
            const away = distance(seat, point)
            if (away <= radiusOf(seat) + 2 && away < best) {
              best = away
              found = seat
            }
          }
      return found
    },
    seatsIn(a, b) {
      const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)]
      const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
      return seats
        .filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom)
        .map(({ seat }) => seat.seat_guid)
    },
    next(from, way) {
      let found: PlacedSeat | null = null
      let best = Number.POSITIVE_INFINITY
      for (const seat of seats) {
        const along = (seat.x - from.x) * way.x + (seat.y - from.y) * way.y
        const aside = Math.abs((seat.x - from.x) * way.y - (seat.y - from.y) * way.x)
        if (along < 1 || aside > along * 1.5) continue
        const cost = along + 2 * aside
        if (cost < best) {
          best = cost
          found = seat
        }
      }
      return found
    },
  }
  made.set(file, index)
  return index
}

const halls = new WeakMap<PlanFile, WeakMap<HallEdits, HallFile>>()

/** Neighbours and ranks as they would be published. */
export function hallOf(file: PlanFile, edits: HallEdits): HallFile {
  const ofFile = halls.get(file) ?? new WeakMap<HallEdits, HallFile>()
  halls.set(file, ofFile)
  const hall = ofFile.get(edits) ?? proposeHall(normalisePlan(file), edits)
  ofFile.set(edits, hall)
  return hall
}

const stages = new WeakMap<PlanFile, Point>()

/** Where everybody looks: as somebody said, else as the drawing says; null while there is no seat. */
export function stageOf(file: PlanFile, edits: HallEdits): Point | null {
  if (edits.stage) return edits.stage
  if (indexOf(file).seats.length === 0) return null
  const found = stages.get(file) ?? findStage(normalisePlan(file))
  stages.set(file, found)
  return found
}

/** What is meant by a click on a seat: it, its row, or its part of the hall. */
export function grown(
  file: PlanFile,
  seats: ReadonlySet<string>,
  grain: "seat" | "row" | "section",
): Set<string> {
  if (grain === "seat") return new Set(seats)
  if (grain === "row") return seatsOfRows(file, rowsOf(file, seats))
  const zones = new Set<unknown>()
  const { byGuid, seats: all } = indexOf(file)
  for (const guid of seats) zones.add(byGuid.get(guid)?.zone)
  return new Set(all.filter(({ zone }) => zones.has(zone)).map(({ seat }) => seat.seat_guid))
}

export function labelOf({ seat, row }: PlacedSeat): string {
  return [row.row_number, seat.seat_number].filter(Boolean).join("-") || seat.seat_guid
}

/** The corners of a box around what is chosen, or around everything; null when there is nothing. */
export function boundsOf(file: PlanFile, only?: Selection): { min: Point; max: Point } | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const see = (x: number, y: number, margin: number) => {
    left = Math.min(left, x - margin)
    right = Math.max(right, x + margin)
    top = Math.min(top, y - margin)
    bottom = Math.max(bottom, y + margin)
  }
  const { seats, radiusOf } = indexOf(file)
  for (const seat of seats)
    if (!only || only.seats.has(seat.seat.seat_guid)) see(seat.x, seat.y, radiusOf(seat))
  if (!only)
    for (const area of normalisePlan(file).areas) for (const { x, y } of outlineOf(area)) see(x, y, 0)
  return left > right ? null : { min: { x: left, y: top }, max: { x: right, y: bottom } }
}
