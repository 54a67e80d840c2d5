import type { FieldError } from "../../../server/problem.ts"
import { Notice } from "../../../templates/components/index.ts"
import { texts } from "./texts.ts"

const mostShown = 50

/** What is wrong in a file, each with its place. */
export function WrongFile({ wrong, locale }: { wrong: readonly FieldError[]; locale: "fr" | "en" }) {
  const t = texts[locale]
  return (
    <Notice kind="error" title={t.wrongFile}>
      <p>{t.wrongText}</p>
      <ul>
        {wrong.slice(0, mostShown).map(({ path, message }) => (
          <li>
            <code>{path || "/"}</code> {message}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
