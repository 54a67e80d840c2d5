import { Badge, BarMeter, DateTime, Money, type Tone } from "../../../templates/components/index.ts"
import { useScene } from "../../../templates/scene.ts"
import type { Fill } from "../performance-fill.ts"
import type { PerformanceListItem } from "./list-performances.ts"
import { texts } from "./texts.ts"

/** When a performance plays, as people say it, in the zone of its venue. */
export function PerformanceWhen({
  performance,
}: {
  performance: Pick<PerformanceListItem, "startsAt" | "timezone">
}) {
  return <DateTime at={performance.startsAt} timeZone={performance.timezone} start />
}

/** How full it is, as a picture; the number of places when nobody counts. */
export function PerformanceFill({
  performance,
  fill,
}: {
  performance: PerformanceListItem
  fill: Fill | undefined
}) {
  const { locale } = useScene()
  if (!fill || fill.capacity === 0) return <>{performance.capacity}</>
  const label = texts[locale].fill
  return <BarMeter label={label} max={fill.capacity} parts={[{ value: fill.taken }]} />
}

/** "9,00 € – 24,00 €", or that there is none yet. */
export function PerformancePrices({ performance }: { performance: PerformanceListItem }) {
  const { locale } = useScene()
  const { lowest, highest } = performance
  if (lowest === null || highest === null) return <Badge tone="attention">{texts[locale].noPrice}</Badge>
  return (
    <>
      <Money cents={lowest} orFree />
      {highest !== lowest && (
        <>
          {" – "}
          <Money cents={highest} />
        </>
      )}
    </>
  )
}

/** Only what is not as usual is said: a draft, a cancelled performance. */
export function PerformanceState({
  performance,
}: {
  performance: Pick<PerformanceListItem, "status" | "eventStatus">
}) {
  const { locale } = useScene()
  const state = stateOf(performance)
  return state && <Badge tone={state.tone}>{texts[locale][state.word]}</Badge>
}

export function stateOf({
  status,
  eventStatus,
}: Pick<PerformanceListItem, "status" | "eventStatus">): { word: "cancelled" | "draft"; tone: Tone } | null {
  if (status === "cancelled") return { word: "cancelled", tone: "bad" }
  return eventStatus === "draft" ? { word: "draft", tone: "neutral" } : null
}
