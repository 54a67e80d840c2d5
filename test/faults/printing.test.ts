import t from "tap"
import { makePerformance, testApp } from "../harness.ts"
import { localPrinters, networkPrinter } from "../support/network-printer.ts"
import { printing, tillOf } from "../support/printing.ts"
import { startParterre } from "../support/program.ts"
import { readEscpos } from "../support/read-escpos.ts"
import { testSecretKey } from "../support/secrets.ts"
import { counter } from "../support/till.ts"
import { waitUntil } from "../support/wait-until.ts"

const impatient = { QUEUE_LOCK_SECONDS: "2", QUEUE_AGAIN_SECONDS: "2", RATE_LIMIT: "0", ...localPrinters }

t.test("a worker killed while the printer is off, and another in the middle of a paper", async (t) => {
  const cast = await testApp(t, { env: localPrinters })
  const { app, organisation, url } = cast
  const performance = await makePerformance(app, organisation, { capacity: 50 })
  const desk = counter(cast)
  const session = await desk.open()
  const printer = await networkPrinter(t, { answers: "ready" })
  const office = printing(cast)
  await office.add(printer, { tillId: await tillOf(cast, session) })
  const worker = () =>
    startParterre(t, { DATABASE_URL: url, SECRET_KEY: testSecretKey, ...impatient }, ["--role", "worker"])
  const printed = () =>
    waitUntil(async () => (await office.jobs()).every(({ status }) => status === "printed"), { seconds: 60 })

  await t.test("nothing was sent: each ticket comes out once, without a mark", async (t) => {
    await printer.switchOff()
    const sale = await desk.sell(session, performance, { quantity: 2 })
    const first = await worker()
    await waitUntil(async () => (await office.jobs())[0]?.failure === "no_connection", { seconds: 30 })
    await first.end("SIGKILL")
    await printer.switchOn()
    const second = await worker()
    await printed()
    const papers = readEscpos(printer.all)
    t.same(
      papers.map(({ codes }) => codes[0]),
      sale.tickets.map(({ code }) => code),
    )
    t.same(
      papers.flatMap(({ marks }) => marks),
      [],
    )
    t.equal(await second.end("SIGTERM"), 0)
  })

  await t.test("one was begun: it comes out again marked, and what was out before it does not", async (t) => {
    printer.connections.length = 0
    // It says that the first paper is out, and nothing of the second.
    printer.behaviour = { answers: "ready", answersOnce: true }
    const sale = await desk.sell(session, performance, { quantity: 3 })
    const first = await worker()
    await waitUntil(
      async () => {
        const { rows } = await cast.owner.query("select from print_jobs where done = 1 and begun = 2")
        return rows.length > 0
      },
      { seconds: 30, what: "a worker in the middle of its second paper" },
    )
    await first.end("SIGKILL")
    const begun = readEscpos(printer.all).map(({ codes }) => codes[0])
    printer.connections.length = 0
    printer.behaviour = { answers: "ready" }
    const second = await worker()
    await printed()
    const papers = readEscpos(printer.all)
    t.same(
      begun,
      sale.tickets.slice(0, 2).map(({ code }) => code),
    )
    t.same(
      papers.map(({ codes }) => codes[0]),
      sale.tickets.slice(1).map(({ code }) => code),
      "the first is not printed twice",
    )
    t.same(
      papers.map(({ marks }) => marks),
      [["DÉJÀ IMPRIMÉ ?"], []],
    )
    t.equal(await second.end("SIGTERM"), 0)
  })
})
