import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { printing } from "../../support/printing.ts"
import { counter } from "../../support/till.ts"

t.test("printers and print jobs in the back office", async (t) => {
  const cast = await testApp(t)
  const { app, as, organisation } = cast
  const get = (path: string, person: Parameters<typeof as>[0] = "manager") =>
    openPage(app, `/admin/theatre/${path}`, as(person))
  const post = (path: string, body: Record<string, string>, person: Parameters<typeof as>[0] = "manager") =>
    postForm(app, `/admin/theatre/${path}`, body, as(person))
  const form = {
    ...{ name: "Hall", kind: "escpos", host: "192.168.1.50", port: "9100", tillId: "", columns: "42" },
    ...{ family: "epson", widthMm: "51", lengthMm: "140", dpi: "300" },
  }

  await t.test("are shown to who may see them", async (t) => {
    for (const person of ["boxOffice", "door", "accounting", "outsider"] as const)
      t.equal((await get("printers", person)).statusCode, 403, person)
    for (const person of ["door", "accounting", "outsider"] as const)
      t.equal((await get("print-jobs", person)).statusCode, 403, person)
    t.equal((await get("print-jobs", "boxOffice")).statusCode, 200)
    t.match((await get("printers")).body, "Aucune imprimante pour le moment")
  })

  await t.test("a wrong address is refused at its field, and what was typed stays", async (t) => {
    const answer = await post("printers", { ...form, host: "127.0.0.1" })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, "n’est pas ouvert à l’impression")
    t.match(answer.body, 'value="127.0.0.1"')
    const wrong = await post("printers", { ...form, host: "a b", columns: "9" })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, /Caractères par ligne\s*:\s*un nombre entier/)
  })

  await t.test("one is added, tried and changed", async (t) => {
    t.equal((await post("printers", form)).statusCode, 303)
    const [printer] = (await printing(cast).call("GET", "printers")).json().data
    t.match(printer, { name: "Hall", host: "192.168.1.50" })
    const tested = await post(`printers/${printer.id}/test-pages`, {})
    t.equal(tested.headers.location, `/admin/theatre/printers/${printer.id}?done=tested`)
    t.match(await printing(cast).jobs(), [{ kind: "test", status: "waiting" }])
    t.match((await get(`printers/${printer.id}?done=tested`)).body, "La page d’essai est demandée")
    t.equal((await post(`printers/${printer.id}`, { ...form, kind: "fgl", family: "cp850" })).statusCode, 303)
    t.match((await get("printers")).body, "Boca FGL")
  })

  await t.test("a job is shown with why it waits, tried again, given up", async (t) => {
    const [job] = await printing(cast).jobs()
    await cast.db.updateTable("print_jobs").set({ failure: "no_paper" }).execute()
    t.match((await get("print-jobs", "boxOffice")).body, "plus de papier")
    t.match((await get("print-jobs?lang=en", "boxOffice")).body, "There is no paper left")
    t.match((await get(`print-jobs/${job?.id}`, "boxOffice")).body, "Réessayer")
    const again = await post(`print-jobs/${job?.id}/attempts`, {}, "boxOffice")
    t.equal(again.headers.location, `/admin/theatre/print-jobs/${job?.id}?done=retried`)
    await post(`print-jobs/${job?.id}/cancellation`, {}, "boxOffice")
    t.match(await printing(cast).jobs(), [{ status: "cancelled" }])
    t.equal((await get("print-jobs/999999", "boxOffice")).statusCode, 404)
    t.match((await get("print-jobs.csv", "boxOffice")).body, "Page d’essai")
  })

  await t.test("the tickets of an order are printed from its page", async (t) => {
    const desk = counter(cast)
    const performance = await makePerformance(app, organisation)
    const sale = await desk.sell(await desk.open(), performance)
    const page = await get(`orders/${sale.id}`, "boxOffice")
    t.match(page.body, "Imprimer les billets")
    const [printer] = (await printing(cast).call("GET", "printers")).json().data
    const asked = await post(`orders/${sale.id}/print-jobs`, { printer: printer.id }, "boxOffice")
    t.equal(asked.statusCode, 303, asked.body)
    t.match(await printing(cast).jobs(`?orderId=${sale.id}`), [{ kind: "tickets", status: "waiting" }])
    await desk.post("cancellations", {
      tickets: [sale.tickets[0]?.id],
      reason: "essai",
      refund: { method: "cash" },
    })
    const late = await post(`orders/${sale.id}/print-jobs`, { printer: printer.id }, "boxOffice")
    t.equal(late.statusCode, 422, "an order that was given back has nothing to print")
    t.match(late.body, "pas de billet valable")
    t.equal((await post(`orders/${sale.id}/print-jobs`, { printer: "x" }, "boxOffice")).statusCode, 404)
    t.equal((await post("orders/999999/print-jobs", { printer: printer.id }, "boxOffice")).statusCode, 404)
  })
})
