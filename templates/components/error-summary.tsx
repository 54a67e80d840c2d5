import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { type FieldError, fieldId } from "./field-errors.ts"

type Props = { errors?: readonly FieldError[]; title?: string }

/** At the top of a refused form: what to put right, each line leading to its field. Nothing when there is nothing wrong. */
export function ErrorSummary({ errors = [], title }: Props) {
  const { locale } = useScene()
  if (errors.length === 0) return null
  return (
    <div
      class="error-summary"
      role="alert"
      tabindex={-1}
      aria-labelledby="error-summary-title"
      // The first thing to read on a refused form, also without a script.
      autofocus
    >
      <h2 id="error-summary-title">{title ?? texts[locale].errorSummary(errors.length)}</h2>
      <ul>
        {errors.map(({ path, message }) => (
          <li>
            <a href={`#${fieldId(path)}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
