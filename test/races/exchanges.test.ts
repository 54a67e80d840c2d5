import t from "tap"
import { makePerformance, type TestApp, type TestPerformance } from "../harness.ts"
import { holdUp, holdUpEntry } from "../support/hold-up.ts"
import { makeSeatedPerformance } from "../support/seated.ts"
import { severalApps } from "../support/several-apps.ts"
import { itemsOf } from "../support/shopping.ts"
import { right, stockBooks } from "../support/stock-books.ts"
import { counter } from "../support/till.ts"

type Cast = Awaited<ReturnType<typeof severalApps>>

/** The counter of another process. */
const another = (cast: Cast, n: number) => counter({ app: cast.pick(n), as: cast.as })

const statuses = async ({ owner }: Pick<TestApp, "owner">) =>
  (await owner.query("select status from tickets order by id")).rows.map(({ status }) => status)

async function oneTicket(t: Parameters<typeof severalApps>[0], tariff: "gratuit" | "plein" = "gratuit") {
  const cast = await severalApps(t, 3)
  const startsAt = new Date(Date.now() + 10 * 60_000)
  const performance = await makePerformance(cast.app, cast.organisation, { startsAt })
  const other = await makePerformance(cast.app, cast.organisation)
  const desk = counter(cast)
  const [ticket] = (await desk.sell(await desk.open(), performance, { tariff })).tickets
  if (!ticket) throw new Error("no ticket")
  const { performanceId, zoneId } = performance
  return {
    ...{ cast, ticket, performanceId, zoneId, other },
    scan: () => another(cast, 1).post("scans", { code: ticket.code, performanceId }),
    cancel: () => another(cast, 1).post("cancellations", { tickets: [ticket.id], reason: "course" }),
    exchange: (n = 0, to: TestPerformance = other) =>
      another(cast, n).post("exchanges", {
        tickets: [ticket.id],
        items: itemsOf(to, 1, tariff),
        payments: [],
      }),
  }
}

t.test("however many exchange the same ticket, or cancel it, one does", async (t) => {
  const { cast, cancel, exchange } = await oneTicket(t, "plein")
  const answers = await Promise.all([...Array(6).keys()].map((n) => (n % 3 === 2 ? cancel() : exchange(n))))
  const won = answers.filter(({ statusCode }) => statusCode === 201)
  t.equal(won.length, 1)
  for (const answer of answers)
    if (answer !== won[0]) t.match(answer.json(), { status: 409, code: "already_cancelled" })
  const { rows } = await cast.owner.query(
    `select (select count(*)::int from cancellations) as given_up, (select count(*)::int from tickets where status = 'valid') as valid,
       (select coalesce(sum(taken), 0)::int from zone_stock) as taken,
       (select count(*)::int from ledger_lines where chain = 'operations') as operations`,
  )
  const exchanged = won[0]?.json().difference !== undefined
  t.same(rows[0], { given_up: 1, valid: exchanged ? 1 : 0, taken: exchanged ? 1 : 0, operations: 2 })
  t.same(await stockBooks(cast), right)
})

t.test("a second exchange of a ticket waits for the first, and is refused", async (t) => {
  const { cast, ticket, zoneId, exchange } = await oneTicket(t)
  const held = await holdUp(cast, "select from zone_stock where zone_id = $1 for update", [zoneId])
  const first = exchange()
  await held.waiting(1)
  const naive = await cast.owner.query("select from tickets where id = $1 and status = 'valid'", [ticket.id])
  t.equal(naive.rowCount, 1, "without the lock it would still be there to be exchanged")
  const second = exchange(1)
  await held.waiting(2)
  await held.release()
  t.equal((await first).statusCode, 201)
  t.match((await second).json(), { status: 409, code: "already_cancelled" })
  t.same(await statuses(cast), ["cancelled", "valid"])
})

t.test("an exchange that meets a scan waits for it, and is refused", async (t) => {
  const { cast, ticket, performanceId, scan, exchange } = await oneTicket(t)
  const held = await holdUpEntry(cast, { ticketId: ticket.id, performanceId })
  const scanning = scan()
  await held.waiting(1)
  const naive = await cast.owner.query("select from entries where ticket_id = $1", [ticket.id])
  t.equal(naive.rowCount, 0, "without the lock nobody would seem to have come in")
  const exchanging = exchange()
  await held.waiting(2)
  await held.release()
  t.equal((await scanning).json().result, "admitted")
  t.match((await exchanging).json(), { status: 409, code: "already_admitted" })
  t.same(await statuses(cast), ["valid"])
  t.same(await stockBooks(cast), right)
})

t.test("a scan that meets an exchange waits for it, and refuses the old ticket", async (t) => {
  const { cast, ticket, performanceId, zoneId, scan, exchange } = await oneTicket(t)
  const held = await holdUp(cast, "select from zone_stock where zone_id = $1 for update", [zoneId])
  const exchanging = exchange()
  await held.waiting(1)
  const naive = await cast.owner.query(
    "select from tickets where id = $1 and performance_id = $2 and status = 'valid'",
    [ticket.id, performanceId],
  )
  t.equal(naive.rowCount, 1, "without the lock it would still be let in")
  const scanning = scan()
  await held.waiting(2)
  await held.release()
  t.equal((await exchanging).statusCode, 201)
  t.equal((await scanning).json().result, "cancelled")
  t.same(await statuses(cast), ["cancelled", "valid"])
})

t.test("numbered seats", async (t) => {
  const cast = await severalApps(t, 3)
  const hall = await makeSeatedPerformance(cast)
  const desk = counter(cast)
  const session = await desk.open()
  const seats = (ids: readonly (string | undefined)[]) => [
    {
      performanceId: hall.performanceId,
      seats: ids.map((seatId) => ({ seatId, priceId: hall.price("gratuit") })),
    },
  ]
  const sell = async (id: string | undefined) => {
    const answer = await desk.post("sales", { tillSessionId: session, items: seats([id]), payments: [] })
    if (answer.statusCode !== 201) throw new Error(answer.body)
    return answer.json().tickets[0].id as string
  }
  const exchange = (n: number, ticket: string, seat: string | undefined) =>
    another(cast, n).post("exchanges", { tickets: [ticket], items: seats([seat]), payments: [] })
  const free = (await hall.free()).map(({ id }) => id)

  await t.test("several who want one seat: one has it, the others keep theirs", async (t) => {
    const own = free.slice(0, 5)
    const tickets = await Promise.all(own.map(sell))
    const wanted = free[6]
    const answers = await Promise.all(tickets.map((ticket, n) => exchange(n, ticket, wanted)))
    const won = answers.flatMap(({ statusCode }, n) => (statusCode === 201 ? [n] : []))
    t.equal(won.length, 1)
    for (const [n, answer] of answers.entries())
      if (n !== won[0]) t.match(answer.json(), { status: 409, code: "seat_taken" })
    const { rows } = await cast.owner.query("select seat_id from taken_seats order by seat_id")
    const expected = [...own.filter((_, n) => n !== won[0]), wanted].sort()
    t.same(rows.map(({ seat_id }) => seat_id).sort(), expected)
    t.same(await stockBooks(cast), right)
  })

  await t.test("and without the key of the seats, two have it", async (t) => {
    await cast.owner.query("alter table taken_seats drop constraint taken_seats_pkey")
    const tickets = [await sell(free[10]), await sell(free[12])]
    const held = await holdUp(cast, "select from zone_stock where performance_id = $1 for update", [
      hall.performanceId,
    ])
    const exchanging = tickets.map((ticket, n) => exchange(n, ticket, free[8]))
    await held.waiting(2)
    await held.release()
    t.same(
      (await Promise.all(exchanging)).map(({ statusCode }) => statusCode),
      [201, 201],
    )
    const { rows } = await cast.owner.query("select from taken_seats where seat_id = $1", [free[8]])
    t.equal(rows.length, 2)
  })
})

t.test("who exchange each other's zones, again and again, never wait for each other for ever", async (t) => {
  const cast = await severalApps(t, 3)
  const halls = [
    await makePerformance(cast.app, cast.organisation),
    await makePerformance(cast.app, cast.organisation),
  ] as const
  const desk = counter(cast)
  const session = await desk.open()
  const mine = await Promise.all(
    [0, 1, 0, 1, 0, 1].map(async (at) => {
      const sale = await desk.sell(session, halls[at as 0 | 1], { tariff: "gratuit", quantity: 2 })
      return { at: at as 0 | 1, tickets: sale.tickets.map(({ id }) => id) }
    }),
  )
  for (let round = 0; round < 4; round++) {
    const answers = await Promise.all(
      mine.map((one, n) => {
        one.at = one.at === 0 ? 1 : 0
        const { tickets } = one
        return another(cast, n).post("exchanges", { tickets, items: itemsOf(halls[one.at], 2), payments: [] })
      }),
    )
    for (const [n, answer] of answers.entries()) {
      t.equal(answer.statusCode, 201, answer.body.slice(0, 200))
      const one = mine[n]
      if (one) one.tickets = answer.json().tickets.map(({ id }: { id: string }) => id)
    }
  }
  t.same(await stockBooks(cast), right)
})
