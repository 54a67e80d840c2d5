import t from "tap"
import type { JournalLine } from "../../../plugins/ledger/list-journal.ts"
import { listJournal } from "../../../plugins/ledger/list-journal.ts"
import { verifyBooks } from "../../../plugins/ledger/verify.ts"
import { testApp } from "../../harness.ts"

const base = "/api/v1/organisations/theatre"

t.test("a note is part of the transaction of what it tells of", async (t) => {
  const { app, db, organisation, rival } = await testApp(t)
  const note = { organisationId: organisation.id, kind: "training_begun", by: "user:12" }
  await t.rejects(
    db.transaction().execute(async (trx) => {
      await app.journal.note(trx, note)
      throw new Error("it did not happen")
    }),
    /it did not happen/,
  )
  t.same(await listJournal(db, 0, 10), [], "what did not happen is not told")
  await db.transaction().execute((trx) => app.journal.note(trx, { ...note, about: { session: "4" } }))
  await app.journal.noteNow({ organisationId: organisation.id, kind: "offline_begun" })
  await app.journal.noteEverywhere({ kind: "backup", about: { rows: 3 } })
  t.match(await listJournal(db, 0, 10), [
    { number: 1, kind: "training_begun", by: "user:12", about: { session: "4" } },
    { number: 2, kind: "offline_begun", by: null, about: {} },
    { number: 3, kind: "backup", about: { rows: 3 } },
  ])
  t.match(await listJournal(app.databases.forOrganisation(rival.id), 0, 10), [{ number: 1, kind: "backup" }])
  t.match(await verifyBooks(app, organisation.id), {
    ok: true,
    chains: [
      { chain: "operations", count: 0 },
      { chain: "closings", count: 0 },
      { chain: "journal", count: 3 },
    ],
  })
})

t.test("who keeps the accounts reads it, page after page", async (t) => {
  const { app, as, organisation } = await testApp(t)
  for (let n = 1; n <= 3; n++)
    await app.journal.noteNow({ organisationId: organisation.id, kind: "tried", about: { n } })
  const get = (query: string, headers = {}) =>
    app.inject({ url: `${base}/technical-journal${query}`, headers })
  t.equal((await get("")).statusCode, 401)
  for (const person of ["boxOffice", "door", "outsider"] as const)
    t.equal((await get("", as(person))).statusCode, 403, person)
  t.equal((await get("?after=-1", as("accounting"))).statusCode, 422)
  const first = (await get("?limit=2", as("accounting"))).json<{ data: JournalLine[]; nextCursor: string }>()
  t.match(first, { data: [{ about: { n: 1 } }, { about: { n: 2 } }], nextCursor: "2" })
  t.match((await get(`?cursor=${first.nextCursor}`, as("accounting"))).json(), {
    data: [{ about: { n: 3 } }],
    nextCursor: null,
  })
})

t.test("a file that leaves is noted, with who took it", async (t) => {
  const { app, as, db } = await testApp(t)
  const { id } = await app.databases.system
    .selectFrom("users")
    .select("id")
    .where("email", "=", "accounting@example.test")
    .executeTakeFirstOrThrow()
  const url = "/admin/theatre/statements.csv"
  t.equal((await app.inject({ url, headers: as("door") })).statusCode, 403)
  t.equal((await app.inject({ url: "/admin/theatre/statements", headers: as("accounting") })).statusCode, 200)
  t.same(await listJournal(db, 0, 10), [], "what is refused and what stays on the screen is not")
  t.equal((await app.inject({ url, headers: as("accounting") })).statusCode, 200)
  t.match(await listJournal(db, 0, 10), [
    { kind: "export", by: `user:${id}`, about: { what: "statements.csv" } },
  ])
})
