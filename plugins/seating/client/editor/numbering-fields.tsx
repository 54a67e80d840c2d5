import type { RowNaming, SeatNumbering } from "../../editing/numbering.ts"
import { Choice, NumberBox, optionsOf, Tick } from "./controls.tsx"
import { useEditor } from "./use-editor.ts"

/** How rows are to be named. */
export function NamingFields({
  value,
  onChange,
}: {
  value: RowNaming
  onChange: (value: RowNaming) => void
}) {
  const { t } = useEditor()
  return (
    <>
      <Choice
        label={t.naming}
        value={value.style}
        options={optionsOf(t.namingStyles)}
        onChange={(style) => onChange({ ...value, style })}
      />
      <Choice
        label={t.namingFrom}
        value={value.from}
        options={optionsOf(t.namingFroms)}
        onChange={(from) => onChange({ ...value, from })}
      />
      <NumberBox
        label={t.namingStart}
        value={value.start}
        min={1}
        max={9999}
        onInput={(start) => onChange({ ...value, start: Math.floor(start) })}
      />
      {value.style === "letters" && (
        <Tick label={t.skipIO} value={value.skipIO} onChange={(skipIO) => onChange({ ...value, skipIO })} />
      )}
    </>
  )
}

/** How the seats of a row are to be numbered. */
export function NumberingFields({
  value,
  onChange,
}: {
  value: SeatNumbering
  onChange: (value: SeatNumbering) => void
}) {
  const { t } = useEditor()
  return (
    <>
      <Choice
        label={t.numbering}
        value={value.style}
        options={optionsOf(t.numberingStyles)}
        onChange={(style) => onChange({ ...value, style })}
      />
      <Choice
        label={t.numberingFrom}
        value={value.from}
        options={optionsOf(value.style === "odd-even" ? t.oddSides : t.numberingFroms)}
        onChange={(from) => onChange({ ...value, from })}
      />
      <NumberBox
        label={t.numberingStart}
        value={value.start}
        min={1}
        max={9999}
        onInput={(start) => onChange({ ...value, start: Math.floor(start) })}
      />
    </>
  )
}
