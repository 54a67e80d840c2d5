import { shuffled } from "./shuffle.ts"
import type { LineMode } from "./tables.ts"

/** How long before its opening the room may be entered, in minutes. */
export const earlyMinutes = 60
/** How long a number that was called may still come in, in minutes. */
export const turnMinutes = 10

/** A line as it was read a moment ago: the same for everybody who waits in it. */
export interface Line {
  id: string
  /** Null: the line of the whole shop. */
  eventId: string | null
  mode: LineMode
  /** People per minute; what is measured where the operator set none. */
  rate: number
  /** Whether `rate` is measured. */
  measured: boolean
  passMinutes: number
  round: number
  formedAt: Date | null
  busyAt: Date | null
  /** From when people are let in; null: at once. */
  opening: Date | null
  drawnAt: Date | null
  pool: number
  shuffleKey: Buffer | null
  arrived: number
  admitted: number
  /** Numbers below were called so long ago that their turn is over, unless they came in. */
  lapsed: number
  /** Of those called lately, the share that came in. */
  showing: number
  /** Whether every place of the event is taken or held at the moment. */
  soldOut: boolean
  /** Whether somebody should be let in, or the order drawn, now. */
  due: boolean
}

/** Whether people who want places go through this line now. */
export function isFormed(line: Line, now = Date.now()): boolean {
  if (line.mode === "off") return false
  if (line.mode === "auto") return line.formedAt !== null
  if (line.drawnAt !== null || line.opening === null) return true
  return now >= line.opening.getTime() - earlyMinutes * 60_000
}

/** The place in line of an arrival: drawn for those who came before the opening, and in order of arrival after them. */
export function numberOf(line: Line, arrival: number): number {
  return line.shuffleKey && arrival < line.pool ? shuffled(line.shuffleKey, line.pool, arrival) : arrival
}

/** What somebody in line is told. `seconds`: until their turn, as far as one can say; `next`: until they should ask again. */
export type Standing =
  | { state: "before"; opening: Date; next: number }
  | { state: "waiting"; ahead: number; seconds: number | null; next: number }
  /** Called: to be let in, unless they were and their time is over. */
  | { state: "called"; number: number }

/** All who wait together ask at most so many times a second. */
const pollsPerSecond = 500

export function standingOf(line: Line, arrival: number, now = Date.now()): Standing {
  if (line.drawnAt === null && line.opening !== null) {
    const left = (line.opening.getTime() - now) / 1000
    const next = left <= 0 ? 2 : Math.min(60, Math.max(3, left / 10, floorOf(line.arrived)))
    return { state: "before", opening: line.opening, next: Math.ceil(Math.min(next, left + 2)) }
  }
  const number = numberOf(line, arrival)
  const ahead = number - line.admitted
  if (ahead < 0) return { state: "called", number }
  const seconds = line.rate > 0 ? ((ahead + 1) * line.showing * 60) / line.rate : null
  return { state: "waiting", ahead, seconds, next: nextPoll(line, seconds) }
}

/** Often when the turn is near, seldom when it is far, and the more seldom the more there are who ask. */
function nextPoll(line: Line, seconds: number | null): number {
  if (seconds === null) return Math.ceil(Math.max(15, floorOf(line.arrived - line.admitted)))
  if (seconds <= 60) return seconds <= 10 ? 2 : 4
  return Math.ceil(Math.min(60, Math.max(5, seconds / 10, floorOf(line.arrived - line.admitted))))
}

function floorOf(waiting: number): number {
  return Math.min(60, waiting / pollsPerSecond)
}
