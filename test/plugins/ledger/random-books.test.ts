import fc from "fast-check"
import { sql } from "kysely"
import t from "tap"
import { balanceOf, recountBalance } from "../../../plugins/ledger/balance.ts"
import { closePeriods } from "../../../plugins/ledger/close-periods.ts"
import { dayOf, nameOf, type Period } from "../../../plugins/ledger/periods.ts"
import { readClosings } from "../../../plugins/ledger/read-closings.ts"
import { statementsBetween } from "../../../plugins/ledger/statement.ts"
import { verifyBooks } from "../../../plugins/ledger/verify.ts"
import { recordOutcome } from "../../../plugins/orders/record-outcome.ts"
import { makePerformance, type TestPerformance, testApp } from "../../harness.ts"
import { buy } from "../../support/shopping.ts"

const days = { timezone: "Europe/Paris", closingTime: "04:00" }
const doing = { channel: "office", by: "user:1" } as const

const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant("sell" as const),
      quantity: fc.integer({ min: 1, max: 3 }),
      tariff: fc.constantFrom("plein", "reduit", "gratuit"),
      where: fc.nat(1),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant("cancel" as const), pick: fc.nat(), refunded: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("exchange" as const),
      pick: fc.nat(),
      tariff: fc.constantFrom("plein", "reduit"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("reprint" as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("settle" as const), pick: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("close" as const),
      period: fc.constantFrom<Period>("day", "day", "month", "year"),
      later: fc.integer({ min: 1, max: 40 }),
    }),
  },
)

t.test("whatever happens in whatever order, the books hold together", async (t) => {
  const { app, organisation, db } = await testApp(t, { env: { DATA_DIR: t.testdir() } })
  const { id: organisationId } = organisation
  // Prices that do not divide, so that VAT must be rounded.
  const performances = [
    await makePerformance(app, organisation, { capacity: 10_000, amount: 1999 }),
    await makePerformance(app, organisation, { capacity: 10_000, amount: 3701 }),
  ] as [TestPerformance, TestPerformance]
  let now = new Date()

  const sell = async (
    performance: TestPerformance,
    quantity: number,
    tariff: "plein" | "reduit" | "gratuit",
  ) => {
    const method = tariff === "gratuit" ? undefined : "sandbox"
    const { order } = await buy(app, performance, { quantity, tariff, ...(method ? { method } : {}) })
    const payment = await db
      .selectFrom("payments")
      .select("id")
      .where("order_id", "=", order.id)
      .executeTakeFirst()
    if (payment) await recordOutcome(app, organisationId, payment.id, "paid")
  }
  const tickets = (pick: number) =>
    db
      .selectFrom("tickets")
      .select(["id", "order_id", "amount"])
      .where("status", "=", "valid")
      .orderBy("id")
      .execute()
      .then((all) => (all.length === 0 ? undefined : all[pick % all.length]))

  const does = {
    async sell({ quantity, tariff, where }: { quantity: number; tariff: string; where: number }) {
      await sell(performances[where] ?? performances[0], quantity, tariff as "plein")
    },
    async cancel({ pick, refunded }: { pick: number; refunded: boolean }) {
      const ticket = await tickets(pick)
      if (!ticket) return
      const { order_id: orderId, id, amount } = ticket
      const payments = refunded && amount > 0 ? [{ method: "sandbox", amount: -amount }] : []
      await db.transaction().execute(async (trx) => {
        await trx.updateTable("tickets").set({ status: "cancelled" }).where("id", "=", id).execute()
        await app.events.emit(trx, "tickets.cancelled", {
          organisationId,
          orderId,
          ticketIds: [id],
          payments,
          doing,
        })
      })
    },
    async exchange({ pick, tariff }: { pick: number; tariff: string }) {
      const ticket = await tickets(pick)
      if (!ticket) return
      const { order_id: orderId, id } = ticket
      await db.transaction().execute(async (trx) => {
        await trx.updateTable("tickets").set({ status: "cancelled" }).where("id", "=", id).execute()
        const { rows } = await sql<{ id: string }>`
          insert into tickets (organisation_id, order_id, position, number, performance_id, zone_id, tariff_id, event_title,
            zone_name, tariff_name, amount, vat_rate, key_id, valid_from, valid_until)
          select organisation_id, order_id, 100 + id, number || 'X' || id, performance_id, zone_id, tariff_id, event_title,
            zone_name, ${tariff}, ${tariff === "plein" ? 2333 : 1111}, vat_rate, key_id, valid_from, valid_until
          from tickets where id = ${id} returning id`.execute(trx)
        await app.events.emit(trx, "tickets.exchanged", {
          organisationId,
          orderId,
          cancelled: [id],
          issued: rows.map((row) => row.id),
          payments: [{ method: "card", amount: 500 }],
          doing,
        })
      })
    },
    async reprint({ pick }: { pick: number }) {
      const ticket = await tickets(pick)
      if (!ticket) return
      await db.transaction().execute((trx) =>
        app.events.emit(trx, "tickets.reprinted", {
          organisationId,
          orderId: ticket.order_id,
          ticketIds: [ticket.id],
          doing,
        }),
      )
    },
    async settle({ pick }: { pick: number }) {
      const { unsettled } = await balanceOf(db)
      const debt = unsettled[pick % Math.max(unsettled.length, 1)]
      if (!debt) return
      const event = {
        organisationId,
        orderId: debt.orderId,
        payments: [{ method: "cash", amount: debt.amount }],
        doing,
      }
      await db
        .transaction()
        .execute((trx) =>
          app.events.emit(trx, debt.amount > 0 ? "payment.recorded" : "payment.refunded", event),
        )
    },
    async close({ period, later }: { period: Period; later: number }) {
      now = new Date(now.getTime() + later * 86_400_000)
      const date = nameOf(period, dayOf(now, days))
      await db
        .transaction()
        .execute((trx) => closePeriods(trx, app.ledger, { organisationId, period, date, now, by: null }))
        .catch((error: { code?: string }) => {
          if (error.code !== "already_closed") throw error
        })
    },
  }

  const check = async () => {
    const { ok, faults, count } = await verifyBooks(app, organisationId)
    t.ok(ok, JSON.stringify(faults))
    const { rows } = await sql<{ numbers: string[] }>`
      select array_agg(number order by number) as numbers from ledger_lines where chain = 'operations'`.execute(
      db,
    )
    t.same(
      rows[0]?.numbers ?? [],
      Array.from({ length: count }, (_, n) => String(n + 1)),
      "no gap",
    )
    const balance = await balanceOf(db)
    t.equal(balance.difference, 0, "sales = cash + debts")
    const { tickets, ...counted } = await recountBalance(db)
    t.match(balance, counted, "what is kept is what is counted again from the first line")
    t.equal(balance.sales, tickets, "and the sales are what the valid tickets cost")

    const closings = await readClosings(db, { oldestFirst: true, limit: 100_000 })
    for (const period of ["day", "month", "year"] as const) {
      let last = 0
      let gross = 0
      for (const closing of closings.filter((one) => one.period === period)) {
        if (closing.first !== last + 1)
          t.equal(closing.first, last + 1, `${period} ${closing.date} begins where the one before ended`)
        gross += closing.totals.gross
        if (closing.perpetual.gross !== gross) t.fail(`${period} ${closing.date}: perpetual total`)
        last = closing.last
        if (closing.totals.operations === 0) continue
        const parts = await statementsBetween(db, closing.first, closing.last)
        const sum = (key: "gross" | "net" | "vat" | "issued" | "cancelled") =>
          parts.reduce((total, part) => total + part.totals[key], 0)
        for (const key of ["gross", "net", "vat", "issued", "cancelled"] as const)
          if (sum(key) !== closing.totals[key])
            t.equal(sum(key), closing.totals[key], `${period} ${closing.date}: ${key}`)
        const byRate = closing.totals.byRate.reduce((total, { net, vat }) => total + net + vat, 0)
        if (byRate !== closing.totals.gross) t.equal(byRate, closing.totals.gross, "net + VAT = gross")
      }
    }
  }

  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 15, maxLength: 30 }), async (acts) => {
      for (const { what, ...input } of acts) await does[what](input as never)
      await check()
    }),
    { numRuns: 4, endOnFailure: true },
  )
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*)::int as count from ledger_lines group by kind`.execute(db)
  t.ok(
    rows.length >= 8,
    `something of everything: ${rows.map((row) => `${row.count} ${row.kind}`).join(", ")}`,
  )
})
