import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type pg from "pg"
import t, { type Test } from "tap"
import { anchorHead } from "../../../plugins/ledger/anchors.ts"
import { recordLine } from "../../../plugins/ledger/record-line.ts"
import { verifyBooks } from "../../../plugins/ledger/verify.ts"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { buy } from "../../support/shopping.ts"

/** An organisation with ten operations (an eleventh: somebody paid too much), and its anchors in a folder of the test. */
async function books(t: Test, { indebted = false } = {}): Promise<TestApp> {
  const cast = await testApp(t, { env: { DATA_DIR: t.testdir() } })
  const performance = await makePerformance(cast.app, cast.organisation)
  for (let n = 0; n < 9; n++) await buy(cast.app, performance)
  const { order } = await buy(cast.app, performance)
  if (indebted)
    await cast.db.transaction().execute((trx) =>
      cast.app.events.emit(trx, "payment.recorded", {
        ...{ organisationId: cast.organisation.id, orderId: order.id },
        payments: [{ method: "cheque", amount: 500 }],
        doing: { channel: "office", by: "user:1" },
      }),
    )
  return cast
}

/** As who owns the database and has put the triggers to sleep. */
async function tamper(owner: pg.Pool, ...statements: string[]): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query("set session_replication_role = replica")
    for (const statement of statements) await client.query(statement)
  } finally {
    client.release(true)
  }
}

const copied = "organisation_id, chain, number, at, kind, order_id, total, paid, content, seed, mac"

type Tampering = Record<string, { statements: string[]; kind: string; at: number }>

/** What is done to the lines of a chain, what it is called, and at which number. */
const tampering: Tampering = {
  "a content is changed": {
    statements: ["update ledger_lines set content = replace(content, ',', ', ') where number = 4"],
    kind: "altered",
    at: 4,
  },
  "an amount is changed": {
    statements: ["update ledger_lines set total = 100 where number = 1"],
    kind: "altered",
    at: 1,
  },
  "a time is changed": {
    statements: ["update ledger_lines set at = at - interval '1 millisecond' where number = 9"],
    kind: "altered",
    at: 9,
  },
  "a seal is changed": {
    statements: ["update ledger_lines set mac = sha256(mac) where number = 5"],
    kind: "altered",
    at: 5,
  },
  "a line is deleted": { statements: ["delete from ledger_lines where number = 6"], kind: "missing", at: 6 },
  "the first line is deleted": {
    statements: ["delete from ledger_lines where number = 1"],
    kind: "missing",
    at: 1,
  },
  "a line is deleted and the numbers closed up": {
    statements: [
      "delete from ledger_lines where number = 6",
      "update ledger_lines set number = number + 100 where number > 6",
      "update ledger_lines set number = number - 101 where number > 100",
      "update ledger_heads set number = number - 1",
    ],
    kind: "missing",
    at: 6,
  },
  "a line is inserted": {
    statements: [
      "update ledger_lines set number = number + 100 where number >= 3",
      `insert into ledger_lines (${copied}) select organisation_id, chain, 3, at, kind, order_id, total, paid, content, seed, mac
         from ledger_lines where number = 2`,
      "update ledger_lines set number = number - 99 where number > 100",
      "update ledger_heads set number = number + 1",
    ],
    kind: "inserted",
    at: 3,
  },
  "two lines change places": {
    statements: [
      "update ledger_lines set number = 100 where number = 7",
      "update ledger_lines set number = 7 where number = 8",
      "update ledger_lines set number = 8 where number = 100",
    ],
    kind: "reordered",
    at: 7,
  },
  "a line moves further on": {
    statements: [
      "update ledger_lines set number = 100 where number = 3",
      "update ledger_lines set number = number + 200 where number between 4 and 8",
      "update ledger_lines set number = number - 201 where number > 200",
      "update ledger_lines set number = 8 where number = 100",
    ],
    kind: "reordered",
    at: 3,
  },
  "the tail is cut off": {
    statements: ["delete from ledger_lines where number > 8"],
    kind: "truncated",
    at: 9,
  },
  "everything is emptied": { statements: ["truncate ledger_lines"], kind: "truncated", at: 1 },
  "the head is put back": {
    statements: ["update ledger_heads set number = 9"],
    kind: "head",
    at: 10,
  },
}

/** What is done to what follows from the operations. */
const derivedTampering: Tampering = {
  "the index of performances loses a line": {
    statements: ["delete from ledger_performances where number = 4"],
    kind: "index",
    at: 1,
  },
  "a debt is made up": {
    statements: [
      "insert into ledger_debts (organisation_id, order_id, amount) select organisation_id, order_id, 500 from ledger_lines where number = 5",
    ],
    kind: "index",
    at: 5,
  },
  "a debt is forgotten": { statements: ["delete from ledger_debts"], kind: "index", at: 10 },
  "a debt is made smaller": { statements: ["update ledger_debts set amount = -1"], kind: "index", at: 10 },
  "a ticket is made dearer": {
    statements: ["update tickets set amount = 100 where id = (select min(id) from tickets)"],
    kind: "tickets",
    at: 11,
  },
}

t.test("what the owner of the database may do to the lines is found, and named", async (t) => {
  const { app, owner, organisation } = await books(t, { indebted: true })
  const good = await verifyBooks(app, organisation.id)
  t.match(good, { ok: true, count: 11 })
  await owner.query("create table kept_debts as table ledger_debts")
  await owner.query("create table kept_tickets as table tickets")
  await owner.query("create table kept_lines as table ledger_lines")
  await owner.query("create table kept_heads as table ledger_heads")
  await owner.query("create table kept_performances as table ledger_performances")
  for (const [name, { statements, kind, at }] of Object.entries({
    ...tampering,
    ...derivedTampering,
  })) {
    await tamper(owner, ...statements)
    const { ok, brokenAt, faults } = await verifyBooks(app, organisation.id)
    t.same(
      { ok, brokenAt, faults },
      { ok: false, brokenAt: at, faults: [{ chain: "operations", number: at, kind }] },
      name,
    )
    await tamper(
      owner,
      "truncate ledger_lines, ledger_heads, ledger_performances, ledger_debts",
      "update tickets t set amount = k.amount from kept_tickets k where k.id = t.id",
      "insert into ledger_debts table kept_debts",
      "insert into ledger_lines table kept_lines",
      "insert into ledger_heads table kept_heads",
      "insert into ledger_performances table kept_performances",
    )
  }
  t.same(await verifyBooks(app, organisation.id), good, "and put back, all is well")
})

t.test("and likewise in the technical journal and among the closings", async (t) => {
  const { app, owner, db, organisation } = await testApp(t, { env: { DATA_DIR: t.testdir() } })
  for (const chain of ["journal", "closings"] as const) {
    for (let n = 1; n <= 10; n++)
      await recordLine(db, app.ledger.seals, {
        ...{ organisationId: organisation.id, chain, kind: "month", content: { n, by: null } },
      })
    const good = await verifyBooks(app, organisation.id)
    t.match(good, { ok: true })
    await owner.query("create table kept_lines as table ledger_lines")
    await owner.query("create table kept_heads as table ledger_heads")
    for (const [name, { statements, kind, at }] of Object.entries(tampering)) {
      await tamper(owner, ...statements)
      const { ok, brokenAt, faults } = await verifyBooks(app, organisation.id)
      t.same(
        { ok, brokenAt, faults },
        { ok: false, brokenAt: null, faults: [{ chain, number: at, kind }] },
        name,
      )
      await tamper(
        owner,
        "truncate ledger_lines, ledger_heads",
        "insert into ledger_lines table kept_lines",
        "insert into ledger_heads table kept_heads",
      )
    }
    t.same(await verifyBooks(app, organisation.id), good, "and put back, all is well")
    await anchorHead(app, organisation.id)
    await tamper(
      owner,
      "delete from ledger_lines where number > 7",
      "update ledger_heads h set number = 7, mac = (select mac from ledger_lines where number = 7)",
    )
    t.match(
      await verifyBooks(app, organisation.id),
      { ok: false, faults: [{ chain, number: 8, kind: "rolled_back" }] },
      "an old state that agrees with itself is told from what was anchored",
    )
    writeFileSync(join(app.config.dataDir, "ledger", `${organisation.id}.anchors`), "")
    await tamper(owner, "truncate ledger_lines, ledger_heads", "drop table kept_lines, kept_heads")
  }
})

t.test("a database put back to what it was is told from what was anchored outside", async (t) => {
  const { app, owner, organisation } = await books(t)
  await anchorHead(app, organisation.id)
  t.same(await anchorHead(app, organisation.id), [], "nothing moved, nothing is written")
  const whole = await verifyBooks(app, organisation.id)
  t.match(whole, {
    ok: true,
    anchors: { checked: 1, forged: 0, latest: { chain: "operations", number: 10 } },
  })

  await tamper(
    owner,
    "delete from ledger_lines where number > 7",
    "delete from ledger_performances where number > 7",
    "update ledger_heads h set number = 7, mac = (select mac from ledger_lines where number = 7) where chain = 'operations'",
  )
  t.match(await verifyBooks(app, organisation.id), {
    ok: false,
    brokenAt: 8,
    faults: [{ kind: "rolled_back" }],
  })

  await t.test("also once it went on selling", async (t) => {
    const performance = await makePerformance(app, organisation)
    for (let n = 0; n < 6; n++) await buy(app, performance)
    t.match(await verifyBooks(app, organisation.id), {
      ok: false,
      brokenAt: 10,
      faults: [{ kind: "rolled_back" }],
    })
  })

  await t.test("and where the file is gone too, from an anchor that somebody kept", async (t) => {
    const file = join(app.config.dataDir, "ledger", `${organisation.id}.anchors`)
    const [line = ""] = readFileSync(file, "utf8").split("\n")
    writeFileSync(file, "")
    t.match(await verifyBooks(app, organisation.id), { ok: true }, "the lines alone agree with one another")
    const { number, mac } = JSON.parse(line)
    t.match(await verifyBooks(app, organisation.id, [{ at: "", chain: "operations", number, mac }]), {
      ok: false,
      brokenAt: 10,
    })
    writeFileSync(file, `${JSON.stringify({ ...JSON.parse(line), number: 3 })}\nnonsense\n`)
    t.match(await verifyBooks(app, organisation.id), { ok: true, anchors: { checked: 0, forged: 2 } })
  })
})

t.test("the books are not changed, by the application nor by the owner", async (t) => {
  const { db, owner } = await books(t)
  const { sql } = await import("kysely")
  const statements = ["ledger_lines", "ledger_heads", "ledger_performances"].flatMap((table) => [
    `update ${table} set number = number`,
    `delete from ${table}`,
    `truncate ${table}`,
  ])
  for (const statement of statements) {
    await t.rejects(
      sql.raw(statement).execute(db),
      { code: "42501", message: /permission denied/ },
      statement,
    )
    await t.rejects(
      owner.query(statement),
      { code: "42501", message: /never changed/ },
      `the owner: ${statement}`,
    )
  }
  await t.rejects(
    sql.raw(`insert into ledger_lines (${copied}) select ${copied} from ledger_lines`).execute(db),
    { code: "42501" },
    "nor added to, but by the commit of an operation",
  )
})
