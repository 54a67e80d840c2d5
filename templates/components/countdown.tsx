import { formatTime } from "../format.ts"
import { useScene } from "../scene.ts"
import { texts } from "../texts.ts"

type Props = {
  until: Date
  /** What is kept: one place or several. */
  count?: number
  timeZone?: string
  /** Where "3 places" stands just before and room is scarce. */
  short?: boolean
}

/**
 * How long places are kept. Says the hour, which stays true on a page that sleeps; client/countdown.ts turns it into
 * minutes and seconds and speaks twice: two minutes before the end, and at the end.
 */
export function Countdown({ until, count = 2, timeZone, short }: Props) {
  const scene = useScene()
  const t = texts[scene.locale]
  const time = formatTime(until, { ...scene, timeZone: timeZone ?? scene.timeZone })
  return (
    <span
      class="countdown"
      data-until={until.toISOString()}
      data-left={t.timeLeft}
      data-nearly-up={t.timeNearlyUp}
      data-up={t.timeUp}
      data-up-short={t.timeUpShort}
    >
      <time datetime={until.toISOString()}>
        {short ? t.until(time) : count > 1 ? t.keptUntil(time) : t.oneKeptUntil(time)}
      </time>
      <span class="unseen" role="status" />
    </span>
  )
}
