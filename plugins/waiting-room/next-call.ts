interface Moment {
  /** What the operator set, in people per minute; null: measured. */
  rate: number | null
  measuredRate: number
  /** Whether a process was busy in the last seconds. */
  busy: boolean
  /** Numbers that were given and not called. */
  waiting: number
  credit: number
  showing: number
  /** Seconds since the last call. */
  elapsed: number
  /** Numbers called between three minutes and half a minute ago, and how many of them came in. */
  calledFrom: number
  calledTo: number
  came: number
}

interface Call {
  /** How many numbers to call now. */
  count: number
  credit: number
  showing: number
  measuredRate: number
}

/** After a pause nobody is let in for more than so many seconds at once. */
const burstSeconds = 5
const leastRate = 6
const mostRate = 6000

/**
 * How many numbers to call. Some of those called left long ago: so that as many people come in as the rate says, more
 * numbers are called by the share of those who came lately. A measured rate grows by a tenth in five seconds while
 * nothing is busy and somebody waits, and shrinks by a quarter in five while something is.
 */
export function nextCall(moment: Moment): Call {
  const { busy, waiting, calledFrom, calledTo, came } = moment
  const elapsed = Math.min(burstSeconds, Math.max(0, moment.elapsed))
  const called = calledTo - calledFrom
  const showing = called >= 10 ? Math.min(1, Math.max(0.1, came / called)) : moment.showing
  const pace = busy ? 0.94 : waiting > 0 ? 1.02 : 1
  const measuredRate = Math.min(mostRate, Math.max(leastRate, moment.measuredRate * pace ** elapsed))
  const perSecond = (moment.rate ?? measuredRate) / 60 / showing
  const most = perSecond === 0 ? 0 : Math.max(1, perSecond * burstSeconds)
  const credit = Math.min(most, moment.credit + perSecond * elapsed)
  const count = Math.min(waiting, Math.floor(credit))
  return { count, credit: credit - count, showing, measuredRate }
}
