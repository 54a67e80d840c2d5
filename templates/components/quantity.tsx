import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { fieldId } from "./field-errors.ts"

type Props = {
  name: string
  /** What is counted: "Plein tarif". Said to those who hear the page; it stands beside for the others. */
  label: string
  value?: number
  /** Most that can be taken: what remains, or the maximum per order. */
  max: number
  describedBy?: string
  wrong?: boolean
}

/** How many: a plain list, quick under the thumb, that needs no script. */
export function Quantity({ name, label, value = 0, max, describedBy, wrong }: Props) {
  const t = texts[useScene().locale]
  return (
    <select
      class="control quantity"
      id={fieldId(name)}
      name={name}
      aria-label={t.quantity(label)}
      aria-describedby={describedBy}
      aria-invalid={wrong ? "true" : undefined}
    >
      {Array.from({ length: Math.max(0, max) + 1 }, (_, count) => (
        <option value={count} selected={count === value}>
          {count}
        </option>
      ))}
    </select>
  )
}
