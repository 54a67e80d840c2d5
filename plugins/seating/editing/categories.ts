import type { PlanFile } from "../plan-file.ts"
import { palette } from "./palette.ts"
import { mapAreas, mapSeats } from "./walk.ts"

/** Adds a price category under a name that no other has. */
export function addCategory(file: PlanFile, wanted: string): { file: PlanFile; name: string } {
  const name = freeName(file, wanted)
  const used = new Set(file.categories.map(({ color }) => color))
  const color = palette.find((one) => !used.has(one)) ?? palette[file.categories.length % palette.length]
  return { file: { ...file, categories: [...file.categories, { name, color }] }, name }
}

/** A category for people who stand: the wanted one if it has no seats, else one of the name of where they stand. */
export function categoryForStanding(
  file: PlanFile,
  wanted: string,
  text: string,
): { file: PlanFile; name: string } {
  const seated = new Set(
    file.zones.flatMap((zone) => zone.rows.flatMap((row) => row.seats.map((seat) => seat.category))),
  )
  const free = (name: string) => file.categories.some((one) => one.name === name) && !seated.has(name)
  for (const name of [text, wanted]) if (free(name)) return { file, name }
  return addCategory(file, text || wanted)
}

/** Renames a category with its seats; to a name another has, they become one. */
export function renameCategory(file: PlanFile, before: string, name: string): PlanFile {
  if (name === "" || name === before || !file.categories.some((one) => one.name === before)) return file
  const merged = file.categories.some((one) => one.name === name)
  const categories = merged
    ? file.categories.filter((one) => one.name !== before)
    : file.categories.map((one) => (one.name === before ? { ...one, name } : one))
  const seated = mapSeats(file, (seat) => (seat.category === before ? { ...seat, category: name } : seat))
  const after = mapAreas(seated, (area) => (area.category === before ? { ...area, category: name } : area))
  return { ...after, categories }
}

export function recolourCategory(file: PlanFile, name: string, color: string): PlanFile {
  return {
    ...file,
    categories: file.categories.map((one) => (one.name === name ? { ...one, color } : one)),
  }
}

/** Takes away a category that nothing is in, as long as another is left. */
export function removeCategory(file: PlanFile, name: string): PlanFile {
  if (file.categories.length < 2) return file
  if ((countByCategory(file).get(name) ?? 0) > 0) return file
  return { ...file, categories: file.categories.filter((one) => one.name !== name) }
}

/** How many people each category seats, or lets stand. */
export function countByCategory(file: PlanFile): Map<string, number> {
  const counts = new Map(file.categories.map(({ name }) => [name, 0]))
  for (const zone of file.zones) {
    for (const row of zone.rows)
      for (const { category } of row.seats) counts.set(category, (counts.get(category) ?? 0) + 1)
    for (const { capacity, category } of zone.areas ?? [])
      if (capacity && category) counts.set(category, (counts.get(category) ?? 0) + capacity)
  }
  return counts
}

function freeName(file: PlanFile, wanted: string): string {
  const taken = new Set(file.categories.map(({ name }) => name))
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`
    if (!taken.has(name)) return name
  }
}
