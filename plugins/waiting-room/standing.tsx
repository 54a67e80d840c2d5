import type { FastifyRequest } from "fastify"
import { Figures, Notice, PageHeading, Prose } from "../../templates/components/index.ts"
import { formatDate, formatNumber, sentence } from "../../templates/format.ts"
import { holdSeconds } from "../inventory/hold-places.ts"
import { type Line, numberOf } from "./line.ts"
import type { Admission } from "./room.ts"
import { texts } from "./texts.ts"
import { peopleWords, waitWords } from "./words.ts"

type Waiting = Extract<Admission, { state: "before" | "waiting" }>

type Props = {
  request: FastifyRequest
  line: Line
  admission: Waiting
  arrival: number
  /** The event's title; null before the whole shop. */
  what: string | null
  /** It is not the first place of this person: the one before went by. */
  again: boolean
}

/** Where somebody stands, in figures that client/waiting.ts keeps true, and what there is to do: nothing. */
export function Standing({ request, line, admission, arrival, what, again }: Props) {
  const t = texts[request.locale]
  const { state, next } = admission
  return (
    <div
      data-waiting={`/${request.organisation.slug}/waiting/${line.id}/place`}
      data-state={state}
      data-next={next}
      data-say={state === "waiting" ? t.say : ""}
      data-say-here={t.sayHere}
    >
      <PageHeading title={state === "before" ? t.before : t.inLine} lead={what && t.for(what)} />
      {again && (
        <Notice title={t.again}>
          <p>{t.againHint}</p>
        </Notice>
      )}
      <div data-sold-out hidden={!line.soldOut}>
        <Notice title={t.soldOut}>
          <p>{t.soldOutHint}</p>
        </Notice>
      </div>
      <Figures items={figures(request, line, admission, arrival)} />
      <p class="unseen" role="status" data-status />
      <Prose>
        {state === "before" && <p>{t.draw}</p>}
        <p>{t.stay}</p>
        <p>
          {t.refresh} {t.once}
        </p>
        <p>{t.time(line.passMinutes, holdSeconds / 60)}</p>
        <noscript>
          <p>{t.withoutScript(Math.max(15, next))}</p>
        </noscript>
      </Prose>
    </div>
  )
}

function figures({ locale, organisation }: FastifyRequest, line: Line, admission: Waiting, arrival: number) {
  const t = texts[locale]
  if (admission.state === "before") {
    const when = formatDate(admission.opening, { locale, timeZone: organisation.timezone })
    return [
      { label: t.opens, value: sentence(when) },
      { label: t.here, value: <span data-ahead>{peopleWords(line.arrived, locale)}</span> },
    ]
  }
  const place = [
    { label: t.ahead, value: <span data-ahead>{peopleWords(admission.ahead, locale)}</span> },
    { label: t.wait, value: <span data-wait>{sentence(waitWords(admission.seconds, locale))}</span> },
  ]
  if (!line.shuffleKey || arrival >= line.pool) return place
  const number = formatNumber(numberOf(line, arrival) + 1, locale)
  return [...place, { label: t.drawn, value: t.drawnOf(number, formatNumber(line.pool, locale)) }]
}

/** So many came from one address that the next ones get their places a little later. */
export function Soon({ request }: { request: FastifyRequest }) {
  const t = texts[request.locale]
  return (
    <div data-waiting="" data-next="10">
      <PageHeading title={t.soon} lead={t.soonLead} />
    </div>
  )
}
