import { useState } from "preact/hooks"
import {
  setCategory,
  setFeature,
  setNamePlace,
  setNumber,
  setRadius,
} from "../../editing/change-selection.ts"
import { mirrorSelection, turnSelection } from "../../editing/move-selection.ts"
import { nameRow, nameRows, numberSeats } from "../../editing/number-rows.ts"
import { usualNaming, usualNumbering } from "../../editing/numbering.ts"
import { moveToSection } from "../../editing/sections.ts"
import { bendRows, spreadRows, spreadSeats } from "../../editing/shape-rows.ts"
import { type PlacedSeat, rowsOf, seatsOfRows } from "../../editing/walk.ts"
import { featuresOf, seatFeatures } from "../../seat-features.ts"
import { choose, copy, duplicate, hasClip, paste, remove, selectAll } from "./actions.ts"
import { AreaProperties } from "./area-properties.tsx"
import { Act, Choice, Fold, NumberBox, optionsOf, TextBox, Tick } from "./controls.tsx"
import { NamingFields, NumberingFields } from "./numbering-fields.tsx"
import { indexOf } from "./plan-index.ts"
import { useEditor } from "./use-editor.ts"

/** What is chosen, and what can be done with it. */
export function SelectionPanel() {
  const { editor, state, t } = useEditor()
  const { selection } = state
  const { byGuid } = indexOf(editor.file)
  const seats = [...selection.seats].flatMap((guid) => byGuid.get(guid) ?? [])
  const some = seats.length + selection.areas.size > 0
  return (
    <>
      <p class="plan-summary">
        {!some && t.nothingChosen}
        {seats.length > 0 && t.seatsChosen(seats.length)}
        {seats.length > 0 && selection.areas.size > 0 && ", "}
        {selection.areas.size > 0 && t.areasChosen(selection.areas.size)}
      </p>
      <Choice
        label={t.grain}
        value={state.grain}
        options={optionsOf(t.grains)}
        onChange={(grain) => editor.set({ grain })}
      />
      <div class="plan-acts">
        <Act onClick={() => selectAll(editor)}>{t.selectAll}</Act>
        <Act disabled={!some} onClick={() => copy(editor)}>
          {t.copy}
        </Act>
        <Act disabled={!hasClip()} onClick={() => paste(editor)}>
          {t.paste}
        </Act>
        <Act disabled={!some} onClick={() => duplicate(editor)}>
          {t.duplicate}
        </Act>
        <Act disabled={!some} onClick={() => remove(editor)}>
          {t.remove}
        </Act>
      </div>
      {seats.length > 0 && <SeatProperties seats={seats} />}
      {selection.areas.size > 0 && <AreaProperties />}
      {some && <Placing />}
    </>
  )
}

function SeatProperties({ seats }: { seats: PlacedSeat[] }) {
  const { editor, state, t } = useEditor()
  const guids = state.selection.seats
  const rows = rowsOf(editor.file, guids)
  const [only] = seats
  const rowName = rows.size === 1 ? (only?.row.row_number ?? "") : null
  const sections = editor.file.zones.map(({ uuid = "", name }) => ({
    value: uuid,
    label: name || t.newSection,
  }))
  return (
    <>
      <div class="plan-fields">
        {seats.length === 1 && only && (
          <TextBox
            label={t.number}
            value={only.seat.seat_number}
            onChange={(number) => editor.edit((file) => setNumber(file, only.seat.seat_guid, number))}
          />
        )}
        {rowName !== null && (
          <TextBox
            label={t.rowName}
            value={rowName}
            onChange={(name) => editor.edit((file) => nameRow(file, only?.row.uuid ?? "", name))}
          />
        )}
        <Choice
          label={t.category}
          value={common(seats, ({ seat }) => seat.category) ?? ""}
          mixed={t.mixed}
          options={editor.file.categories.map(({ name }) => ({ value: name, label: name }))}
          onChange={(category) => editor.edit((file) => setCategory(file, state.selection, category))}
        />
        {sections.length > 1 && (
          <Choice
            label={t.section}
            value={common(seats, ({ zone }) => zone.uuid ?? "") ?? ""}
            mixed={t.mixed}
            options={sections}
            onChange={(section) => editor.edit((file) => moveToSection(file, state.selection, section))}
          />
        )}
      </div>
      <fieldset class="plan-ticks">
        <legend>{t.features}</legend>
        {seatFeatures.map((feature) => {
          const count = seats.filter(({ seat }) =>
            featuresOf(seat.features, seat.category).includes(feature),
          ).length
          return (
            <Tick
              key={feature}
              label={t.featureNames[feature]}
              value={count === 0 ? false : count === seats.length ? true : null}
              onChange={(on) => editor.edit((file) => setFeature(file, guids, feature, on))}
            />
          )
        })}
      </fieldset>
      <Act onClick={() => choose(editor, { seats: seatsOfRows(editor.file, rows), areas: new Set() }, false)}>
        {t.selectRows}
      </Act>
      <RowProperties rows={rows} seats={seats} />
    </>
  )
}

function RowProperties({ rows, seats }: { rows: ReadonlySet<string>; seats: PlacedSeat[] }) {
  const { editor, state, t } = useEditor()
  const [numbering, setNumbering] = useState(usualNumbering)
  const [naming, setNaming] = useState(usualNaming)
  const slide = (what: string) => `${what} ${[...rows].join()}`
  return (
    <>
      <Fold title={t.shapeRows}>
        <NumberBox
          label={t.bend}
          hint={t.bendHint}
          value={null}
          min={-180}
          max={300}
          onInput={(bend) => editor.edit((file) => bendRows(file, rows, bend), { slide: slide("bend") })}
        />
        <NumberBox
          label={t.seatGap}
          value={null}
          min={5}
          max={500}
          onInput={(gap) => editor.edit((file) => spreadSeats(file, rows, gap), { slide: slide("seats") })}
        />
        {rows.size > 1 && (
          <NumberBox
            label={t.rowGap}
            value={null}
            min={5}
            max={500}
            onInput={(gap) => editor.edit((file) => spreadRows(file, rows, gap), { slide: slide("rows") })}
          />
        )}
        <NumberBox
          label={t.radius}
          value={common(seats, ({ seat }) => seat.radius ?? 10)}
          min={2}
          max={100}
          onInput={(radius) =>
            editor.edit((file) => setRadius(file, state.selection.seats, radius), { slide: slide("radius") })
          }
        />
        <Choice
          label={t.namePlace}
          value={
            (common(seats, ({ row }) => row.row_number_position ?? "none") ?? "") as
              | "both"
              | "start"
              | "end"
              | "none"
          }
          mixed={t.mixed}
          options={optionsOf(t.namePlaces)}
          onChange={(at) => editor.edit((file) => setNamePlace(file, rows, at === "none" ? null : at))}
        />
      </Fold>
      <Fold title={t.numbering}>
        <NumberingFields value={numbering} onChange={setNumbering} />
        <Act onClick={() => editor.edit((file) => numberSeats(file, rows, numbering))}>{t.applyNumbers}</Act>
      </Fold>
      <Fold title={t.naming}>
        <NamingFields value={naming} onChange={setNaming} />
        <Act onClick={() => editor.edit((file) => nameRows(file, rows, naming))}>{t.applyNames}</Act>
      </Fold>
    </>
  )
}

function Placing() {
  const { editor, state, t } = useEditor()
  const [degrees, setDegrees] = useState(90)
  const turn = () => editor.edit((file) => turnSelection(file, state.selection, degrees))
  return (
    <div class="plan-acts">
      <NumberBox label={t.turn} value={degrees} min={-360} max={360} onInput={setDegrees} />
      <Act onClick={turn}>{t.apply}</Act>
      <Act onClick={() => editor.edit((file) => mirrorSelection(file, state.selection))}>{t.mirror}</Act>
    </div>
  )
}

/** What all of them have alike; null when they differ. */
function common<Value>(seats: readonly PlacedSeat[], read: (seat: PlacedSeat) => Value): Value | null {
  const [first] = seats
  if (!first) return null
  const value = read(first)
  return seats.every((seat) => read(seat) === value) ? value : null
}
