import fc from "fast-check"
import t from "tap"
import { type Passage, settle } from "../../../plugins/admission/settle.ts"
import { testApp } from "../../harness.ts"
import { makeDevice, sendBatch } from "./offline.ts"
import { minutes, openPerformance, present } from "./scanning.ts"

const doors = 3
const tickets = 3

/** What one door does: a ticket let in at a second of the evening, and perhaps taken back. */
interface Act {
  door: number
  ticket: number
  second: number
  undone: boolean
}

/** In which order which parts of the doors' logs reach the server; a part may come twice. */
interface Evening {
  acts: Act[]
  arrivals: { door: number; from: number; length: number }[]
  /** Between the arrivals, tickets that somebody shows to a door that is online. */
  online: { after: number; ticket: number; second: number }[]
}

const natural = (max: number) => fc.nat({ max })
const evenings: fc.Arbitrary<Evening> = fc.record({
  acts: fc.array(
    fc.record({
      door: natural(doors - 1),
      ticket: natural(tickets - 1),
      second: natural(40),
      undone: fc.boolean().chain((once) => (once ? fc.boolean() : fc.constant(false))),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  arrivals: fc.array(fc.record({ door: natural(doors - 1), from: natural(5), length: natural(5) }), {
    maxLength: 6,
  }),
  online: fc.array(fc.record({ after: natural(6), ticket: natural(tickets - 1), second: natural(40) }), {
    maxLength: 2,
  }),
})

t.test(
  "doors cut from the server and from each other lose nothing, and each double is told once",
  async (t) => {
    const test = await testApp(t)
    const headers = await Promise.all(
      Array.from({ length: doors }, (_, door) => makeDevice(test, { name: `${door}` })),
    )
    const online = await makeDevice(test, { name: "online" })
    let evening = 0
    await fc.assert(
      fc.asyncProperty(evenings, async ({ acts, arrivals, online: shown }) => {
        const open = await openPerformance(test, { quantity: tickets })
        const start = minutes(-20).getTime()
        const run = ++evening
        const logs = Array.from({ length: doors }, (_, door) =>
          acts
            .map((act, n) => ({ ...act, nonce: `${run}-${n}` }))
            .filter((act) => act.door === door)
            .map(({ ticket, second, undone, nonce }) => ({
              code: open.tickets[ticket]?.code,
              performanceId: open.performanceId,
              gate: `Gate ${door}`,
              at: new Date(start + second * 1000).toISOString(),
              nonce,
              result: "admitted",
              ...(undone ? { undoneAt: new Date(start + second * 1000 + 500).toISOString() } : {}),
            })),
        )
        const passages = new Map<string, Passage[]>()
        const remember = (ticket: number, passage: Passage) =>
          passages.set(String(ticket), [...(passages.get(String(ticket)) ?? []), passage])
        for (const [n, { ticket, second, undone }] of acts.entries())
          if (!undone)
            remember(ticket, { nonce: `${run}-${n}`, at: start + second * 1000, direction: "in", people: 1 })

        const everything = logs.map((log, door) => ({ door, from: 0, length: log.length }))
        for (const [step, { door, from, length }] of [...arrivals, ...everything].entries()) {
          await Promise.all([
            sendBatch(test, (logs[door] ?? []).slice(from, from + length), headers[door] ?? {}),
            ...shown
              .filter(({ after }) => after === step)
              .map(async ({ ticket, second }) => {
                const nonce = `${run}-online-${ticket}-${second}`
                const at = new Date(start + second * 1000)
                const code = open.tickets[ticket]?.code
                const answer = await present(
                  test,
                  { code, performanceId: open.performanceId, nonce, at },
                  online,
                )
                if (answer.json().result === "admitted")
                  remember(ticket, { nonce, at: at.getTime(), direction: "in", people: 1 })
              }),
          ])
        }

        for (const [ticket, { id }] of open.tickets.entries()) {
          const mine = [
            ...new Map((passages.get(String(ticket)) ?? []).map((one) => [one.nonce, one])).values(),
          ]
          const wanted = settle(mine, { places: 1, dayOf: null, reentry: false })
          const entries = await test.owner.query<{ nonce: string }>(
            "select nonce from entries where ticket_id = $1 and withdrawn_at is null",
            [id],
          )
          const doubles = await test.owner.query<{ nonce: string }>(
            "select nonce from scans where ticket_id = $1 and standing = 'double' and undone_at is null order by nonce",
            [id],
          )
          t.same(
            entries.rows.map(({ nonce }) => nonce),
            [...wanted.places.values()].map(({ nonce }) => nonce),
            "the earliest has the entry",
          )
          t.same(
            doubles.rows.map(({ nonce }) => nonce),
            [...wanted.standings]
              .filter(([, standing]) => standing === "double")
              .map(([nonce]) => nonce)
              .sort(),
            "every other is one double",
          )
        }
      }),
      { numRuns: 25 },
    )
  },
)

const passage = fc.record({
  nonce: fc.nat({ max: 12 }).map(String),
  at: fc.nat({ max: 20 }),
  direction: fc.constantFrom("in" as const, "in" as const, "out" as const),
  people: fc.integer({ min: 1, max: 4 }),
})
const allowance = fc.record({
  places: fc.integer({ min: 1, max: 6 }),
  dayOf: fc.constantFrom(null, (at: number) => Math.floor(at / 5) + 1),
  reentry: fc.boolean(),
})

t.test("who came in does not depend on who speaks first", async (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(passage, { selector: ({ nonce }) => nonce }),
      allowance,
      fc.nat(),
      (all, allowed, turn) => {
        const at = all.length === 0 ? 0 : turn % all.length
        const turned = [...all.slice(at), ...all.slice(0, at)].reverse()
        t.same(settle([...turned, ...all], allowed), settle(all, allowed))
      },
    ),
  )
})

t.test("nobody comes in beyond what a ticket allows, and nobody is forgotten", async (t) => {
  fc.assert(
    fc.property(fc.uniqueArray(passage, { selector: ({ nonce }) => nonce }), allowance, (all, allowed) => {
      const { places, standings } = settle(all, allowed)
      t.ok(places.size <= allowed.places)
      t.equal(standings.size, all.length, "each passage has its standing")
      const first = all
        .filter(({ direction }) => direction === "in")
        .sort((a, b) => a.at - b.at || (a.nonce < b.nonce ? -1 : 1))[0]
      if (first && !allowed.dayOf)
        t.equal(standings.get(first.nonce), "entry", "the first one always comes in")
    }),
  )
})
