import t from "tap"
import { type TestApp, testApp } from "../../harness.ts"
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
