import fc from "fast-check"
import t from "tap"
import { cashOnHand } from "../../../plugins/till/cash-on-hand.ts"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { pagesOfPdf } from "../../support/pdf.ts"
import { counter } from "../../support/till.ts"
import { missing } from "../../support/tools.ts"

/** Sends the form of a slip. */
function pay(
  { app, as }: TestApp,
  fields: [string, string][],
  person: Parameters<TestApp["as"]>[0] = "accounting",
) {
  return app.inject({
    method: "POST",
    url: "/admin/theatre/transfers",
    headers: { ...as(person), "content-type": "application/x-www-form-urlencoded", "accept-language": "fr" },
    payload: new URLSearchParams(fields).toString(),
  })
}

t.test("a régie pays in what its tills took, once", async (t) => {
  const cast = await testApp(t)
  const { app, as, organisation, db, owner } = cast
  const performance = await makePerformance(app, organisation)
  const desk = counter(cast)
  const first = await desk.open("Accueil", 10_000)
  await desk.sell(first, performance, { quantity: 2 })
  const { performanceId, prices } = performance
  await desk.post("sales", {
    tillSessionId: first,
    items: [{ performanceId, priceId: prices.reduit, quantity: 1 }],
    payments: [{ method: "cheque", amount: 1600, reference: "=BNP 0012345" }],
  })
  t.equal((await desk.close(first, 14_700, { reason: "une pièce" })).statusCode, 201)
  const second = await desk.open("Accueil", 0)
  await desk.sell(second, performance)
  t.same(await cashOnHand(db), { kept: 0, counted: 4700, open: 2400, total: 7100 })

  await t.test("by those who may", async (t) => {
    for (const person of ["boxOffice", "door", "outsider"] as const)
      t.equal(
        (
          await pay(
            cast,
            [
              ["sessions", first],
              ["cash", "10"],
            ],
            person,
          )
        ).statusCode,
        403,
        person,
      )
    t.equal((await openPage(app, "/admin/theatre/transfers/new", as("boxOffice"))).statusCode, 403)
    const list = await openPage(app, "/admin/theatre/transfers", as("boxOffice"))
    t.equal(list.statusCode, 200)
    t.match(list.body, "71,00")
    t.notMatch(list.body, "Préparer un versement")
  })

  await t.test("not what is not there, not open, or does not add up", async (t) => {
    const cases: [[string, string][], RegExp][] = [
      [[["cash", "10"]], /une au moins/],
      [
        [
          ["sessions", first],
          ["cash", "47,01"],
        ],
        /il n’y a que 47,00/,
      ],
      [
        [
          ["sessions", first],
          ["cash", "dix"],
        ],
        /un montant comme/,
      ],
      [
        [
          ["sessions", first],
          ["cash", "40"],
          ["coin-1000", "3"],
        ],
        /font 30,00/,
      ],
      [
        [
          ["sessions", second],
          ["cash", "10"],
        ],
        /vient d’être versée/,
      ],
      [
        [
          ["sessions", "999999"],
          ["cash", "10"],
        ],
        /vient d’être versée/,
      ],
      [
        [
          ["sessions", first],
          ["cash", "0"],
          ["coin-1000", "-3"],
        ],
        /un nombre entier/,
      ],
    ]
    for (const [fields, said] of cases) {
      const answer = await pay(cast, fields)
      t.equal(answer.statusCode, 422, JSON.stringify(fields))
      t.match(answer.body, said)
    }
    t.equal((await owner.query("select 1 from till_transfers")).rowCount, 0)
  })

  await t.test("with what stays in hand for the next one", async (t) => {
    const made = await pay(cast, [
      ["sessions", first],
      ["coin-2000", "2"],
      ["note", "Remis au trésor"],
    ])
    t.same([made.statusCode, made.headers.location], [303, "/admin/theatre/transfers/1?done=made"])
    t.same(await cashOnHand(db), { kept: 700, counted: 0, open: 2400, total: 3100 })
    const page = await openPage(app, "/admin/theatre/transfers/1", as("boxOffice"))
    for (const said of [
      "Accueil n° 1",
      "=BNP 0012345",
      "40,00",
      "7,00",
      "Le comptable public",
      "Remis au trésor",
    ])
      t.match(page.body, said)
    const csv = await openPage(app, "/admin/theatre/transfers/1/slip.csv", as("accounting"))
    t.match(csv.body, /Chèque;'=BNP 0012345;[^;]+;;16\r/)
    t.match(csv.body, /Espèces versées;;;;40\r/)
    const report = await openPage(app, `/admin/theatre/till-sessions/${first}`, as("accounting"))
    t.match(report.body, "Versement")
    t.equal((await openPage(app, "/admin/theatre/transfers/2", as("accounting"))).statusCode, 404)
    t.equal((await openPage(app, "/admin/theatre/transfers/99999999999", as("accounting"))).statusCode, 404)
  })

  await t.test("and prints it", { skip: missing("pdftotext") }, async (t) => {
    const pdf = await openPage(app, "/admin/theatre/transfers/1/slip.pdf", as("accounting"))
    const text = pagesOfPdf(pdf.rawPayload).join(" ").replace(/\s+/gu, " ")
    for (const said of [
      /Bordereau de versement n° 1/,
      /Espèces versées 40,00 €/,
      /Reste en caisse 7,00 €/,
      /20,00 € 2 40,00 €/,
    ])
      t.match(text, said)
  })

  await t.test("not twice: the database refuses, whoever asks", async (t) => {
    t.match(
      (
        await pay(cast, [
          ["sessions", first],
          ["cash", "0"],
        ])
      ).body,
      /vient d’être versée/,
    )
    await desk.close(second, 2400)
    const all = await Promise.all(
      Array.from({ length: 6 }, () =>
        pay(cast, [
          ["sessions", second],
          ["cash", "31"],
        ]),
      ),
    )
    t.same(all.map(({ statusCode }) => statusCode).sort(), [303, 422, 422, 422, 422, 422])
    t.same(await cashOnHand(db), { kept: 0, counted: 0, open: 0, total: 0 })
    // Without what the operation looks at first: the owner himself.
    const values = (number: number, previous: number | null, before: number) =>
      owner.query(
        `insert into till_transfers (organisation_id, number, previous, user_id, kept_before, collected, cash, kept, by_method)
         select organisation_id, $1, $2, user_id, $3, 0, 0, $3, '{}' from till_transfers where number = 1`,
        [number, previous, before],
      )
    await t.rejects(values(4, 3, 0), { code: "23503" }, "no number is left out")
    await t.rejects(values(4, null, 0), { code: "23514" })
    await t.rejects(values(3, 2, 500), { code: "23503" }, "it begins with what the one before kept")
    await t.rejects(values(2, 1, 700), { code: "23505" })
    await t.rejects(
      owner.query(
        "insert into till_transfer_sessions select organisation_id, session_id, 2 from till_transfer_sessions where transfer = 1",
      ),
      { code: "23505" },
    )
    await t.rejects(
      db.updateTable("till_transfers").set({ note: "autre" }).execute(),
      { code: "42501" },
      "nor changed",
    )
  })
})

t.test("the ceiling is told at the counter and in the office", async (t) => {
  const cast = await testApp(t)
  const { app, as, organisation } = cast
  const performance = await makePerformance(app, organisation)
  const form = (fields: Record<string, string>, person: Parameters<typeof as>[0] = "manager") =>
    postForm(app, "/admin/theatre/till-settings", fields, as(person))
  t.equal((await form({ methods: "cash" }, "boxOffice")).statusCode, 403)
  t.equal((await form({ methods: "shells", ceiling: "" })).statusCode, 422)
  t.match((await form({ methods: "cash", ceiling: "beaucoup" })).body, /un montant comme/)
  t.equal((await form({ methods: "cash", ceiling: "40,00" })).statusCode, 303)
  const page = await openPage(app, "/admin/theatre/till-settings?done=saved", as("manager"))
  t.match(page.body, 'value="40,00"')
  const desk = counter(cast)
  const id = await desk.open("g", 10_000)
  const above = async () => (await desk.get("counter")).json().aboveCeiling
  await desk.sell(id, performance)
  t.equal(await above(), false, "the float is not of the takings")
  t.notMatch((await openPage(app, "/admin/theatre/transfers", as("manager"))).body, "dépasse son plafond")
  await desk.sell(id, performance)
  t.equal(await above(), true)
  t.match((await openPage(app, "/admin/theatre/transfers", as("manager"))).body, "dépasse son plafond")
})

t.test("posts are added, renamed, and removed while they were never open", async (t) => {
  const cast = await testApp(t)
  const { app, as } = cast
  const send = (path: string, name: string, person: Parameters<typeof as>[0] = "manager") =>
    postForm(app, `/admin/theatre/tills${path}`, { name }, as(person))
  t.equal((await send("", "Hall", "boxOffice")).statusCode, 403)
  t.equal((await send("", " ")).statusCode, 422)
  t.equal((await send("", "Hall")).statusCode, 303)
  t.match((await send("", "Hall")).body, "un autre poste s’appelle ainsi")
  const { rows } = await cast.owner.query<{ id: string }>("select id from tills")
  const id = rows[0]?.id
  t.equal((await send(`/${id}`, "Grand hall")).statusCode, 303)
  const desk = counter(cast)
  await desk.open("Hall")
  t.match(
    (await desk.post("till-sessions", { tillId: "Grand hall", float: 0 })).json(),
    { code: "till_in_use" },
    "one till, both its names",
  )
  const list = await openPage(app, "/admin/theatre/tills", as("boxOffice"))
  t.match(list.body, "Grand hall")
  t.match(list.body, "boxOffice")
  t.equal((await send(`/${id}/removal`, "")).statusCode, 409)
  t.equal((await send("", "Jardin")).statusCode, 303)
  const { rows: garden } = await cast.owner.query<{ id: string }>(
    "select id from tills where name = 'Jardin'",
  )
  t.equal((await send(`/${garden[0]?.id}/removal`, "")).statusCode, 200)
  t.equal((await cast.owner.query("select 1 from tills")).rowCount, 1)
})

t.test("whatever is paid in, what is in hand is what came less what was handed over", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, db } = cast
  const performance = await makePerformance(app, organisation, { capacity: 100_000 })
  const desk = counter(cast)
  const evening = fc.record({
    float: fc.nat({ max: 20_000 }),
    sales: fc.nat({ max: 2 }),
    missing: fc.integer({ min: -300, max: 300 }),
    pays: fc.boolean(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  let inHand = 0
  await fc.assert(
    fc.asyncProperty(fc.array(evening, { minLength: 1, maxLength: 4 }), async (evenings) => {
      for (const { float, sales, missing, pays, share } of evenings) {
        const id = await desk.open("t", float)
        for (let count = 0; count < sales; count++) await desk.sell(id, performance)
        const counted = Math.max(0, float + sales * 2400 + missing)
        if ((await desk.close(id, counted)).statusCode !== 201) throw new Error("not closed")
        inHand += counted - float
        if (pays) {
          const { rows } = await cast.owner.query<{ id: string }>(
            "select session_id as id from till_closings c where not exists (select from till_transfer_sessions x where x.session_id = c.session_id)",
          )
          const cash = Math.floor(Math.max(0, inHand) * share)
          const fields = rows.map(({ id }): [string, string] => ["sessions", id])
          const answer = await pay(cast, [...fields, ["cash", (cash / 100).toFixed(2)]])
          if (answer.statusCode !== 303) throw new Error(answer.body)
          inHand -= cash
        }
        const { total } = await cashOnHand(db)
        if (total !== inHand) throw new Error(`${total} in hand, ${inHand} expected`)
      }
    }),
    { numRuns: 8 },
  )
})
