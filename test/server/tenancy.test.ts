import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "kysely"
import type pg from "pg"
import t from "tap"
import { usualLayouts } from "../../plugins/tickets/layout/layout.ts"
import { saveLayout } from "../../plugins/tickets/layout/layouts.ts"
import { makeTransfer } from "../../plugins/till/make-transfer.ts"
import { saveSettings } from "../../plugins/till/settings.ts"
import { sqlState } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { makePerformance, type TestApp, testApp } from "../harness.ts"
import { postForm } from "../support/forms.ts"
import { hold, makeSeatedPerformance } from "../support/seated.ts"
import { buy, itemsOf, openCart, readOrder } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

/** Tables that belong to no organisation, each with why. */
const common: Record<string, string> = {
  organisations: "the tenants themselves: their names and addresses are public",
  users: "people who may work for several organisations; what they may do where is in memberships",
  sign_in_failures: "keyed fingerprints, before anybody is known",
  outbox: "workers take jobs of every organisation; payloads are ids",
}

/** Filled and emptied within one transaction: nobody ever sees a row. */
const alwaysEmpty = ["ledger_drafts"]

const notOfTenants = (table: string) => table in common || /^migrations_\w+$/.test(table)

async function tablesOf(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ relname: string }>(
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1",
  )
  return rows.map((row) => row.relname)
}

/** What is wrong with the tables of a database, one sentence each. */
async function faultsOf(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{
    table: string
    keyed: boolean
    secured: boolean
    policy: boolean
    loose_indexes: string[]
    loose_references: string[]
  }>(`
    select c.relname as "table",
      exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary and a.attname = 'organisation_id') as keyed,
      c.relrowsecurity as secured,
      (select count(*) = 1 and bool_and(p.permissive = 'PERMISSIVE' and p.cmd = 'ALL' and p.roles = '{public}'
          and p.qual = '(organisation_id = current_organisation())' and p.with_check = p.qual)
        from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname) as policy,
      array(select i.indexrelid::regclass::text from pg_index i where i.indrelid = c.oid and i.indisunique
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any(i.indkey)
          and a.attname = 'organisation_id')) as loose_indexes,
      array(select f.conname::text from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
        and exists (select from pg_attribute a where a.attrelid = f.confrelid and a.attname = 'organisation_id')
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any(f.conkey)
          and a.attname = 'organisation_id')) as loose_references
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`)
  return rows
    .filter((row) => !notOfTenants(row.table))
    .flatMap((row) => [
      ...(row.keyed ? [] : [`${row.table} has no organisation_id in its primary key`]),
      ...(row.secured ? [] : [`${row.table} has no row-level security`]),
      ...(row.policy ? [] : [`${row.table} has not the tenants’ policy, and it alone`]),
      ...row.loose_indexes.map((name) => `${name} is unique across organisations`),
      ...row.loose_references.map((name) => `${name} may point into another organisation`),
    ])
}

t.test("the catalogue of the database", async (t) => {
  const { owner } = await testApp(t)
  const tables = await tablesOf(owner)
  t.ok(tables.length > 15, `${tables.length} tables`)
  t.same(await faultsOf(owner), [])
  for (const table of Object.keys(common)) t.ok(tables.includes(table), `${table} is still there`)

  await owner.query("create table forgotten (id bigint primary key)")
  await owner.query(
    "create table half (organisation_id bigint, id bigint, primary key (organisation_id, id))",
  )
  await owner.query("alter table venues disable row level security")
  await owner.query("create policy everything on zones using (true)")
  t.same(
    await faultsOf(owner),
    [
      "forgotten has no organisation_id in its primary key",
      "forgotten has no row-level security",
      "forgotten has not the tenants’ policy, and it alone",
      "forgotten_pkey is unique across organisations",
      "half has no row-level security",
      "half has not the tenants’ policy, and it alone",
      "venues has no row-level security",
      "zones has not the tenants’ policy, and it alone",
    ],
    "and the walk sees what it should",
  )
})

t.test("the application’s role", async (t) => {
  const { app, owner, connection } = await testApp(t)
  const { system } = app.databases
  const [{ role = "" } = {}] = (await sql<{ role: string }>`select current_user as role`.execute(system)).rows
  const { rows } = await owner.query("select * from pg_roles where rolname = $1", [role])
  t.match(rows[0], {
    rolsuper: false,
    rolbypassrls: false,
    rolcreatedb: false,
    rolcreaterole: false,
    rolreplication: false,
  })
  const memberOf = await owner.query("select from pg_auth_members where member = $1::regrole", [role])
  t.equal(memberOf.rowCount, 0, "is no other role")
  const owned = await owner.query(
    `select relname from pg_class where relowner = $1::regrole and relnamespace <> 'bullmq'::regnamespace
     union all select proname from pg_proc where proowner = $1::regrole
     union all select nspname from pg_namespace where nspowner = $1::regrole`,
    [role],
  )
  t.same(owned.rows, [], "owns nothing")

  for (const statement of [
    "create table public.mine (id int)",
    "create schema mine",
    "alter table venues disable row level security",
    "alter table venues no force row level security",
    "drop policy tenant on venues",
    "truncate orders",
    `set role ${connection.user}`,
    "select * from migrations_kernel",
    "update migrations_kernel set name = ''",
    "create function f() returns int language sql as 'select 1'",
    "copy venues to program 'cat'",
  ])
    await t.rejects(sql.raw(statement).execute(system), { code: /^42/ }, statement)

  const definers = await owner.query<{ name: string; config: string[] | null }>(
    `select proname as name, proconfig as config from pg_proc
     where prosecdef and pronamespace = 'public'::regnamespace order by 1`,
  )
  const config = ["search_path=public, pg_temp"]
  t.same(
    definers.rows,
    [
      // Chains the line that a transaction told of its own organisation, in tables the role may only read.
      { name: "ledger_append", config },
      // A person’s own memberships, in every organisation.
      { name: "memberships_of", config },
    ],
    "few functions do what the role may not",
  )
})

/** Something in every table of the tenants, for this organisation. */
async function fill(
  { app, as }: TestApp,
  organisation: { id: string; slug: string },
  manager: "manager" | "outsider",
) {
  const db = app.databases.forOrganisation(organisation.id)
  const headers = { ...as(manager), "idempotency-key": "the same in both" }
  const performance = await makePerformance(app, organisation, {
    startsAt: new Date(Date.now() + 10 * 60_000),
  })
  const org = organisation.slug
  await openCart(app, itemsOf(performance), org)
  const free = await buy(app, performance, { org, headers })
  await buy(app, performance, { org, tariff: "plein", method: "sandbox" })
  await db
    .insertInto("seasons")
    .values({
      organisation_id: organisation.id,
      ref: "s",
      name: "Saison",
      starts_on: "2026-09-01",
      ends_on: "2027-06-30",
    })
    .execute()
  const seated = await makeSeatedPerformance({ app, as: () => headers }, undefined, { org })
  const [seat] = await seated.free()
  const seats = [{ seatId: seat?.id ?? "", priceId: seated.price("plein") }]
  await hold(app, [{ performanceId: seated.performanceId, seats }], {}, org)
  await app.inject({
    method: "POST",
    url: `/api/v1/organisations/${org}/performances/${performance.performanceId}/allotments`,
    headers,
    payload: { name: "Maison", channels: [], zones: [{ zoneId: performance.zoneId, places: 1 }] },
  })
  await app.inject({
    method: "POST",
    url: `/api/v1/organisations/${org}/options`,
    headers,
    payload: {
      name: "Collège",
      until: new Date(Date.now() + 86_400_000).toISOString(),
      items: itemsOf(performance),
    },
  })
  const plan = await db.selectFrom("seating_plans").select("id").limit(1).executeTakeFirstOrThrow()
  await db
    .insertInto("seating_pictures")
    .values({
      organisation_id: organisation.id,
      plan_id: plan.id,
      type: "image/png",
      bytes: Buffer.from("x"),
    })
    .execute()
  await db
    .insertInto("ledger_settings")
    .values({ organisation_id: organisation.id, closing_time: "04:00", anchor_email: null })
    .execute()
  await db
    .insertInto("declaration_settings")
    .values({ organisation_id: organisation.id, publisher: "Éditions du Rideau" } as never)
    .execute()
  const archive = await db
    .insertInto("archives")
    .values({
      organisation_id: organisation.id,
      ...{ period: "2026", first_day: "2026-01-01", last_day: "2026-12-31" },
    })
    .returning("id")
    .executeTakeFirstOrThrow()
  await db
    .insertInto("archive_parts")
    .values({
      ...{ organisation_id: organisation.id, archive_id: archive.id, number: 1, content: Buffer.from("x") },
    })
    .execute()
  const post = (path: string, payload: object) =>
    app.inject({ method: "POST", url: `/api/v1/organisations/${org}/${path}`, headers, payload })
  const till = await post("till-sessions", { tillId: "guichet", float: 0 })
  const tillSessionId = till.json().id
  const sold = await post("sales", {
    tillSessionId,
    items: itemsOf(performance, 3, "plein"),
    payments: [{ method: "cash", amount: 7200 }],
  })
  const [first, second, third] = sold.json().tickets
  await post("cancellations", { tickets: [first.id], reason: "malade" })
  await post("reprints", { ticketId: second.id, reason: "perdu" })
  const holder = "0".repeat(24)
  const kept = await post("offline-reserves", {
    ...{ tillSessionId, performanceId: performance.performanceId, holder },
    zones: [{ zoneId: performance.zoneId, places: 1 }],
  })
  const [{ zones, places }] = kept.json().data
  const [{ id: priceId, amount, seal }] = zones[0].prices
  await post("offline-sales", {
    sales: [
      {
        ...{ id: holder, number: 1, at: new Date().toISOString(), tillSessionId },
        lines: [{ ticketId: places[0].ticketId, priceId, amount, seal }],
        payments: [{ method: "cash", amount }],
      },
    ],
  })
  const split = await post("splits", { tickets: [third.id], customer: { lastName: "Hopper" } })
  await app.inject({
    ...{ method: "PUT", url: `/api/v1/organisations/${org}/orders/${split.json().id}/names`, headers },
    payload: { tickets: [{ id: third.id, name: "Grace Hopper" }] },
  })
  await post("exchanges", { tickets: [second.id], items: itemsOf(performance, 1, "plein"), payments: [] })
  await post(`till-sessions/${tillSessionId}/closing`, { counted: { cash: 0 } })
  const { user_id: userId } = await db.selectFrom("till_closings").select("user_id").executeTakeFirstOrThrow()
  await db.transaction().execute((trx) =>
    makeTransfer(trx, {
      ...{ organisationId: organisation.id, userId, sessionIds: [tillSessionId], cash: 0 },
      ...{ denominations: null, note: null },
    }),
  )
  await saveSettings(db, organisation.id, { methods: ["cash"], cashCeiling: null })
  const printer = await post("printers", { name: "Hall", kind: "escpos", host: "192.0.2.1" })
  await post("print-jobs", { printerId: printer.json().id, kind: "test" })
  const device = await post("devices", { name: "Porte A" })
  await saveLayout(db, { organisationId: organisation.id, format: "roll", layout: usualLayouts.roll })
  const ours = { organisation_id: organisation.id }
  await db
    .insertInto("device_sessions")
    .values({ ...ours, session_id: tillSessionId, device_id: device.json().id })
    .execute()
  const { tariff_id, id: ticket_id } = await db
    .selectFrom("tickets")
    .select(["id", "tariff_id"])
    .executeTakeFirstOrThrow()
  await db
    .insertInto("door_tariffs")
    .values({ ...ours, tariff_id, places: 2 })
    .execute()
  await db
    .insertInto("door_gates")
    .values({ ...ours, name: "Porte A", zone_refs: ["libre"] })
    .execute()
  await db
    .insertInto("door_performances")
    .values({ ...ours, performance_id: performance.performanceId, reentry: true, room_for: null })
    .execute()
  await db
    .insertInto("door_messages")
    .values({ ...ours, ticket_id, message: "Place adaptée" })
    .execute()
  // Somebody paid for what is free: the organisation owes it to them.
  await db.transaction().execute((trx) =>
    app.events.emit(trx, "payment.recorded", {
      ...{ organisationId: organisation.id, orderId: free.order.id },
      payments: [{ method: "cheque", amount: 500 }],
      doing: { channel: "office", by: "user:1" },
    }),
  )
  const { tickets } = await readOrder(app, free.order.token)
  const scan = await post("scans", { code: tickets[0]?.code, performanceId: performance.performanceId })
  if (scan.json().result !== "admitted") throw new Error(scan.body)
  await waitUntil(async () => (await readOrder(app, free.order.token)).tickets[0]?.documentReady)
  await joinList(app, organisation)
  await comeIn(app, org, headers, performance.performanceId)
}

/** Somebody leaves an address for places of a sold-out performance. */
async function joinList(app: App, organisation: { id: string; slug: string }) {
  const performance = await makePerformance(app, organisation, { capacity: 1 })
  await openCart(app, itemsOf(performance), organisation.slug)
  const url = `/${organisation.slug}/performances/${performance.performanceId}/waiting-list`
  const answer = await postForm(app, url, {
    [`quantity[${performance.prices.plein}]`]: "1",
    email: "ada@example.org",
  })
  if (answer.statusCode !== 200) throw new Error(answer.body)
}

/** Somebody waits in a line before the shop, and is let in. */
async function comeIn(app: App, org: string, headers: Record<string, string>, performanceId: string) {
  const settings = { mode: "on", rate: 6000, opensAt: null, passMinutes: 10 }
  const url = `/api/v1/organisations/${org}/waiting-lines/shop`
  await app.inject({ method: "PUT", url, headers, payload: settings })
  const places = `/api/v1/shop/${org}/waiting-places`
  const taken = await app.inject({ method: "POST", url: places, payload: { performanceId } })
  const shown = { "waiting-place": taken.json().place }
  await waitUntil(
    async () => (await app.inject({ url: `${places}/current`, headers: shown })).json().state === "admitted",
  )
}

t.test("an organisation sees its own rows, and writes its own", async (t) => {
  const cast = await testApp(t, { work: true })
  const { app, owner, organisation, rival } = cast
  await fill(cast, organisation, "manager")
  await fill(cast, rival, "outsider")
  const a = app.databases.forOrganisation(organisation.id)

  for (const table of (await tablesOf(owner)).filter(
    (name) => !notOfTenants(name) && !alwaysEmpty.includes(name),
  )) {
    const rowsOf = async (id: string) =>
      (await owner.query(`select to_jsonb(t) as row from ${table} t where organisation_id = $1`, [id])).rows
    const [mine] = await rowsOf(organisation.id)
    const [theirs] = await rowsOf(rival.id)
    t.ok(mine && theirs, `${table}: both have something there; else let fill() put it`)

    const seen = await sql<{
      organisation_id: string
    }>`select organisation_id from ${sql.table(table)}`.execute(a)
    t.ok(seen.rows.length > 0, `${table}: sees its own`)
    t.ok(
      seen.rows.every((row) => row.organisation_id === organisation.id),
      `${table}: sees no other’s`,
    )
    const none = await sql`select from ${sql.table(table)}`.execute(app.databases.system)
    t.equal(none.rows.length, 0, `${table}: nobody’s connection sees nothing`)

    const row = JSON.stringify(theirs?.row ?? {})
    const insert = sql`
      insert into ${sql.table(table)} overriding system value
      select * from jsonb_populate_record(null::${sql.table(table)}, ${row}::jsonb)`.execute(a)
    await t.rejects(
      insert,
      { code: "42501", message: /row-level security|permission denied/ },
      `${table}: can’t write another’s`,
    )
    for (const change of [
      sql`update ${sql.table(table)} set organisation_id = organisation_id where organisation_id = ${rival.id}`,
      sql`delete from ${sql.table(table)} where organisation_id = ${rival.id}`,
    ]) {
      const changed = await change.execute(a).then(
        (result) => Number(result.numAffectedRows),
        (error) => sqlState(error),
      )
      t.ok(changed === 0 || changed === "42501", `${table}: can’t change another’s (${changed})`)
    }
    const move = sql`update ${sql.table(table)} set organisation_id = ${rival.id}`.execute(a)
    await t.rejects(move, { code: /^(42501|428C9)$/ }, `${table}: can’t give a row away`)
    t.equal((await rowsOf(rival.id)).length > 0, true, `${table}: theirs are still there`)
  }
})

t.test("connections that pass from one organisation to another take nothing along", async (t) => {
  const { app, organisation, rival } = await testApp(t, { env: { DATABASE_POOL: "3" } })
  for (const { id } of [organisation, rival]) for (let n = 0; n < 3; n++) await makePerformance(app, { id })
  const look = async (id: string, n: number) => {
    const db = app.databases.forOrganisation(id)
    const seen = await db.transaction().execute(async (trx) => {
      const before = await trx.selectFrom("venues").select("organisation_id").execute()
      if (n % 5 === 0) await sleep(2)
      if (n % 7 === 0) await sql`select 1 / 0`.execute(trx)
      if (n % 11 === 0) throw new Error("undone by hand")
      return before
    })
    return seen.map((row) => row.organisation_id)
  }
  const ids = [organisation.id, rival.id]
  const looks = await Promise.allSettled(
    Array.from({ length: 200 }, (_, n) => look(ids[(n * 31) % 2] ?? "", n).then((seen) => ({ n, seen }))),
  )
  let good = 0
  for (const result of looks) {
    if (result.status === "rejected") continue
    good++
    const { n, seen } = result.value
    const own = ids[(n * 31) % 2]
    if (seen.length !== 3 || seen.some((id) => id !== own)) t.fail(`query ${n} saw ${seen}`)
  }
  t.ok(good > 140, `${good} of 200 looked, the others were undone`)
  t.ok(app.databases.pool.totalCount <= 3)
  const nobody = await app.databases.system.selectFrom("venues").selectAll().execute()
  t.same(nobody, [])
})

t.test("what is no organisation’s id never reaches the database", async (t) => {
  const { app } = await testApp(t)
  for (const id of ["", "0", "-1", "1 or true", "1'", "99999999999999999999"])
    t.throws(() => app.databases.forOrganisation(id), { message: "not an organisation id" }, id)
})
