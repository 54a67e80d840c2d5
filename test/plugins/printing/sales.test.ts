import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { localPrinters, networkPrinter } from "../../support/network-printer.ts"
import { printing, tillOf } from "../../support/printing.ts"
import { readEscpos } from "../../support/read-escpos.ts"
import { counter } from "../../support/till.ts"

t.test("what a till sells comes out of its printer", async (t) => {
  const cast = await testApp(t, { work: true, env: localPrinters })
  const { app, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: 50 })
  const desk = counter(cast)
  const session = await desk.open()
  const printer = await networkPrinter(t, { answers: "ready" })
  const office = printing(cast)
  await office.add(printer, { tillId: await tillOf(cast, session) })

  await t.test("a paper a ticket, with all that the law wants on it", async (t) => {
    const sale = await desk.sell(session, performance, { quantity: 2 })
    const job = await office.until("printed")
    t.match(job, { kind: "tickets", orderId: sale.id, attempts: 1, doubtful: false, failure: null })
    const papers = readEscpos(printer.all)
    t.equal(papers.length, 2)
    t.same(
      papers.flatMap(({ codes }) => codes),
      sale.tickets.map(({ code }) => code),
      "the code of each",
    )
    for (const [index, { text, cut, marks }] of papers.entries()) {
      t.ok(cut)
      t.same(marks, [])
      for (const words of [
        "Théâtre de Quimper",
        "PLATESV-D-2026-000123",
        "Le Malade imaginaire",
        "Grande salle",
        "Placement libre",
        "Plein tarif",
        "24,00 €",
        `Billet nº ${sale.tickets[index]?.number}`,
        "Opération nº 1",
        "au guichet",
      ])
        t.match(text.replace(/\s+/g, " "), words)
    }
  })

  await t.test("a reprint says that it is one", async (t) => {
    printer.connections.length = 0
    const sale = await desk.sell(session, performance)
    await office.until("printed")
    printer.connections.length = 0
    const again = await desk.post("reprints", { ticketId: sale.tickets[0]?.id, reason: "perdu" })
    t.equal(again.statusCode, 201, again.body)
    await office.until("printed")
    const [paper, ...more] = readEscpos(printer.all)
    t.same(more, [])
    t.same(paper?.marks, ["DUPLICATA"])
    t.same(paper?.codes, [again.json().code])
    t.not(again.json().code, sale.tickets[0]?.code)
  })

  await t.test("a cancellation gives a coupon that nobody takes for a ticket", async (t) => {
    const sale = await desk.sell(session, performance)
    await office.until("printed")
    printer.connections.length = 0
    await desk.post("cancellations", { tickets: [sale.tickets[0]?.id], reason: "malade" })
    t.match(await office.until("printed"), { kind: "cancellation" })
    const [coupon, ...more] = readEscpos(printer.all)
    t.same(more, [])
    t.same(coupon?.marks, ["ANNULATION", "N'EST PAS UN BILLET"])
    t.same(coupon?.codes, [], "nothing to scan")
    t.match(coupon?.text, "-24,00 €")
    t.match(coupon?.text, `Billet ${sale.tickets[0]?.number}, annulé`)
    t.match(coupon?.text, /Opération nº \d+/)
    t.notMatch(coupon?.text, "malade", "no reason: it may be about a person")
  })

  await t.test(
    "what was sold without a network, and printed by the browser, does not come out again",
    async (t) => {
      const sale = await desk.sell(session, performance)
      await office.until("printed")
      const before = (await office.jobs()).length
      const issued = (doing: object) =>
        cast.db.transaction().execute((trx) =>
          app.events.emit(trx, "tickets.issued", {
            ...{ organisationId: organisation.id, orderId: sale.id, ticketIds: [sale.tickets[0]?.id ?? ""] },
            doing: { channel: "till", tillSessionId: session, ...doing },
          }),
        )
      await issued({ offlineAt: new Date() })
      t.equal((await office.jobs()).length, before)
      await issued({})
      t.equal((await office.jobs()).length, before + 1, "as it does otherwise")
      await office.until("printed")
    },
  )

  await t.test("closing the till prints its report", async (t) => {
    printer.connections.length = 0
    const closing = await desk.close(session, 20_000, { reason: "essai" })
    t.equal(closing.statusCode, 201, closing.body)
    t.match(await office.until("printed"), { kind: "till_report" })
    const [report] = readEscpos(printer.all)
    t.match(report?.text, "guichet-1")
    t.match(report?.text, /Écart : /)
  })
})

t.test("a till without a printer prints nothing, and sells", async (t) => {
  const cast = await testApp(t, { work: true, env: localPrinters })
  const performance = await makePerformance(cast.app, cast.organisation)
  const desk = counter(cast)
  await desk.sell(await desk.open(), performance)
  t.same(await printing(cast).jobs(), [])
})
