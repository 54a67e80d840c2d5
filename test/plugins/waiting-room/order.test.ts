import { randomBytes } from "node:crypto"
import t from "tap"
import { type Line, standingOf } from "../../../plugins/waiting-room/line.ts"
import { nextCall } from "../../../plugins/waiting-room/next-call.ts"
import { shuffled } from "../../../plugins/waiting-room/shuffle.ts"
import { waitWords } from "../../../plugins/waiting-room/words.ts"

t.test("the draw gives each number once, whatever the size, and the same with the same key", async (t) => {
  for (const size of [1, 2, 3, 16, 17, 1000, 4097]) {
    const key = randomBytes(32)
    const numbers = Array.from({ length: size }, (_, arrival) => shuffled(key, size, arrival))
    t.equal(new Set(numbers).size, size, `${size}`)
    t.ok(Math.min(...numbers) === 0 && Math.max(...numbers) === size - 1)
    t.equal(shuffled(key, size, size - 1), numbers.at(-1))
  }
  t.throws(() => shuffled(randomBytes(32), 10, 10))
})

t.test("who comes first has no better chance than who comes last", async (t) => {
  const size = 50
  const draws = 2000
  let first = 0
  let last = 0
  for (let draw = 0; draw < draws; draw++) {
    const key = randomBytes(32)
    first += shuffled(key, size, 0)
    last += shuffled(key, size, size - 1)
  }
  // The mean of a draw is 24.5, give or take 0.32: five times that is never seen.
  t.ok(Math.abs(first / draws - 24.5) < 1.6, `${first / draws}`)
  t.ok(Math.abs(last / draws - 24.5) < 1.6, `${last / draws}`)
})

const still = {
  rate: 60,
  measuredRate: 60,
  busy: false,
  waiting: 1000,
  credit: 0,
  showing: 1,
  elapsed: 1,
  calledFrom: 0,
  calledTo: 0,
  came: 0,
}

t.test("how many are called", async (t) => {
  t.equal(nextCall(still).count, 1, "60 a minute")
  t.equal(nextCall({ ...still, rate: 90 }).credit, 0.5, "the rest is kept for the next second")
  t.equal(nextCall({ ...still, elapsed: 3600 }).count, 5, "no rush after a pause")
  t.equal(nextCall({ ...still, rate: 0 }).count, 0, "a pause")
  t.equal(nextCall({ ...still, waiting: 0 }).count, 0)
  t.equal(nextCall({ ...still, rate: 600, waiting: 4 }).count, 4)
  const half = nextCall({ ...still, rate: 600, calledTo: 100, came: 50 })
  t.match(half, { count: 20, showing: 0.5 }, "twice as many where half of them left")
  t.equal(nextCall({ ...still, calledTo: 100, came: 0 }).showing, 0.1, "and never more than ten times")
  t.equal(nextCall({ ...still, calledTo: 5, came: 0 }).showing, 1, "a handful says nothing")
})

t.test("a measured rate grows while nothing is busy, and shrinks while something is", async (t) => {
  let moment = { ...still, rate: null }
  const go = (seconds: number, busy: boolean) => {
    for (let n = 0; n < seconds; n++) moment = { ...moment, ...nextCall({ ...moment, busy }) }
    return moment.measuredRate
  }
  const risen = go(60, false)
  t.ok(risen > 150 && risen < 250, `${risen} after a minute`)
  const fallen = go(20, true)
  t.ok(fallen < risen / 3, `${fallen} after 20 seconds`)
  t.ok(go(600, true) >= 6, "somebody is always let in")
  t.ok(go(3600, false) <= 6000)
  const idle = nextCall({ ...moment, waiting: 0, measuredRate: 100 })
  t.equal(idle.measuredRate, 100, "nothing is learnt from an empty line")
})

const line: Line = {
  id: "1",
  eventId: null,
  mode: "on",
  rate: 60,
  measured: false,
  passMinutes: 10,
  round: 1,
  formedAt: null,
  busyAt: null,
  opening: null,
  drawnAt: new Date(),
  pool: 0,
  shuffleKey: null,
  arrived: 20_000,
  admitted: 100,
  lapsed: 0,
  showing: 1,
  soldOut: false,
  due: false,
}

t.test("what somebody in line is told", async (t) => {
  t.match(standingOf(line, 99), { state: "called", number: 99 })
  t.match(standingOf(line, 100), { state: "waiting", ahead: 0, seconds: 1, next: 2 })
  t.match(standingOf(line, 140), { state: "waiting", ahead: 40, seconds: 41, next: 4 })
  t.match(standingOf({ ...line, showing: 0.5 }, 140), { seconds: 20.5 }, "those who left are not waited for")
  t.match(standingOf({ ...line, rate: 0 }, 140), { seconds: null })
  const { next = 0 } = standingOf(line, 10_000) as { next?: number }
  t.ok(next >= 40, `a long line is asked about seldom: ${next} s`)
  const opening = new Date(Date.now() + 600_000)
  t.match(standingOf({ ...line, drawnAt: null, opening }, 5), { state: "before", opening, next: 60 })
  const soon = new Date(Date.now() + 1500)
  t.match(standingOf({ ...line, drawnAt: null, opening: soon }, 5), { state: "before", next: 4 })
})

t.test("in plain words", async (t) => {
  const said = [10, 55, 70, 540, 700, 3500, 5000, 90_000].map((seconds) => waitWords(seconds, "fr"))
  t.same(said, [
    "moins d’une minute",
    "environ une minute",
    "environ 2 minutes",
    "environ 9 minutes",
    "environ 15 minutes",
    "environ 1 h",
    "environ 1 h 30",
    "plusieurs heures",
  ])
  t.equal(waitWords(null, "en"), "paused for now")
})
