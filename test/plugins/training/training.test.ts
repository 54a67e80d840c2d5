import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { eventually } from "../../support/buying.ts"
import { postForm } from "../../support/forms.ts"
import { pagesOfPdf } from "../../support/pdf.ts"
import { buy } from "../../support/shopping.ts"
import { counter } from "../../support/till.ts"
import { missing } from "../../support/tools.ts"
import { allRowsOf, trainingOf } from "../../support/training.ts"

t.test("the double has the programme, and nothing that was sold", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, owner, db } = cast
  const performance = await makePerformance(app, organisation, { capacity: 12 })
  await makePerformance(app, organisation, { startsAt: new Date(Date.now() - 40 * 86_400_000) })
  const desk = counter(cast)
  await desk.sell(await desk.open("Guichet 1"), performance, { quantity: 3 })

  const before = await allRowsOf(owner, organisation.id)
  const twin = await trainingOf(app, organisation)
  t.same(await allRowsOf(owner, organisation.id), before, "the copy only reads")
  t.match(twin, {
    slug: "theatre-factice",
    name: "Théâtre de Quimper · entraînement",
    trainingOf: { id: organisation.id, slug: "theatre" },
  })
  const twinDb = app.databases.forOrganisation(twin.id)
  const count = async (
    table: "performances" | "prices" | "tickets" | "orders" | "tills" | "venues" | "zone_stock",
  ) => (await twinDb.selectFrom(table).selectAll().execute()).length
  t.equal(await count("performances"), 1, "what is over is left out")
  t.equal(await count("prices"), 3)
  t.equal(await count("tills"), 1)
  t.equal(await count("orders"), 0)
  t.equal(await count("tickets"), 0)
  t.match(await twinDb.selectFrom("zone_stock").selectAll().execute(), [{ capacity: 12, taken: 0 }])

  await t.test("and is brought up to date, once", async (t) => {
    await db.updateTable("tariffs").set({ name: "Tarif plein" }).where("ref", "=", "plein").execute()
    await makePerformance(app, organisation)
    t.equal((await trainingOf(app, organisation)).id, twin.id)
    t.equal(await count("performances"), 2)
    // The cast's next performance names its tariffs itself.
    t.match(await twinDb.selectFrom("tariffs").select("name").where("ref", "=", "plein").execute(), [
      { name: "Plein tarif" },
    ])
    await db.updateTable("zones").set({ capacity: 7 }).execute()
    await trainingOf(app, organisation)
    t.same(
      (await twinDb.selectFrom("zone_stock").select("capacity").execute()).map(({ capacity }) => capacity),
      [7, 7],
    )
  })

  await t.test("performances that were sold in practice stay as they were sold", async (t) => {
    const practice = counter(cast, "boxOffice", twin.slug)
    const [price] = await twinDb
      .selectFrom("prices")
      .innerJoin("zones", "zones.id", "prices.zone_id")
      .select(["prices.id", "prices.amount", "zones.performance_id as performanceId"])
      .where("amount", "=", 2400)
      .orderBy("prices.id")
      .execute()
    const sold = await practice.post("sales", {
      tillSessionId: await practice.open("Guichet 1"),
      items: [{ performanceId: price?.performanceId, priceId: price?.id, quantity: 6 }],
      payments: [{ method: "cash", amount: 6 * 2400 }],
    })
    t.equal(sold.statusCode, 201, sold.body)
    await db.updateTable("zones").set({ capacity: 5 }).execute()
    await trainingOf(app, organisation)
    t.same(
      (await twinDb.selectFrom("zone_stock").select("capacity").orderBy("capacity").execute()).map(
        ({ capacity }) => capacity,
      ),
      [5, 7],
    )
  })

  t.test("there is no training of a training", async (t) => {
    await t.rejects(trainingOf(app, twin), { code: "training_of_training" })
  })
})

t.test("who works for the organisation may practise, and nobody else", async (t) => {
  const { app, as, organisation, db, owner } = await testApp(t)
  const visit = (person: Parameters<typeof as>[0] | null, org = "theatre") =>
    postForm(app, `/admin/${org}/training/visits`, { to: "till" }, person ? as(person) : {})
  t.equal((await visit(null)).headers.location?.startsWith("/admin/sign-in"), true)
  t.equal((await visit("outsider")).statusCode, 403)
  const entered = await visit("boxOffice")
  t.same([entered.statusCode, entered.headers.location], [303, "/till/theatre-factice"])
  t.equal((await visit("boxOffice", "theatre-factice")).statusCode, 409)
  t.equal((await app.inject({ url: "/till/theatre-factice", headers: as("boxOffice") })).statusCode, 200)
  t.equal((await app.inject({ url: "/admin/theatre-factice/training", headers: as("door") })).statusCode, 200)
  t.equal(
    (await app.inject({ url: "/till/theatre-factice", headers: as("door") })).statusCode,
    403,
    "with the same rights",
  )
  t.equal((await app.inject({ url: "/till/theatre-factice", headers: as("outsider") })).statusCode, 403)

  const left = await postForm(
    app,
    "/admin/theatre-factice/training/departures",
    {},
    {
      ...as("boxOffice"),
      referer: "http://parterre.test/till/theatre-factice",
    },
  )
  t.same([left.statusCode, left.headers.location], [303, "/till/theatre"])
  t.equal((await postForm(app, "/admin/theatre/training/departures", {}, as("boxOffice"))).statusCode, 409)
  const journal = await db
    .selectFrom("ledger_lines")
    .select(["kind", "content"])
    .where("chain", "=", "journal")
    .execute()
  const about = journal.filter(({ kind }) => kind.startsWith("training"))
  t.same(
    about.map(({ kind }) => kind),
    ["training_begun", "training_ended"],
  )
  for (const { content } of about) t.match(JSON.parse(content).by, /^user:\d+$/)

  const copied = await postForm(app, "/admin/theatre/training/copies", {}, as("manager"))
  t.equal(copied.statusCode, 303)
  const home = await app.inject("/")
  t.notMatch(home.body, "theatre-factice", "it is on no public list")
  const mine = await app.inject({ url: "/api/v1/me", headers: as("administrator") })
  t.notMatch(mine.body, "factice")
  t.equal(organisation.trainingOf, null)
  t.equal(
    (
      await owner.query(
        "select 1 from memberships m join organisations o on o.id = m.organisation_id where o.training_of is not null",
      )
    ).rowCount,
    0,
  )
})

t.test("nothing that is done in practice changes a row of the organisation", async (t) => {
  const cast = await testApp(t, { work: true, env: { PAYMENT_SANDBOX: "0" } })
  const { app, as, organisation, owner } = cast
  const real = await makePerformance(app, organisation, { startsAt: new Date(Date.now() + 15 * 60_000) })
  const desk = counter(cast)
  const realSale = await desk.sell(await desk.open(), real)
  const twin = await trainingOf(app, organisation)
  await eventually(async () => (await owner.query("select 1 from ticket_documents")).rowCount)
  const before = await allRowsOf(owner, organisation.id)

  const twinDb = app.databases.forOrganisation(twin.id)
  const price = await twinDb
    .selectFrom("prices")
    .innerJoin("zones", "zones.id", "prices.zone_id")
    .select(["prices.id", "performance_id"])
    .where("amount", "=", 2400)
    .executeTakeFirstOrThrow()
  const copy = {
    performanceId: price.performance_id,
    zoneId: "",
    prices: { plein: price.id, reduit: "", gratuit: "" },
  }
  const practice = counter(cast, "boxOffice", twin.slug)
  const session = await practice.open()
  const sale = await practice.sell(session, copy, { quantity: 2, customer: { email: "a@example.test" } })
  const [first, second] = sale.tickets
  t.equal((await practice.post("cancellations", { tickets: [first?.id], reason: "essai" })).statusCode, 201)
  t.equal((await practice.post("reprints", { ticketId: second?.id, reason: "essai" })).statusCode, 201)
  t.equal((await practice.close(session, 12_400)).statusCode, 201)
  const scan = await app.inject({
    method: "POST",
    url: `/api/v1/organisations/${twin.slug}/scans`,
    headers: as("door"),
    payload: { code: second?.code, performanceId: price.performance_id },
  })
  t.equal(scan.statusCode, 200, scan.body)
  const online = await buy(app, copy, { org: twin.slug, tariff: "plein", method: "sandbox" })
  const paid = await app.inject({
    method: "POST",
    url: `/api/v1/payments/sandbox/${online.payment?.id}`,
    payload: { outcome: "paid" },
  })
  t.equal(paid.json().order.status, "paid", "by the trial payment, the only one there is")
  t.equal(
    (
      await app.inject({
        method: "POST",
        url: `/api/v1/organisations/${twin.slug}/closings`,
        headers: as("accounting"),
        payload: { period: "day", date: "2026-01-01" },
      })
    ).statusCode < 500,
    true,
  )
  await eventually(
    async () =>
      (await owner.query("select 1 from mails where organisation_id = $1", [twin.id])).rowCount === 2,
  )

  const after = await allRowsOf(owner, organisation.id)
  for (const [table, rows] of Object.entries(before)) t.same(after[table], rows, table)
  t.ok(Object.values(before).flat().length > 20, "and there were rows to change")

  await t.test("its tickets are refused at the real door, and real ones at its own", async (t) => {
    const at = (org: string, code: string | undefined, performanceId: string) =>
      app.inject({
        method: "POST",
        url: `/api/v1/organisations/${org}/scans`,
        headers: as("door"),
        payload: { code, performanceId },
      })
    const refused = await at("theatre", sale.tickets[1]?.code, real.performanceId)
    t.equal(refused.json().result, "unknown", refused.body)
    t.not((await at(twin.slug, realSale.tickets[0]?.code, price.performance_id)).json().result, "admitted")
    t.equal((await at("theatre", realSale.tickets[0]?.code, real.performanceId)).json().result, "admitted")
  })

  await t.test("mails say so, and never leave", async (t) => {
    const { rows } = await owner.query<{ subject: string; text: string; html: string; sent_at: Date | null }>(
      "select subject, text, html, sent_at from mails where organisation_id = $1",
      [twin.id],
    )
    t.ok(rows.length > 0)
    for (const { subject, text, html, sent_at } of rows) {
      t.match(subject, /^FACTICE – simulation/)
      t.match(text, /^FACTICE – simulation/)
      t.match(html, "FACTICE – simulation")
      t.equal(sent_at, null)
    }
  })

  await t.test("each page of its PDF says so", { skip: missing("pdftotext") }, async (t) => {
    const { rows } = await owner.query<{ pdf: Buffer; organisation_id: string }>(
      "select pdf, organisation_id from ticket_documents",
    )
    for (const { pdf, organisation_id } of rows)
      for (const page of pagesOfPdf(pdf))
        t.equal(page.includes("FACTICE – simulation"), organisation_id === twin.id)
  })
})
