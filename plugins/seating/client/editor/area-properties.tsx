import { changeArea, setAreaText, textOf } from "../../editing/areas.ts"
import { areasOf } from "../../editing/walk.ts"
import { Choice, ColourBox, NumberBox, TextBox } from "./controls.tsx"
import { useEditor } from "./use-editor.ts"

/** What is written on the chosen shape, how it looks, and who stands there. */
export function AreaProperties() {
  const { editor, state, t } = useEditor()
  const chosen = [...areasOf(editor.file)].filter(({ area }) => state.selection.areas.has(area.uuid ?? ""))
  const [one] = chosen
  if (!one || chosen.length > 1) return null
  const { area } = one
  const uuid = area.uuid ?? ""
  const change = (patch: Parameters<typeof changeArea>[2], slide: string) =>
    editor.edit((file) => changeArea(file, uuid, patch), { slide: `${slide} ${uuid}` })
  return (
    <div class="plan-fields">
      <TextBox
        label={t.text}
        value={textOf(area)}
        max={200}
        onChange={(text) => editor.edit((file) => setAreaText(file, uuid, text))}
      />
      {area.capacity !== undefined && (
        <>
          <NumberBox
            label={t.capacity}
            hint={t.capacityHint}
            value={area.capacity}
            min={0}
            max={100_000}
            onInput={(capacity) => change({ capacity: Math.floor(capacity) }, "capacity")}
          />
          <Choice
            label={t.category}
            value={area.category ?? ""}
            options={editor.file.categories.map(({ name }) => ({ value: name, label: name }))}
            onChange={(category) => change({ category }, "category")}
          />
        </>
      )}
      {area.rectangle && (
        <>
          <NumberBox
            label={t.width}
            value={area.rectangle.width}
            min={1}
            max={100_000}
            onInput={(width) =>
              area.rectangle && change({ rectangle: { ...area.rectangle, width } }, "width")
            }
          />
          <NumberBox
            label={t.height}
            value={area.rectangle.height}
            min={1}
            max={100_000}
            onInput={(height) =>
              area.rectangle && change({ rectangle: { ...area.rectangle, height } }, "height")
            }
          />
        </>
      )}
      {area.shape !== "text" && (
        <ColourBox
          label={t.color}
          value={area.color ?? ""}
          onInput={(color) => change({ color }, "colour")}
        />
      )}
    </div>
  )
}
