import type { PlanFile, PlanFileRow, PlanFileZone } from "./plan-file.ts"
import type { SeatingPlan } from "./seating-plan.ts"

/** The plan as a file: just what was imported, with every property it came with. */
export function exportPlan(plan: SeatingPlan): PlanFile {
  return structuredClone(plan.file)
}

const known = {
  plan: ["name", "categories", "zones", "size"],
  category: ["name", "color"],
  zone: ["name", "zone_id", "uuid", "position", "rows", "areas"],
  row: ["row_number", "row_label", "seat_label", "uuid", "seats", "row_number_position", "position"],
  seat: ["seat_guid", "seat_number", "uuid", "start_direction", "radius", "position", "category"],
  area: [
    ...["uuid", "color", "border_color", "rotation", "position", "shape"],
    ...["polygon", "rectangle", "ellipse", "circle", "text"],
  ],
} as const

/**
 * The plan as pretix itself accepts it: its schema refuses any property it does not know, wants a size and whole
 * radii, and has three words for where a row's number stands.
 */
export function exportPlanForPretix(plan: SeatingPlan): PlanFile {
  const file = exportPlan(plan)
  return {
    ...pick(file, known.plan),
    size: { width: Math.ceil(plan.size.width), height: Math.ceil(plan.size.height) },
    categories: file.categories.map((category) => pick(category, known.category)),
    zones: file.zones.map(zoneForPretix),
  }
}

function zoneForPretix(zone: PlanFileZone): PlanFileZone {
  return {
    ...pick(zone, known.zone),
    name: zone.name ?? "",
    position: zone.position ?? { x: 0, y: 0 },
    rows: zone.rows.map(rowForPretix),
    areas: (zone.areas ?? []).map((area) => {
      const kept = pick(area, known.area)
      if (typeof kept.text === "string") kept.text = { text: kept.text, position: { x: 0, y: 0 } }
      if (!kept.shape && area.width && area.height)
        Object.assign(kept, {
          shape: "rectangle",
          rectangle: whole({ width: area.width, height: area.height }),
        })
      if (kept.rectangle) kept.rectangle = whole(kept.rectangle)
      return kept
    }),
  }
}

function rowForPretix(row: PlanFileRow): PlanFileRow {
  const at = { left: "start", right: "end" }[row.row_number_position ?? ""] ?? row.row_number_position
  return {
    ...pick(row, known.row),
    ...(at !== undefined && { row_number_position: at && ["start", "end", "both"].includes(at) ? at : null }),
    seats: row.seats.map((seat) => {
      const kept = pick(seat, known.seat)
      if (kept.radius !== undefined) kept.radius = Math.max(1, Math.round(kept.radius))
      return kept
    }),
  }
}

function whole({ width, height }: { width: number; height: number }) {
  return { width: Math.round(width), height: Math.round(height) }
}

function pick<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> & T {
  const entries = keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]])
  return Object.fromEntries(entries) as Pick<T, K> & T
}
