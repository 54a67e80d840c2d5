import type { ComponentChildren } from "preact"

type Props = {
  action: string
  method?: "post" | "get"
  /** The token of the session: every form that changes something carries it. */
  csrf?: string
  /** Values the person does not see. */
  hidden?: Record<string, string>
  /** Needed to send files. */
  multipart?: boolean
  id?: string
  children: ComponentChildren
}

/** A form in one column. The server checks everything, so that the same words are said with and without JavaScript. */
export function Form({ action, method = "post", csrf, hidden = {}, multipart, id, children }: Props) {
  return (
    <form
      class="form"
      action={action}
      method={method}
      id={id}
      enctype={multipart ? "multipart/form-data" : undefined}
      novalidate
    >
      {csrf && <input type="hidden" name="_csrf" value={csrf} />}
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}

/** Questions that belong together, under one heading. */
export function Fieldset({
  legend,
  hint,
  children,
}: {
  legend: string
  hint?: string
  children: ComponentChildren
}) {
  return (
    <fieldset class="fieldset">
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </fieldset>
  )
}

/** Short fields side by side where there is room: a date and a time, a postcode and a town. */
export function FieldRow({ children }: { children: ComponentChildren }) {
  return <div class="field-row">{children}</div>
}
