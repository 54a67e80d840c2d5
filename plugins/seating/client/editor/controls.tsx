import type { ComponentChildren } from "preact"
import { useId } from "preact/hooks"

type Labelled = { label: string; hint?: string }

/** A number; what is typed is taken as soon as it is one, within its limits. */
export function NumberBox(
  props: Labelled & {
    value: number | null
    min: number
    max: number
    step?: number
    placeholder?: string
    onInput: (value: number) => void
  },
) {
  const id = useId()
  const { label, hint, value, min, max, step = 1, placeholder, onInput } = props
  return (
    <div class="plan-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="control"
        type="number"
        inputmode="decimal"
        value={value === null ? "" : Math.round(value * 100) / 100}
        placeholder={placeholder}
        aria-describedby={hint && `${id}-hint`}
        {...{ min, max, step }}
        onInput={({ currentTarget }) => {
          const typed = currentTarget.valueAsNumber
          if (typed >= min && typed <= max) onInput(typed)
        }}
      />
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  )
}

/** A text, taken when the field is left or Enter is pressed. */
export function TextBox(
  props: Labelled & { value: string; hidden?: boolean; max?: number; onChange: (value: string) => void },
) {
  const id = useId()
  return (
    <div class="plan-field">
      <label for={id} class={props.hidden ? "unseen" : undefined}>
        {props.label}
      </label>
      <input
        id={id}
        class="control"
        type="text"
        autocomplete="off"
        maxlength={props.max ?? 100}
        value={props.value}
        onChange={({ currentTarget }) => props.onChange(currentTarget.value.trim())}
      />
    </div>
  )
}

export function Choice<Value extends string>(
  props: Labelled & {
    value: Value | ""
    options: readonly { value: Value; label: string }[]
    /** What is said when the chosen things differ. */
    mixed?: string
    onChange: (value: Value) => void
  },
) {
  const id = useId()
  return (
    <div class="plan-field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        class="control"
        value={props.value}
        onChange={({ currentTarget }) => props.onChange(currentTarget.value as Value)}
      >
        {props.value === "" && (
          <option value="" disabled selected>
            {props.mixed ?? ""}
          </option>
        )}
        {props.options.map(({ value, label }) => (
          <option key={value} value={value} selected={value === props.value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A box to tick; half ticked when some of the chosen things have it. */
export function Tick(props: { label: string; value: boolean | null; onChange: (on: boolean) => void }) {
  const id = useId()
  return (
    <div class="plan-tick">
      <input
        id={id}
        type="checkbox"
        checked={props.value === true}
        ref={(box) => {
          if (box) box.indeterminate = props.value === null
        }}
        onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
    </div>
  )
}

export function ColourBox(props: {
  label: string
  value: string
  hidden?: boolean
  onInput: (value: string) => void
}) {
  const id = useId()
  return (
    <div class="plan-field plan-colour">
      <label for={id} class={props.hidden ? "unseen" : undefined}>
        {props.label}
      </label>
      <input
        id={id}
        type="color"
        value={/^#[\da-f]{6}$/i.test(props.value) ? props.value : "#888888"}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
    </div>
  )
}

export function Act(props: {
  onClick: () => void
  disabled?: boolean
  kind?: "secondary" | "quiet" | "primary"
  label?: string
  pressed?: boolean
  children: ComponentChildren
}) {
  return (
    <button
      type="button"
      class={`button button-${props.kind ?? "secondary"} button-small`}
      disabled={props.disabled}
      aria-label={props.label}
      aria-pressed={props.pressed}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  )
}

/** Part of a panel with its title, that can be folded away. */
export function Fold({
  title,
  open,
  children,
}: {
  title: string
  open?: boolean
  children: ComponentChildren
}) {
  return (
    <details class="plan-fold" open={open}>
      <summary>{title}</summary>
      <div class="plan-fields">{children}</div>
    </details>
  )
}

/** The options of a list of words: its keys are the values. */
export function optionsOf<Value extends string>(
  words: Record<Value, string>,
): { value: Value; label: string }[] {
  return (Object.entries(words) as [Value, string][]).map(([value, label]) => ({ value, label }))
}
