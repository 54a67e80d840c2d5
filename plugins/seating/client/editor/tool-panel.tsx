import type { AreaKind } from "../../editing/areas.ts"
import { drawArea, drawRows, drawTable, goOnNaming, wordOf } from "./actions.ts"
import { Act, Choice, NumberBox, optionsOf, TextBox, Tick } from "./controls.tsx"
import type { EditorState } from "./editor.ts"
import { NamingFields, NumberingFields } from "./numbering-fields.tsx"
import { useEditor } from "./use-editor.ts"
import { centreOf } from "./view.ts"

/** What the tool at hand will draw, and a button that draws it without the mouse. */
export function ToolPanel() {
  const { editor, state, t } = useEditor()
  const { tool } = state
  if (tool === "select" || tool === "hand") return null
  const middle = () => {
    const { x, y } = centreOf(editor.state.view, editor.state.size)
    return { x: Math.round(x), y: Math.round(y) }
  }
  const add = () => {
    if (tool === "rows") drawRows(editor, middle())
    else if (tool === "table") drawTable(editor, middle())
    else {
      const { x, y } = middle()
      drawArea(
        editor,
        tool,
        tool === "text"
          ? [{ x, y }]
          : [
              { x: x - 150, y: y - 40 },
              { x: x + 150, y: y + 40 },
            ],
      )
    }
  }
  return (
    <section class="plan-panel" aria-labelledby="plan-tool-title">
      <h2 id="plan-tool-title">{t.tools[tool]}</h2>
      <p class="hint">{t.toolHelp[tool]}</p>
      <div class="plan-fields">
        {tool === "rows" && <RowsFields />}
        {tool === "table" && <TableFields />}
        {tool !== "rows" && tool !== "table" && <AreaFields kind={tool} />}
        <SectionChoice />
        {(tool === "rows" || tool === "table" || tool === "standing") && <CategoryChoice />}
      </div>
      <Act kind="primary" onClick={add}>
        {t.addHere}
      </Act>
    </section>
  )
}

function RowsFields() {
  const { editor, state, t } = useEditor()
  const { rows } = state
  const set = (change: Partial<EditorState["rows"]>) =>
    editor.set({ rows: { ...editor.state.rows, ...change } })
  return (
    <>
      <NumberBox
        label={t.rowCount}
        value={rows.rows}
        min={1}
        max={200}
        onInput={(count) => set({ rows: Math.floor(count) })}
      />
      <NumberBox
        label={t.seatCount}
        value={rows.seats}
        min={1}
        max={500}
        onInput={(seats) => set({ seats: Math.floor(seats) })}
      />
      <NumberBox
        label={t.seatGap}
        value={rows.seatGap}
        min={5}
        max={500}
        onInput={(seatGap) => set({ seatGap })}
      />
      <NumberBox
        label={t.rowGap}
        value={rows.rowGap}
        min={5}
        max={500}
        onInput={(rowGap) => set({ rowGap })}
      />
      <NumberBox
        label={t.bend}
        hint={t.bendHint}
        value={rows.bend}
        min={-180}
        max={300}
        onInput={(bend) => set({ bend })}
      />
      <NumberBox label={t.turn} value={rows.turn} min={-180} max={180} onInput={(turn) => set({ turn })} />
      <Tick label={t.staggered} value={rows.staggered} onChange={(staggered) => set({ staggered })} />
      <NamingFields value={rows.naming} onChange={(naming) => set({ naming })} />
      <NumberingFields value={rows.numbering} onChange={(numbering) => set({ numbering })} />
    </>
  )
}

function TableFields() {
  const { editor, state, t } = useEditor()
  const { table } = state
  const set = (change: Partial<EditorState["table"]>) =>
    editor.set({ table: { ...editor.state.table, ...change } })
  return (
    <>
      <Choice
        label={t.tableShape}
        value={table.shape}
        options={optionsOf(t.tableShapes)}
        onChange={(shape) => set({ shape })}
      />
      <NumberBox
        label={t.tableSeats}
        value={table.seats}
        min={1}
        max={60}
        onInput={(seats) => set({ seats: Math.floor(seats) })}
      />
      <NumberBox
        label={t.seatGap}
        value={table.seatGap}
        min={5}
        max={200}
        onInput={(seatGap) => set({ seatGap })}
      />
      <TextBox label={t.tableName} value={table.name} onChange={(name) => set({ name })} />
    </>
  )
}

function AreaFields({ kind }: { kind: AreaKind }) {
  const { editor, state, t } = useEditor()
  const { area } = state
  return (
    <>
      {kind !== "text" && (
        <Choice
          label={t.areaShape}
          value={area.shape}
          options={optionsOf(t.areaShapes)}
          onChange={(shape) => editor.set({ area: { ...area, shape } })}
        />
      )}
      <TextBox
        label={t.text}
        value={area.texts[kind] ?? wordOf(editor, kind)}
        onChange={(text) => editor.set({ area: { ...area, texts: { ...area.texts, [kind]: text } } })}
      />
      {kind === "standing" && (
        <NumberBox
          label={t.capacity}
          hint={t.capacityHint}
          value={area.capacity}
          min={1}
          max={100_000}
          onInput={(capacity) => editor.set({ area: { ...area, capacity: Math.floor(capacity) } })}
        />
      )}
    </>
  )
}

function SectionChoice() {
  const { editor, state, t } = useEditor()
  const options = editor.file.zones.map(({ uuid = "", name }) => ({
    value: uuid,
    label: name || t.newSection,
  }))
  if (options.length < 2) return null
  const choose = (section: string) => {
    editor.set({ section })
    goOnNaming(editor)
  }
  return <Choice label={t.section} value={state.section} options={options} onChange={choose} />
}

function CategoryChoice() {
  const { editor, state, t } = useEditor()
  const options = editor.file.categories.map(({ name }) => ({ value: name, label: name }))
  return (
    <Choice
      label={t.category}
      value={state.category}
      options={options}
      onChange={(category) => editor.set({ category })}
    />
  )
}
