import type { ComponentChildren, InputHTMLAttributes } from "preact"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { classes } from "./classes.ts"
import { fieldId } from "./field-errors.ts"

export type Option = { value: string; label: string; hint?: string; disabled?: boolean }

type Common = {
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  /** What is wrong and what to do about it. Usually `errorOf(errors, name)`. */
  error?: string
  /** Fields are required unless said otherwise: optional ones say so beside their label. */
  optional?: boolean
  disabled?: boolean
}

type Box = Common & {
  value?: string | number | null
  autocomplete?: string
  inputmode?: "text" | "email" | "tel" | "numeric" | "decimal" | "search" | "url"
  placeholder?: never
  /** How long the answer is: it tells what is expected. */
  width?: "short" | "medium" | "full"
  autofocus?: boolean
}

type Input = Box & {
  type?:
    | "text"
    | "email"
    | "tel"
    | "number"
    | "date"
    | "time"
    | "datetime-local"
    | "password"
    | "url"
    | "color"
    | "file"
  min?: number | string
  max?: number | string
  step?: number | string
  maxlength?: number
  pattern?: string
  accept?: string
  spellcheck?: boolean
  /** Shown after the control: "€", "minutes". */
  unit?: string
}

type Area = Box & { type: "textarea"; rows?: number; maxlength?: number }
type Select = Box & { type: "select"; options: readonly Option[] }
type Tick = Common & { type: "checkbox"; value?: string; checked?: boolean }
type Choice = Common & { type: "radio"; options: readonly Option[]; value?: string | null }
type Choices = Common & { type: "checkboxes"; options: readonly Option[]; values?: readonly string[] }

export type FieldProps = Input | Area | Select | Tick | Choice | Choices

/** One question: its label, help, control and error, tied together for every way of reading. Keeps what was typed. */
export function Field(props: FieldProps) {
  if (props.type === "radio" || props.type === "checkboxes") return <Group {...props} />
  const id = fieldId(props.name)
  if (props.type === "checkbox") {
    return (
      <div class={classes("field", props.error && "field-wrong")}>
        <Wrong id={id} error={props.error} />
        <div class="choice">
          <input
            type="checkbox"
            id={id}
            name={props.name}
            value={props.value ?? "on"}
            checked={props.checked}
            disabled={props.disabled}
            {...tied(id, props)}
          />
          <label for={id}>{props.label}</label>
          <Hint id={id} hint={props.hint} />
        </div>
      </div>
    )
  }
  return (
    <div class={classes("field", props.error && "field-wrong")}>
      <label for={id}>
        {props.label}
        <OptionalMark {...props} />
      </label>
      <Hint id={id} hint={props.hint} />
      <Wrong id={id} error={props.error} />
      <Control id={id} {...props} />
    </div>
  )
}

function Control({ id, ...props }: (Input | Area | Select) & { id: string }) {
  const { name, value, disabled, autocomplete, autofocus, width = "full" } = props
  const shared = {
    id,
    name,
    disabled,
    autocomplete,
    autofocus,
    class: `control control-${width}`,
    ...tied(id, props),
  }
  const required = !props.optional
  if (props.type === "textarea") {
    return (
      <textarea {...shared} rows={props.rows ?? 5} maxlength={props.maxlength} required={required}>
        {value ?? ""}
      </textarea>
    )
  }
  if (props.type === "select") {
    return (
      <select {...shared}>
        {props.options.map((option) => (
          <option
            value={option.value}
            disabled={option.disabled}
            selected={option.value === String(value ?? "")}
          >
            {option.label}
          </option>
        ))}
      </select>
    )
  }
  const { type = "text", inputmode, min, max, step, maxlength, pattern, accept, spellcheck, unit } = props
  // The compiler knows one set of attributes per type of input; here the type is only known when it runs.
  const attributes = {
    ...shared,
    ...{ type, inputmode, min, max, step, maxlength, pattern, accept, spellcheck, required },
    value: type === "password" || type === "file" ? undefined : (value ?? ""),
  } as InputHTMLAttributes
  const input = <input {...attributes} />
  if (!unit) return input
  return (
    <span class={`control-unit control-unit-${width}`}>
      {input}
      <span class="unit">{unit}</span>
    </span>
  )
}

function Group(props: Choice | Choices) {
  const id = fieldId(props.name)
  const chosen = (option: Option) =>
    props.type === "radio" ? props.value === option.value : (props.values ?? []).includes(option.value)
  return (
    <fieldset
      class={classes("field", props.error && "field-wrong")}
      aria-describedby={tied(id, props)["aria-describedby"]}
    >
      <legend>
        {props.label}
        <OptionalMark {...props} />
      </legend>
      <Hint id={id} hint={props.hint} />
      <Wrong id={id} error={props.error} />
      {props.options.map((option, index) => {
        const each = index === 0 ? id : `${id}-${index + 1}`
        return (
          <div class="choice">
            <input
              type={props.type === "radio" ? "radio" : "checkbox"}
              id={each}
              name={props.name}
              value={option.value}
              checked={chosen(option)}
              disabled={props.disabled || option.disabled}
              aria-describedby={option.hint ? `${each}-hint` : undefined}
            />
            <label for={each}>{option.label}</label>
            <Hint id={each} hint={option.hint} />
          </div>
        )
      })}
    </fieldset>
  )
}

function OptionalMark({ optional }: Common) {
  const { locale } = useScene()
  return optional ? <span class="optional"> ({texts[locale].optional})</span> : null
}

function Hint({ id, hint }: { id: string; hint?: ComponentChildren }) {
  return hint ? (
    <p class="hint" id={`${id}-hint`}>
      {hint}
    </p>
  ) : null
}

function Wrong({ id, error }: { id: string; error?: string }) {
  const { locale } = useScene()
  return error ? (
    <p class="wrong" id={`${id}-error`}>
      <span class="unseen">{texts[locale].error} </span>
      {error}
    </p>
  ) : null
}

function tied(id: string, { hint, error }: Common) {
  const described = classes(hint ? `${id}-hint` : null, error && `${id}-error`)
  return {
    "aria-describedby": described || undefined,
    "aria-invalid": error ? ("true" as const) : undefined,
  }
}
