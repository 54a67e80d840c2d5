import t from "tap"
import { duplicatePerformance } from "../../../plugins/catalogue/performances/duplicate-performance.ts"
import { getPerformance } from "../../../plugins/catalogue/performances/get-performance.ts"
import { makePerformance, testApp } from "../../harness.ts"

const { app, db, organisation, owner } = await testApp(t)
const organisationId = organisation.id
// A Friday of winter, 20 h 30 in Paris.
const { performanceId } = await makePerformance(app, organisation, {
  startsAt: new Date("2027-03-19T19:30:00Z"),
  doorsAt: new Date("2027-03-19T19:00:00Z"),
  onSaleFrom: new Date("2027-02-17T09:00:00Z"),
  onSaleUntil: new Date("2027-03-19T18:30:00Z"),
  maxPerOrder: 6,
})
const copy = (...dates: { day: string; time?: string }[]) =>
  db
    .transaction()
    .execute((trx) => duplicatePerformance(trx, app.events, { organisationId, id: performanceId, dates }))
const times = async (id: string) => {
  const { startsAt, endsAt, doorsAt, onSaleFrom, onSaleUntil } = await getPerformance(db, {
    organisationId,
    id,
  })
  return [startsAt, endsAt, doorsAt, onSaleFrom, onSaleUntil].map((at) => at?.toISOString())
}

t.test("the local time stays, across the change to summer time too", async (t) => {
  const copies = await copy({ day: "2027-03-20" }, { day: "2027-04-02" })
  t.same(await times(copies[0]?.id ?? ""), [
    "2027-03-20T19:30:00.000Z",
    "2027-03-20T21:40:00.000Z",
    "2027-03-20T19:00:00.000Z",
    "2027-02-18T09:00:00.000Z",
    "2027-03-20T18:30:00.000Z",
  ])
  t.same(await times(copies[1]?.id ?? ""), [
    "2027-04-02T18:30:00.000Z",
    "2027-04-02T20:40:00.000Z",
    "2027-04-02T18:00:00.000Z",
    "2027-03-03T09:00:00.000Z",
    "2027-04-02T17:30:00.000Z",
  ])
})

t.test("another time moves doors, end and the close of sales, not the hour they open at", async (t) => {
  const [matinee] = await copy({ day: "2027-03-21", time: "15:00" })
  t.same(await times(matinee?.id ?? ""), [
    "2027-03-21T14:00:00.000Z",
    "2027-03-21T16:10:00.000Z",
    "2027-03-21T13:30:00.000Z",
    "2027-02-19T09:00:00.000Z",
    "2027-03-21T13:00:00.000Z",
  ])
})

t.test("zones, prices and the limit are the same, and the inventory knows them", async (t) => {
  const [one] = await copy({ day: "2027-03-22" })
  const [original, made] = await Promise.all(
    [performanceId, one?.id ?? ""].map((id) => getPerformance(db, { organisationId, id })),
  )
  const bare = (performance: typeof original) =>
    performance?.zones.map(({ ref, name, capacity, prices }) => ({
      ...{ ref, name, capacity },
      prices: prices.map(({ tariff, amount }) => [tariff, amount]),
    }))
  t.same(bare(made), bare(original))
  t.equal(made?.maxPerOrder, 6)
  const { rows } = await owner.query("select capacity, taken from zone_stock where performance_id = $1", [
    one?.id,
  ])
  t.same(rows, [{ capacity: 100, taken: 0 }])
})

t.test("all or none: dates it already plays on, given twice, or that do not exist", async (t) => {
  const count = async () => (await db.selectFrom("performances").select("id").execute()).length
  const before = await count()
  await t.rejects(copy({ day: "2027-05-01" }, { day: "2027-03-19" }), {
    status: 422,
    errors: [{ path: "/dates/1", rule: "plays_already" }],
  })
  await t.rejects(copy({ day: "2027-05-01" }, { day: "2027-05-01" }), { errors: [{ path: "/dates/1" }] })
  await t.rejects(copy({ day: "2027-03-28", time: "02:30" }), { errors: [{ rule: "no_such_time" }] })
  await t.rejects(copy({ day: "2027-02-30" }), { errors: [{ path: "/dates/0" }] })
  await t.rejects(copy(), { errors: [{ path: "/dates", rule: "dates_count" }] })
  t.equal(await count(), before)
})
