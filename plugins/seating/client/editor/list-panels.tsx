import { textOf } from "../../editing/areas.ts"
import {
  addCategory,
  countByCategory,
  recolourCategory,
  removeCategory,
  renameCategory,
} from "../../editing/categories.ts"
import { addSection, removeSection, renameSection } from "../../editing/sections.ts"
import type { PlanFileRow } from "../../plan-file.ts"
import { choose } from "./actions.ts"
import { Act, ColourBox, Fold, TextBox } from "./controls.tsx"
import { grown, indexOf } from "./plan-index.ts"
import { useEditor } from "./use-editor.ts"

/** The plan as a list: every row and shape by its section, and the seats of the chosen row. */
export function RowsPanel() {
  const { editor, state, t } = useEditor()
  const { selection } = state
  const whole = (row: PlanFileRow) =>
    row.seats.length > 0 && row.seats.every(({ seat_guid }) => selection.seats.has(seat_guid))
  const { file } = editor
  if (indexOf(file).seats.length === 0) return <p>{t.noRows}</p>
  return (
    <>
      {file.zones.map((zone) => (
        <Fold key={zone.uuid} title={zone.name || t.newSection} open={zone.rows.length <= 40}>
          <ul class="plan-list">
            {zone.rows.map((row) => {
              const chosen = whole(row)
              const numbers = [row.seats[0], row.seats.at(-1)].map((seat) => seat?.seat_number).join("–")
              const guids = new Set(row.seats.map(({ seat_guid }) => seat_guid))
              return (
                <li key={row.uuid}>
                  <button
                    type="button"
                    class="plan-line"
                    aria-pressed={chosen}
                    onClick={(event) =>
                      choose(editor, { seats: guids, areas: new Set() }, event.shiftKey || event.ctrlKey)
                    }
                  >
                    {t.rowLine(row.row_number, row.seats.length, numbers)}
                  </button>
                  {row.seats.some(({ seat_guid }) => selection.seats.has(seat_guid)) && (
                    <SeatsOfRow row={row} />
                  )}
                </li>
              )
            })}
            {(zone.areas ?? []).map((area) => (
              <li key={area.uuid}>
                <button
                  type="button"
                  class="plan-line"
                  aria-pressed={selection.areas.has(area.uuid ?? "")}
                  onClick={(event) =>
                    choose(
                      editor,
                      { seats: new Set(), areas: new Set([area.uuid ?? ""]) },
                      event.shiftKey || event.ctrlKey,
                    )
                  }
                >
                  {t.areaLine(textOf(area))}
                </button>
              </li>
            ))}
          </ul>
        </Fold>
      ))}
    </>
  )
}

function SeatsOfRow({ row }: { row: PlanFileRow }) {
  const { editor, state, t } = useEditor()
  if (row.seats.length > 200) return null
  return (
    <fieldset class="plan-seats-of-row">
      <legend class="unseen">{t.seatsOfRow(row.row_number)}</legend>
      {row.seats.map(({ seat_guid, seat_number }) => (
        <button
          key={seat_guid}
          type="button"
          class="plan-seat"
          aria-pressed={state.selection.seats.has(seat_guid)}
          aria-label={[row.row_number, seat_number].filter(Boolean).join("-") || seat_guid}
          onClick={(event) =>
            choose(editor, { seats: new Set([seat_guid]), areas: new Set() }, event.shiftKey || event.ctrlKey)
          }
        >
          {seat_number || "·"}
        </button>
      ))}
    </fieldset>
  )
}

export function CategoriesPanel() {
  const { editor, t } = useEditor()
  const { file } = editor
  const counts = countByCategory(file)
  const { seats } = indexOf(file)
  return (
    <>
      <ul class="plan-things">
        {file.categories.map(({ name, color }) => (
          <li key={name}>
            <ColourBox
              hidden
              label={t.categoryColor(name)}
              value={color ?? ""}
              onInput={(colour) =>
                editor.edit((file) => recolourCategory(file, name, colour), { slide: `colour ${name}` })
              }
            />
            <TextBox
              hidden
              label={t.categoryName(name)}
              value={name}
              onChange={(after) => editor.edit((file) => renameCategory(file, name, after))}
            />
            <Act
              kind="quiet"
              label={`${(counts.get(name) ?? 0).toLocaleString(editor.place.locale)}, ${t.selectCategory(name)}`}
              onClick={() =>
                choose(
                  editor,
                  {
                    seats: new Set(
                      seats.filter(({ seat }) => seat.category === name).map(({ seat }) => seat.seat_guid),
                    ),
                    areas: new Set(),
                  },
                  false,
                )
              }
            >
              {(counts.get(name) ?? 0).toLocaleString(editor.place.locale)}
            </Act>
            {file.categories.length > 1 && (counts.get(name) ?? 0) === 0 && (
              <Act
                kind="quiet"
                label={t.removeCategory(name)}
                onClick={() => editor.edit((file) => removeCategory(file, name))}
              >
                ✕
              </Act>
            )}
          </li>
        ))}
      </ul>
      <Act
        onClick={() => {
          const { file, name } = addCategory(editor.file, t.newCategory)
          editor.edit(() => file)
          editor.set({ category: name })
        }}
      >
        {t.addCategory}
      </Act>
    </>
  )
}

export function SectionsPanel() {
  const { editor, t } = useEditor()
  const { file } = editor
  return (
    <>
      <ul class="plan-things">
        {file.zones.map((zone) => {
          const [uuid, name] = [zone.uuid ?? "", zone.name || t.newSection]
          const first = zone.rows.find(({ seats }) => seats.length > 0)?.seats[0]?.seat_guid
          const seated = zone.rows.reduce((sum, { seats }) => sum + seats.length, 0)
          const count = seated.toLocaleString(editor.place.locale)
          const empty = zone.rows.length === 0 && (zone.areas ?? []).length === 0
          return (
            <li key={uuid}>
              <TextBox
                hidden
                label={t.sectionName(name)}
                value={name}
                onChange={(after) => editor.edit((file) => renameSection(file, uuid, after))}
              />
              {first !== undefined && (
                <Act
                  kind="quiet"
                  label={`${count}, ${t.selectSection(name)}`}
                  onClick={() => {
                    editor.set({ section: uuid })
                    choose(
                      editor,
                      { seats: grown(file, new Set([first]), "section"), areas: new Set() },
                      false,
                    )
                  }}
                >
                  {count}
                </Act>
              )}
              {empty && file.zones.length > 1 && (
                <Act
                  kind="quiet"
                  label={t.removeSection(name)}
                  onClick={() => editor.edit((file) => removeSection(file, uuid))}
                >
                  ✕
                </Act>
              )}
            </li>
          )
        })}
      </ul>
      <Act
        onClick={() => {
          const { file, uuid } = addSection(editor.file, t.newSection)
          editor.edit(() => file)
          editor.set({ section: uuid })
        }}
      >
        {t.addSection}
      </Act>
    </>
  )
}
