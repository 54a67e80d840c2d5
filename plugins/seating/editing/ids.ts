import type { PlanFile } from "../plan-file.ts"

export type NewId = () => string

/** A new name for a seat, a row or an area: no plan has two alike. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => (byte % 36).toString(36)).join("")
}

/** The file with a `uuid` on every section, row and area, each once: what the editor calls them by. */
export function withIds(file: PlanFile, id: NewId = newId): PlanFile {
  const seen = new Set<string>()
  const named = <T extends { uuid?: string }>(thing: T): T & { uuid: string } => {
    const kept = thing.uuid && !seen.has(thing.uuid) ? thing.uuid : id()
    seen.add(kept)
    return thing.uuid === kept ? (thing as T & { uuid: string }) : { ...thing, uuid: kept }
  }
  return {
    ...file,
    zones: file.zones.map((zone) => ({
      ...named(zone),
      rows: zone.rows.map(named),
      areas: (zone.areas ?? []).map(named),
    })),
  }
}

/** A plan with one section and one category, and nothing in it. */
export function emptyPlan(name: string, words: { section: string; category: string }): PlanFile {
  return {
    name,
    categories: [{ name: words.category, color: "#2f6db5" }],
    zones: [{ name: words.section, uuid: newId(), position: { x: 0, y: 0 }, rows: [], areas: [] }],
    size: { width: 1000, height: 800 },
  }
}
