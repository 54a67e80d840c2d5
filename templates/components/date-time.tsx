import { formatDate, formatDateLong, formatDay, formatDayLong, formatTime, sentence } from "../format.ts"
import { useScene } from "../scene.ts"

const formats = {
  speech: formatDate,
  long: formatDateLong,
  day: formatDay,
  "day-long": formatDayLong,
  time: formatTime,
}

type Props = {
  at: Date
  /** IANA name, of the venue when there is one. */
  timeZone?: string
  /** "speech" is "ce soir 20 h 30"; "long" is for what is printed or kept. */
  as?: keyof typeof formats
  /** First letter raised: it begins a line. */
  start?: boolean
}

/** A date or a time as people say it, and as machines read it. */
export function DateTime({ at, timeZone, as = "speech", start }: Props) {
  const scene = useScene()
  const said = formats[as](at, { ...scene, timeZone: timeZone ?? scene.timeZone })
  return (
    <time class="when" datetime={at.toISOString()}>
      {start ? sentence(said) : said}
    </time>
  )
}
