import type { ComponentChildren } from "preact"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"

export type DoorResult = keyof (typeof texts)["fr"]["door"]

/** Green lets in, amber asks to look, red stops. Each has its own shape, for those who do not see colours. */
export const doorTones: Record<DoorResult, "green" | "amber" | "red"> = {
  admitted: "green",
  already_admitted: "amber",
  exited: "green",
  wrong_performance: "amber",
  wrong_gate: "amber",
  check: "amber",
  not_valid_now: "amber",
  not_checked: "amber",
  cancelled: "red",
  unknown: "red",
}

type Props = {
  result: DoorResult
  /** One line: "Parterre, plein tarif, rang C place 12" or "entré à 20 h 12, porte B". */
  detail?: ComponentChildren
  /** What to ask to see before letting in: "carte étudiant". */
  show?: string | null
  children?: ComponentChildren
}

/** The answer to a ticket shown at the door: one colour, one word, one line. */
export function DoorAnswer({ result, detail, show, children }: Props) {
  const { locale } = useScene()
  const tone = doorTones[result]
  return (
    <div class={`answer answer-${tone}`} role="alert" data-result={result} data-tone={tone}>
      <svg class="answer-shape" viewBox="0 0 120 120" width="120" height="120" aria-hidden="true">
        {tone === "green" && (
          <>
            <circle cx="60" cy="60" r="56" fill="currentColor" />
            <path d="M34 62 53 81 88 42" class="answer-mark" />
          </>
        )}
        {tone === "amber" && (
          <>
            <path d="M60 6 117 110H3Z" fill="currentColor" />
            <path d="M60 44v32M60 90v4" class="answer-mark" />
          </>
        )}
        {tone === "red" && (
          <>
            <path d="M37 4h46l33 33v46l-33 33H37L4 83V37Z" fill="currentColor" />
            <path d="M40 40l40 40M80 40 40 80" class="answer-mark" />
          </>
        )}
      </svg>
      <p class="answer-word">{texts[locale].door[result]}</p>
      {detail && <p class="answer-detail">{detail}</p>}
      {show && <p class="answer-show">{show}</p>}
      {children}
    </div>
  )
}
