import { useEffect, useState } from "preact/hooks"
import { seeAll } from "./actions.ts"
import { Canvas } from "./canvas.tsx"
import { Act } from "./controls.tsx"
import type { Editor, Mode, Panel, Tool } from "./editor.ts"
import { NeighboursPanel, RanksPanel } from "./hall-panel.tsx"
import { undoPressed } from "./keys.ts"
import { CategoriesPanel, RowsPanel, SectionsPanel } from "./list-panels.tsx"
import { indexOf } from "./plan-index.ts"
import { ProblemsPanel, problemsOf } from "./problems-panel.tsx"
import type { Saving } from "./saving.ts"
import { SelectionPanel } from "./selection-panel.tsx"
import { ToolIcon } from "./tool-icon.tsx"
import { ToolPanel } from "./tool-panel.tsx"
import { TracePanel } from "./trace-panel.tsx"
import { EditorContext, useEditor } from "./use-editor.ts"
import { zoomed } from "./view.ts"

const tools: Tool[] = ["select", "hand", "rows", "table", "stage", "standing", "landmark", "text"]
const panels: Record<Panel, () => ReturnType<typeof SelectionPanel>> = {
  selection: SelectionPanel,
  rows: RowsPanel,
  categories: CategoriesPanel,
  sections: SectionsPanel,
  trace: TracePanel,
  problems: ProblemsPanel,
}

export function App({ editor, saving }: { editor: Editor; saving: Saving }) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => undoPressed(editor, event)
    addEventListener("keydown", press)
    return () => removeEventListener("keydown", press)
  }, [editor])
  return (
    <EditorContext.Provider value={editor}>
      <TopBar saving={saving} />
      <Conflict saving={saving} />
      <Toolbar />
      <div class="plan-stage-box">
        <Canvas />
        <ZoomBar />
      </div>
      <Side />
      <Said />
    </EditorContext.Provider>
  )
}

function TopBar({ saving }: { saving: Saving }) {
  const { editor, state, t } = useEditor()
  const [publishing, setPublishing] = useState(false)
  const [help, setHelp] = useState(false)
  const problems = problemsOf(editor.file).length

  async function publish() {
    if (problems > 0)
      return editor.set({ panel: "problems", mode: "draw", tool: "select", said: t.publishBlocked })
    setPublishing(true)
    const failed = await saving.publish()
    setPublishing(false)
    if (failed === null) location.assign(`${editor.place.urls.plan}?done=published`)
    else if (failed === 409 && editor.state.saving === "saved") editor.say(t.nothingNew)
    else editor.set({ said: t.publishFailed, ...(failed === 422 && { panel: "problems" }) })
  }

  return (
    <header class="plan-top">
      <a href={editor.place.urls.plan}>{t.back}</a>
      <h1>{editor.file.name}</h1>
      <p class="plan-total">{t.total(indexOf(editor.file).seats.length)}</p>
      <p class={`plan-saving plan-saving-${state.saving}`} role="status">
        {t.savingStates[state.saving]}
      </p>
      <Act kind="quiet" onClick={() => setHelp(!help)} pressed={help}>
        {t.help}
      </Act>
      <Act kind="primary" disabled={publishing} onClick={() => void publish()}>
        {publishing ? t.publishing : t.publish}
      </Act>
      {help && (
        <section class="plan-help" aria-labelledby="plan-help-title">
          <h2 id="plan-help-title">{t.keysTitle}</h2>
          <dl>
            {t.keys.map(([keys, does]) => (
              <div key={keys}>
                <dt>{keys}</dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <Act onClick={() => setHelp(false)}>{t.closeHelp}</Act>
        </section>
      )}
    </header>
  )
}

function Conflict({ saving }: { saving: Saving }) {
  const { state, t } = useEditor()
  if (state.saving !== "conflict") return null
  return (
    <div class="plan-conflict" role="alert">
      <p>
        {t.savingStates.conflict}. {t.conflictText}
      </p>
      <Act onClick={() => void saving.settle("mine")}>{t.keepMine}</Act>
      <Act onClick={() => void saving.settle("theirs")}>{t.takeTheirs}</Act>
    </div>
  )
}

function Toolbar() {
  const { editor, state, t } = useEditor()
  const { history, mode } = state
  return (
    <div class="plan-tools">
      <fieldset class="plan-modes">
        <legend class="unseen">{t.mode}</legend>
        {(Object.keys(t.modes) as Mode[]).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={mode === one}
            onClick={() => editor.set({ mode: one, tool: "select" })}
          >
            {t.modes[one]}
          </button>
        ))}
      </fieldset>
      {mode === "draw" && (
        <fieldset class="plan-toolbox">
          <legend class="unseen">{t.toolbar}</legend>
          {tools.map((tool) => (
            <button
              key={tool}
              type="button"
              aria-pressed={state.tool === tool}
              onClick={() => editor.set({ tool })}
            >
              <ToolIcon tool={tool} />
              <span>{t.tools[tool]}</span>
            </button>
          ))}
        </fieldset>
      )}
      <div class="plan-history">
        <button type="button" disabled={history.past.length === 0} onClick={() => editor.undo()}>
          <ToolIcon tool="undo" />
          <span>{t.undo}</span>
        </button>
        <button type="button" disabled={history.future.length === 0} onClick={() => editor.redo()}>
          <ToolIcon tool="redo" />
          <span>{t.redo}</span>
        </button>
      </div>
    </div>
  )
}

function ZoomBar() {
  const { editor, state, t } = useEditor()
  const zoom = (factor: number) =>
    editor.set({
      view: zoomed(editor.state.view, factor, { x: state.size.width / 2, y: state.size.height / 2 }),
    })
  return (
    <div class="plan-zoom">
      <button type="button" aria-label={t.zoomIn} onClick={() => zoom(1.3)}>
        +
      </button>
      <button type="button" aria-label={t.zoomOut} onClick={() => zoom(1 / 1.3)}>
        −
      </button>
      <button type="button" onClick={() => seeAll(editor)}>
        {t.fit}
      </button>
    </div>
  )
}

function Side() {
  const { editor, state, t } = useEditor()
  if (state.mode === "neighbours") return <aside class="plan-side">{<NeighboursPanel />}</aside>
  if (state.mode === "ranks") return <aside class="plan-side">{<RanksPanel />}</aside>
  const Shown = panels[state.panel]
  const problems = problemsOf(editor.file).length
  return (
    <aside class="plan-side">
      <ToolPanel />
      <nav class="plan-tabs" aria-label={t.panelsLabel}>
        {(Object.keys(panels) as Panel[]).map((panel) => (
          <button
            key={panel}
            type="button"
            aria-pressed={state.panel === panel}
            onClick={() => editor.set({ panel })}
          >
            {t.panels[panel]}
            {panel === "problems" && problems > 0 && <b class="plan-badge">{problems}</b>}
          </button>
        ))}
      </nav>
      <section class="plan-panel" aria-label={t.panels[state.panel]}>
        <Shown />
      </section>
    </aside>
  )
}

/** What just happened, for a moment on the screen and to those who listen. */
function Said() {
  const { editor, state } = useEditor()
  useEffect(() => {
    if (!state.said) return
    const timer = setTimeout(() => editor.set({ said: "" }), 6000)
    return () => clearTimeout(timer)
  }, [state.said, editor])
  return (
    <p class="plan-said" role="status" data-empty={state.said === "" || undefined}>
      {state.said}
    </p>
  )
}
