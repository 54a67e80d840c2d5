import { useState } from "preact/hooks"
import type { Words } from "./words.ts"

/** A ticket for several: how many of them come in now. */
export function HowMany({
  t,
  left,
  onAdmit,
  onGive,
}: {
  t: Words
  left: number
  onAdmit(people: number): void
  onGive(): void
}) {
  const [people, setPeople] = useState(left)
  return (
    <div
      class="answer answer-amber"
      role="alertdialog"
      aria-label={t.howMany(left)}
      data-result="how_many"
      data-tone="amber"
    >
      <p class="answer-detail">{t.howMany(left)}</p>
      <div class="answer-count">
        <button
          type="button"
          class="button button-secondary"
          aria-label={t.fewer}
          disabled={people <= 1}
          onClick={() => setPeople(people - 1)}
        >
          −
        </button>
        <output class="answer-word">{people}</output>
        <button
          type="button"
          class="button button-secondary"
          aria-label={t.more}
          disabled={people >= left}
          onClick={() => setPeople(people + 1)}
        >
          +
        </button>
      </div>
      <div class="answer-buttons">
        <button type="button" class="button button-primary button-large" onClick={() => onAdmit(people)}>
          {t.letIn}
        </button>
        <button type="button" class="button button-secondary" onClick={onGive}>
          {t.cancel}
        </button>
      </div>
    </div>
  )
}
