import type { PlanDraft } from "../../draft.ts"
import type { RowsToDraw } from "../../editing/add-rows.ts"
import type { TableToDraw } from "../../editing/add-table.ts"
import type { AreaKind, AreaToDraw } from "../../editing/areas.ts"
import type { HallEdits } from "../../editing/hall-edits.ts"
import { amend, begin, type History, record, redo, undo } from "../../editing/history.ts"
import { usualNaming, usualNumbering } from "../../editing/numbering.ts"
import { nothing, type Selection, stillThere } from "../../editing/walk.ts"
import type { PlanFile } from "../../plan-file.ts"
import { indexOf } from "./plan-index.ts"
import type { EditorTexts } from "./texts.ts"
import type { Size, View } from "./view.ts"

export type Tool = "select" | "hand" | "rows" | "table" | AreaKind
export type Mode = "draw" | "neighbours" | "ranks"
export type Panel = "selection" | "rows" | "categories" | "sections" | "trace" | "problems"
export type Grain = "seat" | "row" | "section"
export type SavingState = "saved" | "waiting" | "saving" | "offline" | "conflict" | "refused" | "signed_out"

/** What is known when the editor opens: where things are, in which words. */
export interface Place {
  t: EditorTexts
  locale: "fr" | "en"
  urls: { draft: string; versions: string; picture: string; plan: string }
  csrf: string
  /** Whether there is a picture to trace over; its address changes with it. */
  picture: string | null
}

export interface EditorState {
  history: History<PlanDraft>
  selection: Selection
  mode: Mode
  tool: Tool
  grain: Grain
  panel: Panel
  view: View
  size: Size
  section: string
  category: string
  rows: Omit<RowsToDraw, "section" | "category" | "at">
  table: Omit<TableToDraw, "section" | "category" | "at">
  area: Pick<AreaToDraw, "shape" | "capacity"> & { texts: Partial<Record<AreaKind, string>> }
  picture: string | null
  showBehind: boolean
  saving: SavingState
  /** Said to screen readers, and shown for a while. */
  said: string
}

/** The state of the editor and the few ways to change it. Components draw it, and are told when it changes. */
export class Editor {
  state: EditorState
  readonly place: Place
  readonly #listeners = new Set<() => void>()
  #amending: string | null = null

  constructor(place: Place, draft: PlanDraft) {
    this.place = place
    const { zones, categories } = draft.file
    this.state = {
      history: begin(draft),
      selection: nothing,
      mode: "draw",
      tool: "select",
      grain: "seat",
      panel: "selection",
      view: { x: 0, y: 0, scale: 1 },
      size: { width: 0, height: 0 },
      section: zones[0]?.uuid ?? "",
      category: categories[0]?.name ?? "",
      rows: {
        rows: 5,
        seats: 12,
        seatGap: 22,
        rowGap: 30,
        bend: 0,
        turn: 0,
        staggered: false,
        radius: 9,
        naming: usualNaming,
        numbering: usualNumbering,
      },
      table: { shape: "round", seats: 8, seatGap: 24, radius: 9, name: `${place.t.nextTable}1` },
      area: { shape: "rectangle", capacity: 100, texts: {} },
      picture: place.picture,
      showBehind: false,
      saving: "saved",
      said: "",
    }
  }

  get draft(): PlanDraft {
    return this.state.history.present
  }

  get file(): PlanFile {
    return this.draft.file
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(change: Partial<EditorState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#listeners) listener()
  }

  say(said: string): void {
    this.set({ said })
  }

  choose(selection: Selection): void {
    this.#amending = null
    this.set({ selection })
  }

  /**
   * Changes the plan, as one step that can be undone. Changes one after the other under the same `slide` (a slider, a
   * colour being picked) are one step.
   */
  edit(
    change: (file: PlanFile) => PlanFile,
    { slide = null as string | null, selection = undefined as Selection | undefined } = {},
  ): void {
    this.#record({ ...this.draft, file: change(this.file) }, slide, selection)
  }

  editHall(change: (hall: HallEdits) => HallEdits, slide: string | null = null): void {
    this.#record({ ...this.draft, hall: change(this.draft.hall) }, slide)
  }

  editTrace(trace: PlanDraft["trace"], slide: string | null = null): void {
    this.#record({ ...this.draft, trace }, slide)
  }

  #record(draft: PlanDraft, slide: string | null, selection?: Selection): void {
    const { history } = this.state
    const { file, hall, trace } = history.present
    const same = draft.file === file && draft.hall === hall && draft.trace === trace
    if (same && !selection) return
    const next = same
      ? history
      : slide !== null && slide === this.#amending
        ? amend(history, draft)
        : record(history, draft)
    this.#amending = slide
    this.set({
      history: next,
      selection: stillThere(draft.file, selection ?? this.state.selection),
      section: draft.file.zones.some(({ uuid }) => uuid === this.state.section)
        ? this.state.section
        : (draft.file.zones[0]?.uuid ?? ""),
      category: draft.file.categories.some(({ name }) => name === this.state.category)
        ? this.state.category
        : (draft.file.categories[0]?.name ?? ""),
    })
  }

  undo(): void {
    this.#travel(undo(this.state.history), this.place.t.undone)
  }

  redo(): void {
    this.#travel(redo(this.state.history), this.place.t.redone)
  }

  /** Puts another draft in the place of all that was. */
  replace(draft: PlanDraft): void {
    this.#travel(begin(draft), "")
  }

  #travel(history: History<PlanDraft>, said: string): void {
    if (history === this.state.history) return
    this.#amending = null
    const { file } = history.present
    const known = indexOf(this.file).byGuid
    const back = [...indexOf(file).byGuid.keys()].filter((guid) => !known.has(guid))
    this.set({
      history,
      said,
      // What comes back is what one looks for.
      selection:
        said && back.length > 0
          ? { seats: new Set(back), areas: new Set() }
          : stillThere(file, this.state.selection),
      section: file.zones.some(({ uuid }) => uuid === this.state.section)
        ? this.state.section
        : (file.zones[0]?.uuid ?? ""),
    })
  }
}
