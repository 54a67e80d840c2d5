import { DateTime } from "luxon"
import { isObject } from "./json-values.ts"

export interface TimetableInterval {
  startsAt: Date
  /** Null when the timetable gives no end, or one that cannot be. */
  endsAt: Date | null
  /** Local start, "20270110T1230": names the interval for as long as it does not move. */
  key: string
}

export interface TimetableProblem {
  text: string
  message: string
  /** A start is missing or uncertain: the event must not go on sale unseen. */
  doubtful: boolean
}

export interface Timetable {
  intervals: TimetableInterval[]
  problems: TimetableProblem[]
}

const longestText = 200_000
const mostIntervals = 2_000

/**
 * Reads the hours of one event, in order: "2027-01-10T12:30:00 2027-01-10T19:00:00;..." and its like, or OpenAgenda's
 * `timings` `[{begin, end}]`, itself or as JSON. Times without an offset are those of `zone`. An end before its start
 * is the next day. What cannot be read is a problem, and no hour is made up. Never throws.
 */
export function readTimetable(value: unknown, zone: string): Timetable {
  const problems: TimetableProblem[] = []
  const intervals = new Map<string, TimetableInterval>()
  const pieces = piecesOf(value)
  for (const piece of pieces.slice(0, mostIntervals)) {
    const interval = readInterval(piece, zone, problems)
    if (!interval) continue
    const same = `${interval.startsAt.getTime()} ${interval.endsAt?.getTime()}`
    if (intervals.has(same)) problems.push({ text: piece.text, message: "is given twice", doubtful: false })
    else intervals.set(same, interval)
  }
  if (pieces.length > mostIntervals)
    problems.push({
      text: `${pieces.length}`,
      message: `intervals: only ${mostIntervals} were read`,
      doubtful: true,
    })
  return { intervals: withDistinctKeys([...intervals.values()]), problems }
}

interface Piece {
  begin: string
  end: string
  text: string
}

function piecesOf(value: unknown): Piece[] {
  if (typeof value === "string") {
    if (value.length > longestText) return [{ begin: "", end: "", text: value }]
    const json = /^\s*[[{]/.test(value) ? parseJson(value) : undefined
    if (json !== undefined) return piecesOf(json)
    return value
      .split(/[;,|\n]/)
      .map((text) => text.trim())
      .filter((text) => text !== "")
      .map(pieceOf)
  }
  if (Array.isArray(value)) {
    return value.slice(0, mostIntervals + 1).map((item: unknown) => {
      if (typeof item === "string") return pieceOf(item.trim())
      return isObject(item) ? timing(item) : { begin: "", end: "", text: "" }
    })
  }
  return isObject(value) ? [timing(value)] : []
}

function timing(item: Record<string, unknown>): Piece {
  const text = (key: string): string => {
    const value = Object.hasOwn(item, key) ? item[key] : undefined
    return typeof value === "string" ? value.trim() : ""
  }
  const begin = text("begin") || text("start")
  const end = text("end")
  return { begin, end, text: `${begin} ${end}`.trim() }
}

const moment = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?`
const pieceForm = new RegExp(String.raw`^(${moment})(?:(?:\s*[_/–→]\s*|\s+-\s+|\s+)(${moment}))?$`)
const momentForm = new RegExp(`^${moment}$`)

function pieceOf(text: string): Piece {
  const [, begin = "", end = ""] = (text.length < 200 && pieceForm.exec(text)) || []
  return { begin, end, text }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readInterval(piece: Piece, zone: string, problems: TimetableProblem[]): TimetableInterval | null {
  const note = (message: string, doubtful: boolean) => problems.push({ text: piece.text, message, doubtful })
  const start = readMoment(piece.begin, zone)
  if (!start) {
    note("is not a time that can be read", true)
    return null
  }
  if (start.clock === "skipped")
    note(
      `starts at an hour that the change to summer time skips; taken as ${start.time.toFormat("HH:mm")}`,
      true,
    )
  if (start.clock === "repeated")
    note("starts at an hour that comes twice that night; taken as the first", true)
  const endsAt = readEnd(piece, start.time, zone, note)
  return { startsAt: start.time.toJSDate(), endsAt, key: start.time.toFormat("yyyyLLdd'T'HHmm") }
}

function readEnd(
  piece: Piece,
  start: DateTime<true>,
  zone: string,
  note: (message: string, doubtful: boolean) => void,
): Date | null {
  if (piece.end === "") {
    note("has no end; it was left open", false)
    return null
  }
  const end = readMoment(piece.end, zone)
  if (!end) {
    note("has an end that cannot be read; it was left open", true)
    return null
  }
  if (end.time.toMillis() === start.toMillis()) {
    note("ends when it starts; its end was left open", false)
    return null
  }
  if (end.time > start) return end.time.toJSDate()
  const nextDay = end.time.plus({ days: 1 })
  if (nextDay > start) return nextDay.toJSDate()
  note("ends long before it starts; its end was left open", true)
  return null
}

interface Moment {
  time: DateTime<true>
  /** Whether the wall clock shows that time once, as almost always, or never or twice in the night of a change. */
  clock: "once" | "skipped" | "repeated"
}

function readMoment(text: string, zone: string): Moment | null {
  if (!momentForm.test(text)) return null
  const iso = text.replace(" ", "T")
  const time = DateTime.fromISO(iso, { zone })
  if (!time.isValid || time.year < 1900 || time.year >= 2200) return null
  if (/(?:Z|[+-]\d\d:?\d\d)$/.test(iso.slice(11))) return { time, clock: "once" }
  const [first, second] = time.getPossibleOffsets()
  if (first?.isValid && second) return { time: first, clock: "repeated" }
  const wallClock = DateTime.fromISO(iso, { zone: "utc" })
  return {
    time,
    clock: wallClock.hour === time.hour && wallClock.minute === time.minute ? "once" : "skipped",
  }
}

/** In order of time; where several start together, the shortest has the plain key and the others a number. */
function withDistinctKeys(intervals: TimetableInterval[]): TimetableInterval[] {
  const end = (interval: TimetableInterval) => interval.endsAt?.getTime() ?? Number.POSITIVE_INFINITY
  const sorted = intervals.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || end(a) - end(b))
  const seen = new Map<string, number>()
  return sorted.map((interval) => {
    const times = (seen.get(interval.key) ?? 0) + 1
    seen.set(interval.key, times)
    return times === 1 ? interval : { ...interval, key: `${interval.key}-${times}` }
  })
}
