import type { ComponentChildren } from "preact"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"

export type Tone = "neutral" | "good" | "attention" | "bad" | "accent"

/** A word that qualifies what it stands beside. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge badge-${tone}`}>{children}</span>
}

export type State = keyof (typeof texts)["fr"]["states"]

const tones: Record<State, Tone> = {
  on_sale: "good",
  not_yet: "neutral",
  ended: "neutral",
  sold_out: "accent",
  cancelled: "bad",
  last: "attention",
  available: "good",
  draft: "neutral",
  published: "good",
  archived: "neutral",
  pending: "attention",
  paid: "good",
  expired: "neutral",
  refunded: "neutral",
  valid: "good",
  admitted: "neutral",
  sent: "good",
  failed: "bad",
  waiting: "attention",
}

/** The state of a performance, an order, a ticket or a mail, in the words of the field and always the same colour. */
export function Status({ state }: { state: State }) {
  const { locale } = useScene()
  return <Badge tone={tones[state]}>{texts[locale].states[state]}</Badge>
}
