import t from "tap"
import { type TestApp, testApp } from "../../harness.ts"
import { severalApps } from "../../support/several-apps.ts"
import { openPerformance, type Presented, present } from "./scanning.ts"

const gates = 50

/** The same ticket at fifty gates at once: how many say "admitted". */
async function race(test: TestApp): Promise<Presented[]> {
  const { performanceId, ticket } = await openPerformance(test)
  const answers = await Promise.all(
    Array.from({ length: gates }, (_, gate) =>
      present(test, { code: ticket.code, performanceId, gate: `Gate ${gate + 1}` }),
    ),
  )
  return answers.map((answer) => answer.json<Presented>())
}

t.test("however many gates race, exactly one admits", async (t) => {
  const test = await testApp(t)
  for (let round = 0; round < 3; round++) {
    const answers = await race(test)
    const admitted = answers.filter(({ result }) => result === "admitted")
    t.equal(admitted.length, 1)
    t.equal(answers.filter(({ result }) => result === "already_admitted").length, gates - 1)
    t.ok(
      answers.every(({ admittedAt }) => admittedAt === admitted[0]?.admittedAt),
      "all know when",
    )
  }
})

t.test("without the key of entries, the same race admits more than once", async (t) => {
  const test = await testApp(t)
  await test.owner.query("alter table entries drop constraint entries_pkey")
  const answers = await race(test)
  t.ok(answers.filter(({ result }) => result === "admitted").length > 1)
})

t.test(
  "several servers, each with many tickets at once, in any order: one entry each, nobody waits in a circle",
  async (t) => {
    const cast = await severalApps(t, 3)
    const { performanceId, tickets } = await openPerformance(cast, { quantity: 10 })
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, n) => {
        const round = Math.floor(n / 30)
        const ticket = tickets[(round % 2 ? 149 - n : n * 7) % tickets.length]
        return present(
          { app: cast.pick(n), as: cast.as },
          { code: ticket?.code, performanceId, gate: `${n}` },
        )
      }),
    )
    const results = answers.map((answer) => answer.json<Presented>().result)
    t.equal(results.filter((result) => result === "admitted").length, tickets.length)
    t.equal(results.filter((result) => result === "already_admitted").length, 150 - tickets.length)
    const { rows } = await cast.owner.query(
      "select (select count(*)::int from entries) as entries, (select count(*)::int from scans) as scans",
    )
    t.same(rows, [{ entries: tickets.length, scans: 150 }])
  },
)

t.test(
  "a scan that is repeated among many others gets its first answer, and the others theirs",
  async (t) => {
    const test = await testApp(t)
    const { performanceId, tickets } = await openPerformance(test, { quantity: 10 })
    const [first, second, ...others] = tickets.map(({ code }) => code)
    await present(test, { code: first, performanceId, nonce: "first" })
    const all = [
      ...others.map((code) => ({ code, performanceId })),
      { code: first, performanceId, nonce: "first" },
      { code: first, performanceId: "999999999" },
      { code: "nothing", performanceId },
      ...[1, 2, 3].map(() => ({ code: second, performanceId, nonce: "thrice" })),
    ]
    const answers = await Promise.all(all.map((scan) => present(test, scan)))
    const results = answers.map((answer) => answer.json<{ result?: string; code?: string }>())
    t.same(
      results.map(({ result, code }) => result ?? code),
      [
        ...others.map(() => "admitted"),
        "admitted",
        "not_found",
        "unknown",
        "admitted",
        "admitted",
        "admitted",
      ],
    )
  },
)
