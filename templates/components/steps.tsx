import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"
import { Icon } from "./icon.tsx"

type Props = {
  steps: readonly { label: string; href?: string }[]
  /** Position of the current one, from 0. */
  current: number
}

/** Where one is on the way to the tickets. Steps already made lead back when they have an address. */
export function Steps({ steps, current }: Props) {
  const t = texts[useScene().locale]
  return (
    <ol class="steps" aria-label={t.step(current + 1, steps.length)}>
      {steps.map(({ label, href }, index) => {
        const state = index < current ? "done" : index === current ? "current" : "next"
        const words = (
          <>
            <span class="step-mark">
              {state === "done" ? <Icon name="check" label={t.stepDone} /> : index + 1}
            </span>
            <span class="step-label">{label}</span>
          </>
        )
        return (
          <li class={`step step-${state}`} aria-current={state === "current" ? "step" : undefined}>
            {href && state === "done" ? <a href={href}>{words}</a> : words}
          </li>
        )
      })}
    </ol>
  )
}
