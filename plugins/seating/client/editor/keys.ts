import { nothing } from "../../editing/walk.ts"
import type { Point } from "../../seating-plan.ts"
import { choose, copy, duplicate, move, paste, remove, seeAll, selectAll } from "./actions.ts"
import type { Editor, Tool } from "./editor.ts"
import { indexOf, labelOf } from "./plan-index.ts"
import { centreOf, panned, zoomed } from "./view.ts"

const ways: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

const tools: Record<string, Tool> = { v: "select", h: "hand", r: "rows", t: "table" }

/** What a key does while the plan has the focus. */
export function keyPressed(editor: Editor, event: KeyboardEvent): void {
  const done = event.ctrlKey || event.metaKey ? withControl(editor, event) : alone(editor, event)
  if (done) event.preventDefault()
}

/** Undoing works from wherever one is, but in a field, which undoes its own letters. */
export function undoPressed(editor: Editor, event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
  if (event.target instanceof HTMLInputElement && ["text", "number"].includes(event.target.type)) return
  if (travel(editor, event)) event.preventDefault()
}

function travel(editor: Editor, event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase()
  if (key === "y" || (key === "z" && event.shiftKey)) editor.redo()
  else if (key === "z") editor.undo()
  else return false
  return true
}

function withControl(editor: Editor, event: KeyboardEvent): boolean {
  const way = ways[event.key]
  if (way) return goTo(editor, way, event.shiftKey)
  if (travel(editor, event)) return true
  switch (event.key.toLowerCase()) {
    case "a":
      selectAll(editor)
      return true
    case "c":
      copy(editor)
      return true
    case "x":
      copy(editor)
      remove(editor)
      return true
    case "v":
      paste(editor)
      return true
    case "d":
      duplicate(editor)
      return true
    default:
      return false
  }
}

function alone(editor: Editor, event: KeyboardEvent): boolean {
  const { state } = editor
  const { view, size } = state
  const middle = { x: size.width / 2, y: size.height / 2 }
  const way = ways[event.key]
  if (way) {
    const far = event.shiftKey ? 10 : 1
    const chosen = state.selection.seats.size + state.selection.areas.size > 0
    if (chosen && state.mode === "draw") move(editor, { x: way.x * far, y: way.y * far }, "nudge")
    else editor.set({ view: panned(view, { x: -way.x * 40 * far, y: -way.y * 40 * far }) })
    return true
  }
  const tool = tools[event.key.toLowerCase()]
  if (tool && !event.altKey) {
    editor.set({ tool, mode: "draw" })
    return true
  }
  switch (event.key) {
    case "Delete":
    case "Backspace":
      remove(editor)
      return true
    case "Escape":
      if (state.tool === "select") editor.choose(nothing)
      else editor.set({ tool: "select" })
      return true
    case "+":
    case "=":
      editor.set({ view: zoomed(view, 1.25, middle) })
      return true
    case "-":
      editor.set({ view: zoomed(view, 0.8, middle) })
      return true
    case "0":
      seeAll(editor)
      return true
    case " ":
      return true
    default:
      return false
  }
}

/** To the seat beside, said aloud; the first one nearest to the middle of the view. */
function goTo(editor: Editor, way: Point, add: boolean): boolean {
  const { file, state } = editor
  const index = indexOf(file)
  const from = [...state.selection.seats].at(-1)
  const here = from === undefined ? undefined : index.byGuid.get(from)
  const middle = centreOf(state.view, state.size)
  const target = here
    ? index.next(here, way)
    : index.seats.reduce<(typeof index.seats)[number] | null>(
        (best, seat) =>
          !best ||
          Math.hypot(seat.x - middle.x, seat.y - middle.y) < Math.hypot(best.x - middle.x, best.y - middle.y)
            ? seat
            : best,
        null,
      )
  if (!target) return true
  const { seat_guid, category } = target.seat
  const known = add ? state.selection.seats : new Set<string>()
  if (add && known.has(seat_guid)) choose(editor, { seats: new Set([seat_guid]), areas: new Set() }, true)
  else editor.choose({ seats: new Set([...known, seat_guid]), areas: new Set() })
  editor.say(editor.place.t.seatNamed(labelOf(target), target.zone.name ?? "", category))
  return true
}
