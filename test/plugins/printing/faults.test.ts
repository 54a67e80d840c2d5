import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { localPrinters, networkPrinter } from "../../support/network-printer.ts"
import { printing, tillOf } from "../../support/printing.ts"
import { readEscpos } from "../../support/read-escpos.ts"
import { counter } from "../../support/till.ts"
import { waitUntil } from "../../support/wait-until.ts"

t.test("printers that fail", async (t) => {
  const cast = await testApp(t, { work: true, env: localPrinters })
  const { app, organisation, db } = cast
  app.printing.patience = { connect: 500, greeting: 300, paper: 800, ending: 400 }
  const performance = await makePerformance(app, organisation, { capacity: 100 })
  const desk = counter(cast)
  const office = printing(cast)
  const soon = () => db.updateTable("printers").set({ next_at: new Date() }).execute()
  let tills = 0
  const counterWith = async (behaviour: Parameters<typeof networkPrinter>[1]) => {
    const printer = await networkPrinter(t, behaviour)
    const session = await desk.open(`guichet-f${++tills}`)
    await office.add(printer, { name: `Imprimante ${tills}`, tillId: await tillOf(cast, session) })
    return { printer, session }
  }
  const codesOf = (bytes: Uint8Array) => readEscpos(bytes).flatMap(({ codes }) => codes)

  await t.test("one that is off: the sale goes through, and it prints once it is back", async (t) => {
    const { printer, session } = await counterWith({ answers: "ready" })
    await printer.switchOff()
    const sales = [await desk.sell(session, performance), await desk.sell(session, performance)]
    t.equal((await db.selectFrom("tickets").select("id").execute()).length, 2, "the tickets are there")
    await waitUntil(async () => (await office.jobs()).some(({ failure }) => failure === "no_connection"))
    t.ok(
      (await office.jobs()).every(({ status }) => status === "waiting" || status === "printing"),
      "both wait",
    )
    t.same(printer.connections, [])
    await printer.switchOn()
    await waitUntil(async () => (await office.jobs()).every(({ status }) => status === "printed"), {
      seconds: 60,
    })
    const papers = readEscpos(printer.all)
    t.same(
      papers.flatMap(({ codes }) => codes),
      sales.flatMap(({ tickets }) => tickets.map(({ code }) => code)),
      "each once, in the order of the sales",
    )
    t.ok(
      papers.every(({ marks }) => marks.length === 0),
      "and none is marked: nothing had been sent",
    )
  })

  await t.test("one without paper says so, and is sent nothing", async (t) => {
    const { printer, session } = await counterWith({ answers: "no paper" })
    await desk.sell(session, performance)
    const job = await waitUntil(async () =>
      (await office.jobs()).find(({ failure }) => failure === "no_paper"),
    )
    t.match(job.message, "papier")
    t.equal(job.doubtful, false)
    t.same(readEscpos(printer.all), [])
    printer.behaviour = { answers: "ready" }
    printer.connections.length = 0
    const again = await office.call("POST", `print-jobs/${job.id}/attempts`)
    t.equal(again.statusCode, 201, again.body)
    await office.until("printed")
    t.equal(codesOf(printer.all).length, 1)
  })

  await t.test("a line cut in the middle: what may be out is printed again, and says so", async (t) => {
    const { printer, session } = await counterWith({})
    await desk.sell(session, performance)
    await office.until("printed")
    const size = printer.all.length
    printer.connections.length = 0
    printer.behaviour = { cutsAfter: Math.floor(size * 1.5) }
    const sale = await desk.sell(session, performance, { quantity: 3 })
    const job = await waitUntil(async () => (await office.jobs()).find(({ failure }) => failure === "cut"))
    t.equal(job.doubtful, true)
    printer.connections.length = 0
    printer.behaviour = {}
    await soon()
    await office.until("printed")
    const papers = readEscpos(printer.all)
    t.same(
      papers.flatMap(({ codes }) => codes),
      sale.tickets.map(({ code }) => code),
    )
    t.same(papers[0]?.marks, ["DÉJÀ IMPRIMÉ ?"], "the first was sent")
  })

  await t.test("one that answers: what it said is out does not come out again", async (t) => {
    const { printer, session } = await counterWith({ answers: "ready" })
    await desk.sell(session, performance)
    await office.until("printed")
    const size = printer.all.length
    printer.connections.length = 0
    printer.behaviour = { answers: "ready", cutsAfter: size + Math.floor(size * 0.5) }
    const sale = await desk.sell(session, performance, { quantity: 3 })
    await waitUntil(async () => (await office.jobs()).find(({ failure }) => failure === "cut"))
    t.equal(codesOf(printer.all.subarray(0, size)).length, 1)
    printer.connections.length = 0
    printer.behaviour = { answers: "ready" }
    await soon()
    await office.until("printed")
    const papers = readEscpos(printer.all)
    t.same(
      papers.flatMap(({ codes }) => codes),
      sale.tickets.slice(1).map(({ code }) => code),
      "the second and the third",
    )
    t.same(
      papers.map(({ marks }) => marks),
      [["DÉJÀ IMPRIMÉ ?"], []],
      "of which the second may be out",
    )
  })

  await t.test("a slow one, and one that never hangs up, print once", async (t) => {
    for (const behaviour of [{ slow: 100 }, { keepsOpen: true }]) {
      const { printer, session } = await counterWith(behaviour)
      const sale = await desk.sell(session, performance, { quantity: 2 })
      t.match(await office.until("printed"), { attempts: 1 })
      t.same(
        codesOf(printer.all),
        sale.tickets.map(({ code }) => code),
      )
      t.equal(printer.connections.length, 1)
    }
  })

  await t.test("a job that was given up is not printed; tried again, it is", async (t) => {
    const { printer, session } = await counterWith({})
    await printer.switchOff()
    const sale = await desk.sell(session, performance)
    const job = await waitUntil(async () =>
      (await office.jobs()).find(({ orderId, failure }) => orderId === sale.id && failure),
    )
    const given = await office.call("POST", `print-jobs/${job.id}/cancellation`)
    t.match(given.json(), { status: "cancelled", failure: "given_up" })
    await printer.switchOn()
    await soon()
    await sleep(3000)
    t.same(printer.connections, [])
    await office.call("POST", `print-jobs/${job.id}/attempts`)
    await office.until("printed")
    t.equal(codesOf(printer.all).length, 1)
    const late = await office.call("POST", `print-jobs/${job.id}/cancellation`)
    t.match(late.json(), { status: 409, code: "already_printed" })
    const twice = await office.call("POST", `print-jobs/${job.id}/attempts`)
    t.match(twice.json(), { status: 409, code: "already_printed" })
  })

  await t.test("a ticket printed again or given up while it waits comes out once, or not", async (t) => {
    const { printer, session } = await counterWith({})
    await printer.switchOff()
    const [lost, dropped] = [await desk.sell(session, performance), await desk.sell(session, performance)]
    const again = await desk.post("reprints", { ticketId: lost.tickets[0]?.id, reason: "froissé" })
    await desk.post("cancellations", { tickets: [dropped.tickets[0]?.id], reason: "erreur" })
    await printer.switchOn()
    await soon()
    await office.until("printed")
    const papers = readEscpos(printer.all)
    t.same(
      papers.flatMap(({ codes }) => codes),
      [again.json().code],
    )
    t.same(
      papers.map(({ marks }) => marks[0]),
      ["DUPLICATA", "ANNULATION"],
    )
  })

  await t.test("nor out of a job whose printer was being called at that moment", async (t) => {
    const { printer, session } = await counterWith({})
    await printer.switchOff()
    const { tickets } = await desk.sell(session, performance)
    await db.updateTable("print_jobs").set({ status: "printing" }).where("status", "=", "waiting").execute()
    const again = await desk.post("reprints", { ticketId: tickets[0]?.id, reason: "froissé" })
    await db.updateTable("print_jobs").set({ status: "waiting" }).where("status", "=", "printing").execute()
    await printer.switchOn()
    await soon()
    await waitUntil(async () =>
      (await office.jobs()).every(({ status }) => ["printed", "cancelled", "failed"].includes(status)),
    )
    t.same(
      readEscpos(printer.all).flatMap(({ codes }) => codes),
      [again.json().code],
    )
  })

  await t.test("after half an hour it is left to people", async (t) => {
    const { printer, session } = await counterWith({})
    await printer.switchOff()
    await desk.sell(session, performance)
    await db
      .updateTable("print_jobs")
      .set({ give_up_at: new Date(Date.now() - 1000) })
      .where("status", "=", "waiting")
      .execute()
    t.match(await office.until("failed"), { status: "failed" })
    await printer.switchOn()
    const [job] = await office.jobs()
    await office.call("POST", `print-jobs/${job?.id}/attempts`)
    await office.until("printed")
    t.equal(codesOf(printer.all).length, 1)
  })
})

t.test("twenty sales at once on one printer: one after another, each once", async (t) => {
  const cast = await testApp(t, { work: true, env: localPrinters })
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 100 })
  const desk = counter(cast)
  const session = await desk.open()
  const printer = await networkPrinter(t, { answers: "ready", slow: 5 })
  const office = printing(cast)
  await office.add(printer, { tillId: await tillOf(cast, session) })
  const sales = await Promise.all(Array.from({ length: 20 }, () => desk.sell(session, performance)))
  await waitUntil(async () => (await office.jobs()).every(({ status }) => status === "printed"), {
    seconds: 60,
  })
  const codes = readEscpos(printer.all).flatMap(({ codes }) => codes)
  t.same(codes.sort(), sales.flatMap(({ tickets }) => tickets.map(({ code }) => code)).sort())
})
