import type { PlanFile, PlanFileArea, PlanFileRow, PlanFileSeat } from "./plan-file.ts"
import { featuresOf } from "./seat-features.ts"
import type { Area, AreaShape, Point, Row, Seat, SeatingPlan } from "./seating-plan.ts"

const defaultRadius = 10
const defaultTextSize = 16
const origin: Point = { x: 0, y: 0 }

/** The plan a file describes, with absolute coordinates and names to read; the file must have passed `readPlan`. */
export function normalisePlan(file: PlanFile): SeatingPlan {
  const rows: Row[] = []
  const seats: Seat[] = []
  const areas: Area[] = []
  for (const [sectionIndex, zone] of file.zones.entries()) {
    const section = zone.name ?? ""
    const zoneAt = zone.position ?? origin
    for (const row of zone.rows) {
      const rowAt = plus(zoneAt, row.position)
      const from = seats.length
      for (const seat of row.seats) seats.push(readSeat(seat, row, { section, rowAt, rowIndex: rows.length }))
      rows.push({
        name: row.row_number,
        sectionIndex,
        numberAt: numberAt(row.row_number_position),
        from,
        to: seats.length,
      })
    }
    for (const area of zone.areas ?? []) {
      const read = readArea(area, zoneAt, sectionIndex)
      if (read) areas.push(read)
    }
  }
  const named = new Map<string, { name: string; color: string | null }>()
  for (const { name, color } of file.categories)
    if (!named.has(name)) named.set(name, { name, color: colourOf(color) })
  return {
    name: file.name,
    size: file.size ?? sizeOf(seats),
    categories: [...named.values()],
    sections: file.zones.map((zone) => ({ name: zone.name ?? "" })),
    rows,
    seats,
    areas,
    file,
  }
}

function readSeat(
  seat: PlanFileSeat,
  row: PlanFileRow,
  at: { section: string; rowAt: Point; rowIndex: number },
): Seat {
  return {
    guid: seat.seat_guid,
    label: [row.row_number, seat.seat_number].filter(Boolean).join("-") || seat.seat_guid,
    row: row.row_number,
    number: seat.seat_number,
    longLabel: longLabel(row, seat),
    section: at.section,
    category: seat.category,
    ...plus(at.rowAt, seat.position),
    radius: seat.radius || defaultRadius,
    features: featuresOf(seat.features, seat.category),
    rowIndex: at.rowIndex,
  }
}

/** pretix puts the row's name and the seat's number where these texts say "%s". */
function longLabel(row: PlanFileRow, seat: PlanFileSeat): string | null {
  const parts = [
    row.row_label?.replaceAll("%s", () => row.row_number),
    row.seat_label?.replaceAll("%s", () => seat.seat_number),
  ]
  return parts.filter(Boolean).join(", ") || null
}

/** "left" and "right" are not the format's own words, but plans in use hold them. */
const numberPlaces = ["start", "end", "both", "left", "right"] as const

function numberAt(position: string | null | undefined): Row["numberAt"] {
  return numberPlaces.find((place) => place === position) ?? null
}

function readArea(area: PlanFileArea, zoneAt: Point, sectionIndex: number): Area | null {
  const at = plus(zoneAt, area.position)
  const shape = shapeOf(area, at)
  const given = typeof area.text === "string" ? { text: area.text } : area.text
  const text = given?.text.trim() ? given : undefined
  if (!shape && !text) return null
  return {
    ...(shape ?? { shape: "text" }),
    ...at,
    sectionIndex,
    rotation: area.rotation ?? 0,
    color: colourOf(area.color),
    borderColor: colourOf(area.border_color),
    standing: area.capacity && area.category ? { capacity: area.capacity, category: area.category } : null,
    text: text
      ? {
          text: text.text.trim(),
          ...plus(at, text.position),
          color: colourOf(text.color),
          size: text.size || defaultTextSize,
        }
      : null,
  }
}

function shapeOf(area: PlanFileArea, at: Point): AreaShape | null {
  const shape = area.shape ?? (area.width && area.height ? "rectangle" : null)
  if (shape === "rectangle") {
    const { width, height } = area.rectangle ?? { width: area.width ?? 0, height: area.height ?? 0 }
    return width > 0 && height > 0 ? { shape, width, height } : null
  }
  if (shape === "circle") return area.circle ? { shape, radius: area.circle.radius } : null
  if (shape === "ellipse" && area.ellipse)
    return { shape, radiusX: Math.abs(area.ellipse.radius.x), radiusY: Math.abs(area.ellipse.radius.y) }
  if (shape === "polygon" && area.polygon)
    return { shape, points: area.polygon.points.map((point) => plus(at, point)) }
  return null
}

/** Only what is surely a colour goes into a drawing. */
export function colourOf(color: string | undefined): string | null {
  return color &&
    /^(#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|[a-z]{3,25}|(rgb|hsl)a?\([\d.,%/ ]{5,40}\))$/i.test(color)
    ? color
    : null
}

function plus(a: Point, b: Point | undefined): Point {
  return { x: a.x + (b?.x ?? 0), y: a.y + (b?.y ?? 0) }
}

/** Plans older than the property `size` are as large as what they hold. */
function sizeOf(seats: readonly Seat[]): { width: number; height: number } {
  let width = 1
  let height = 1
  for (const seat of seats) {
    width = Math.max(width, seat.x + 2 * seat.radius)
    height = Math.max(height, seat.y + 2 * seat.radius)
  }
  return { width, height }
}
