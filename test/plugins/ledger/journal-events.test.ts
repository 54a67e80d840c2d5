import t from "tap"
import { ClockWatch, watchClock } from "../../../plugins/ledger/clock.ts"
import { closeAndVerify } from "../../../plugins/ledger/close-by-clock.ts"
import { type JournalLine, listJournal } from "../../../plugins/ledger/list-journal.ts"
import { noteStart } from "../../../plugins/ledger/note-lifecycle.ts"
import { makePerformance, type TestApp, testApp, testDatabase } from "../../harness.ts"
import { postForm } from "../../support/forms.ts"
import { buy } from "../../support/shopping.ts"
import { waitUntil } from "../../support/wait-until.ts"

const api = "/api/v1/organisations/theatre"
const home = "/admin/theatre"

const kinds = (lines: JournalLine[]) => lines.map(({ kind }) => kind)
const journal = (cast: Pick<TestApp, "db">) => listJournal(cast.db, 0, 1000)

async function userId({ app }: TestApp, email: string): Promise<string> {
  const user = await app.databases.system
    .selectFrom("users")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirstOrThrow()
  return user.id
}

t.test("rights that are given, changed and taken away", async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  const by = `user:${await userId(cast, "manager@example.test")}`
  const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
  await postForm(
    app,
    `${home}/team`,
    { email: "ines@impots.example", name: "Inès", role: "inspector", until: day },
    as("manager"),
  )
  const id = await userId(cast, "ines@impots.example")
  await postForm(app, `${home}/team/${id}`, { role: "door", until: "" }, as("manager"))
  await postForm(app, `${home}/team/${id}/removal`, {}, as("manager"))
  const added = await app.inject({
    method: "POST",
    url: `${api}/devices`,
    headers: as("manager"),
    payload: { name: "Porte de Camille" },
  })
  const device = added.json<{ id: string }>().id
  await app.inject({ method: "DELETE", url: `${api}/devices/${device}`, headers: as("manager") })
  await app.inject({
    method: "PUT",
    url: `${api}/till-settings`,
    headers: as("manager"),
    payload: { methods: ["cash", "card"], cashCeiling: 50_000 },
  })
  const lines = await journal(cast)
  t.match(lines, [
    { kind: "role_given", by, about: { user: id, role: "inspector", until: /T/ } },
    { kind: "role_changed", by, about: { user: id, from: "inspector", role: "door", until: null } },
    { kind: "role_ended", by, about: { user: id, role: "door" } },
    { kind: "device_added", by, about: { device } },
    { kind: "device_revoked", by, about: { device } },
    { kind: "till_settings_changed", by, about: { methods: "cash card", cashCeiling: 50_000 } },
  ])
  t.notMatch(JSON.stringify(lines), /Inès|impots|Camille/, "nothing of it is personal")
})

t.test("a right that was refused leaves no line", async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  const twice = await postForm(
    app,
    `${home}/team`,
    { email: "door@example.test", role: "manager" },
    as("manager"),
  )
  t.equal(twice.statusCode, 422)
  t.equal(
    (await app.inject({ method: "DELETE", url: `${api}/devices/999`, headers: as("manager") })).statusCode,
    404,
  )
  t.same(await journal(cast), [])
})

t.test("the drawer: its float, what goes in and out, what was counted", async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  const by = `user:${await userId(cast, "boxoffice@example.test")}`
  const post = (url: string, payload: object) =>
    app.inject({ method: "POST", url: `${api}${url}`, headers: as("boxOffice"), payload })
  const { id: session } = (await post("/till-sessions", { tillId: "A", float: 10_000 })).json()
  t.equal((await post("/till-sessions", { tillId: "A", float: 1 })).statusCode, 409)
  await post(`/till-sessions/${session}/movements`, { direction: "out", amount: 2000, reason: "Mme Martin" })
  await post(`/till-sessions/${session}/closing`, { counted: { cash: 7900 }, reason: "il manque 1 €" })
  t.match(await journal(cast), [
    { kind: "till_opened", by, about: { session, float: 10_000 } },
    { kind: "till_cash_moved", by, about: { session, direction: "out", amount: 2000 } },
    { kind: "till_closed", by, about: { session, expected: 8000, counted: 7900, difference: -100 } },
  ])
  t.notMatch(JSON.stringify(await journal(cast)), "Martin", "reasons are people’s words and stay out")
})

t.test("signing in, and trying in vain: together, and not one by one", async (t) => {
  const cast = await testApp(t)
  const { app } = cast
  const signIn = (email: string, password: string) =>
    app.inject({ method: "POST", url: "/api/v1/auth/login", payload: { email, password } })
  t.equal((await signIn("door@example.test", "correct horse")).statusCode, 200)
  for (let n = 0; n < 3; n++) t.equal((await signIn("door@example.test", "wrong")).statusCode, 401)
  t.equal((await signIn("nobody@example.test", "wrong")).statusCode, 401)
  const by = `user:${await userId(cast, "door@example.test")}`
  const lines = await waitUntil(async () => {
    const all = await journal(cast)
    return all.length >= 3 && all
  })
  t.match(lines[0], { kind: "sign_in", by })
  t.match(
    lines.slice(1).sort((a, b) => Number(a.by === null) - Number(b.by === null)),
    [
      { kind: "sign_in_failed", by, about: { count: 3, account: true } },
      { kind: "sign_in_failed", by: null, about: { count: 1, account: false } },
    ],
  )
  t.notMatch(JSON.stringify(lines), "nobody@", "an address that was typed is nobody’s business")
  const rivals = await listJournal(app.databases.forOrganisation(cast.rival.id), 0, 10)
  t.match(rivals, [{ kind: "sign_in_failed", about: { account: false } }], "each journal has its own people")
  t.equal(rivals.length, 1)
})

t.test("closings, by hand and by the clock, and what the verification found", async (t) => {
  const cast = await testApp(t, { env: { DATA_DIR: t.testdir() } })
  const { app, as, owner, organisation } = cast
  await buy(app, await makePerformance(app, organisation))
  await owner.query("alter table ledger_lines disable trigger user")
  await owner.query("update ledger_lines set at = at - interval '3 days'")
  await closeAndVerify(app)
  const [day, found] = await journal(cast)
  t.match(day, { kind: "closing", by: null, about: { period: "day" } })
  const lines = await journal(cast)
  t.same([...new Set(kinds(lines))], ["closing", "verification_failed"], "a day that ended is read again")
  t.match(lines.at(-1), { by: null, about: { faults: "operations 1 altered" } })
  t.ok(found)
  await owner.query("update ledger_lines set at = at + interval '3 days' where chain = 'operations'")
  const verified = await app.inject({ url: `${api}/operations/verification`, headers: as("accounting") })
  t.match(verified.json(), { ok: true })
  const by = `user:${await userId(cast, "accounting@example.test")}`
  t.match((await journal(cast)).at(-1), { kind: "verified", by, about: { operations: 1 } })
})

t.test("starts and stops, another version, a clock that was put back", async (t) => {
  const database = await testDatabase(t)
  await (await testApp(t, { database })).app.close()
  const first = await testApp(t, { database, listen: true })
  await waitUntil(async () => (await journal(first)).length > 0)
  await first.app.close()
  const second = await testApp(t, { database })
  t.match(await journal(second), [
    { kind: "started", by: null, about: { version: /^\d/, roles: "web worker" } },
    { kind: "stopped", about: { process: /^[0-9a-f]{8}$/ } },
  ])
  const tamper = async (statement: string) => {
    await database.owner.query("alter table ledger_lines disable trigger user")
    await database.owner.query(statement)
    await database.owner.query("alter table ledger_lines enable trigger user")
  }
  await tamper('update ledger_lines set content = replace(content, \'"version":"\', \'"version":"0.0.\')')
  await tamper("update ledger_lines set at = now() + interval '1 hour' where number = 2")
  await noteStart(second.app, "1234")
  const [, , ...later] = await journal(second)
  t.match(later, [
    { kind: "clock_behind", about: { chain: "journal", number: 2, seconds: /^(3600|3599|3598)$/ } },
    { kind: "version_changed", about: { from: /^0\.0\./, to: /^\d/ } },
    { kind: "started", about: { process: "1234" } },
  ])
})

t.test("a clock that jumps while Parterre runs", async (t) => {
  const watch = new ClockWatch()
  const hour = 3_600_000
  t.equal(watch.look(10 * hour, 0), null, "nothing to compare with")
  t.equal(watch.look(10 * hour + 10_400, 10_000), null, "a drift of less than a second")
  t.equal(watch.look(9 * hour + 20_400, 20_000), -hour, "an hour back")
  t.equal(watch.look(9 * hour + 30_400, 30_000), null, "told once")
  t.equal(watch.look(9 * hour + 45_400, 40_000), 5000, "and forward")

  const cast = await testApp(t)
  await watchClock(cast.app)
  await watchClock(cast.app)
  t.same(await journal(cast), [], "the clock of this machine goes on as clocks do")
  const set = new ClockWatch()
  set.look(Date.now() + 2 * hour, performance.now())
  await watchClock(cast.app, set)
  t.match(await journal(cast), [{ kind: "clock_changed", about: { seconds: /^-7(200|199)$/ } }])
})
