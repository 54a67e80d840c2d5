import { addRows } from "../../editing/add-rows.ts"
import { addTable } from "../../editing/add-table.ts"
import { type AreaKind, addArea } from "../../editing/areas.ts"
import { categoryForStanding } from "../../editing/categories.ts"
import { type Clip, copySelection, pasteClip, removeSelection } from "../../editing/change-selection.ts"
import { moveSelection } from "../../editing/move-selection.ts"
import { orderOf } from "../../editing/numbering.ts"
import { nothing, type Selection, withTables } from "../../editing/walk.ts"
import type { Point } from "../../seating-plan.ts"
import type { Editor } from "./editor.ts"
import { boundsOf, indexOf } from "./plan-index.ts"
import { fitted } from "./view.ts"

/** What is copied stays until something else is, from one plan to another of the same tab. */
let clip: Clip | null = null

export function hasClip(): boolean {
  return clip !== null
}

export function copy(editor: Editor): void {
  const { selection } = editor.state
  if (selection.seats.size + selection.areas.size > 0) clip = copySelection(editor.file, selection)
}

export function paste(editor: Editor, by: Point = { x: 20, y: 20 }): void {
  if (!clip) return
  const { file, selection } = pasteClip(editor.file, clip, { section: editor.state.section, by })
  editor.edit(() => file, { selection })
  editor.say(editor.place.t.added(selection.seats.size))
}

export function duplicate(editor: Editor): void {
  const before = clip
  copy(editor)
  const chosen = boundsOf(editor.file, editor.state.selection)
  paste(editor, { x: 0, y: chosen ? Math.ceil((chosen.max.y - chosen.min.y + 12) / 10) * 10 : 20 })
  clip = before
}

export function remove(editor: Editor): void {
  const { selection } = editor.state
  if (selection.seats.size + selection.areas.size === 0) return
  editor.edit((file) => removeSelection(file, selection), { selection: nothing })
  editor.say(editor.place.t.removed(selection.seats.size))
}

export function move(editor: Editor, by: Point, slide: string | null = null): void {
  editor.edit((file) => moveSelection(file, editor.state.selection, by), { slide })
}

export function selectAll(editor: Editor): void {
  const { seats } = indexOf(editor.file)
  const areas = editor.file.zones.flatMap((zone) => (zone.areas ?? []).map(({ uuid }) => uuid ?? ""))
  editor.choose({ seats: new Set(seats.map(({ seat }) => seat.seat_guid)), areas: new Set(areas) })
}

/** Chooses, or adds to what is chosen; what was chosen already is let go of. */
export function choose(editor: Editor, wanted: Selection, add: boolean): void {
  const complete = withTables(editor.file, wanted)
  if (!add) {
    editor.choose(complete)
    return
  }
  const { selection } = editor.state
  const known =
    [...complete.seats].every((guid) => selection.seats.has(guid)) &&
    [...complete.areas].every((uuid) => selection.areas.has(uuid))
  const merge = (before: ReadonlySet<string>, more: ReadonlySet<string>) => {
    const merged = new Set(before)
    for (const one of more) {
      if (known) merged.delete(one)
      else merged.add(one)
    }
    return merged
  }
  editor.choose({
    seats: merge(selection.seats, complete.seats),
    areas: merge(selection.areas, complete.areas),
  })
}

/** Adds the rows of the tool, the middle of the first at a point; the next ones go on where these end. */
export function drawRows(editor: Editor, at: Point, size?: { rows: number; seats: number }): void {
  const { rows, section, category } = editor.state
  const drawn = { ...rows, ...size, at, section, category }
  const { file, seats } = addRows(editor.file, drawn)
  editor.edit(() => file, { selection: { seats, areas: new Set() } })
  editor.set({
    rows: { ...rows, ...size, naming: { ...rows.naming, start: rows.naming.start + drawn.rows } },
    panel: "selection",
    said: editor.place.t.added(seats.size),
  })
}

export function drawTable(editor: Editor, at: Point): void {
  const { table, section, category } = editor.state
  const { file, selection } = addTable(editor.file, { ...table, at, section, category })
  editor.edit(() => file, { selection })
  const [, word = "", number = ""] = /^(.*?)(\d*)$/.exec(table.name) ?? []
  editor.set({
    table: { ...table, name: `${word}${Number(number || 1) + 1}` },
    panel: "selection",
    said: editor.place.t.added(selection.seats.size),
  })
}

export function drawArea(editor: Editor, kind: AreaKind, corners: Point[]): void {
  const { area, section, category } = editor.state
  const text = area.texts[kind] ?? wordOf(editor, kind)
  // Who stands has a category without seats: theirs is made with the first area.
  const standing = kind === "standing" ? categoryForStanding(editor.file, category, text) : null
  const { file, uuid } = addArea(standing?.file ?? editor.file, {
    section,
    category: standing?.name ?? category,
    kind,
    corners,
    shape: area.shape,
    capacity: area.capacity,
    text,
  })
  editor.edit(() => file, { selection: { seats: new Set(), areas: new Set([uuid]) } })
  editor.set({ panel: "selection", tool: "select" })
}

export function wordOf({ place: { t } }: Editor, kind: AreaKind): string {
  return { stage: t.stageName, standing: t.standingName, landmark: t.landmarkName, text: t.textName }[kind]
}

export function seeAll(editor: Editor): void {
  const { size } = editor.state
  const box = boundsOf(editor.file) ?? { min: { x: 0, y: 0 }, max: { x: 1000, y: 700 } }
  editor.set({ view: fitted(box, size) })
}

/** Where the names of new rows go on: after the last one of the section. */
export function goOnNaming(editor: Editor): void {
  const zone = editor.file.zones.find(({ uuid }) => uuid === editor.state.section)
  const orders = (zone?.rows ?? []).flatMap(({ row_number }) => orderOf(row_number) ?? [])
  const { rows } = editor.state
  const start = orders.length > 0 ? Math.max(...orders) + 1 : 1
  editor.set({ rows: { ...rows, naming: { ...rows.naming, start } } })
}
