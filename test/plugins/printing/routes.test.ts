import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { printing, tillOf } from "../../support/printing.ts"
import { counter } from "../../support/till.ts"

const aPrinter = { name: "Hall", kind: "escpos", host: "192.168.1.50" }

t.test("printers over the API", async (t) => {
  const cast = await testApp(t)
  const office = printing(cast)
  const session = await counter(cast).open()
  const tillId = await tillOf(cast, session)

  await t.test("are read by who prints, and changed by managers only", async (t) => {
    const path = "/api/v1/organisations/theatre/printers"
    t.equal((await cast.app.inject(path)).statusCode, 401)
    t.equal((await cast.app.inject({ method: "POST", url: path, payload: aPrinter })).statusCode, 401)
    for (const person of ["accounting", "door", "outsider"] as const)
      t.equal((await printing(cast, person).call("GET", "printers")).statusCode, 403, person)
    for (const person of ["boxOffice", "accounting", "door", "outsider"] as const) {
      const theirs = printing(cast, person)
      t.equal((await theirs.call("POST", "printers", aPrinter)).statusCode, 403, person)
      t.equal((await theirs.call("PATCH", "printers/1", { name: "x" })).statusCode, 403, person)
      t.equal((await theirs.call("DELETE", "printers/1")).statusCode, 403, person)
    }
  })

  await t.test("wrong ones are refused at the field", async (t) => {
    const refused: [object, string][] = [
      [{ name: " " }, "/name"],
      [{ kind: "laser" }, "/kind"],
      [{ host: "http://printer" }, "/host"],
      [{ host: "printer/../x" }, "/host"],
      [{ host: "127.0.0.1" }, "/host"],
      [{ host: "169.254.169.254" }, "/host"],
      [{ host: "::1" }, "/host"],
      [{ host: "::ffff:127.0.0.1" }, "/host"],
      [{ port: 6379 }, "/port"],
      [{ port: 80 }, "/port"],
      [{ columns: 10 }, "/columns"],
      [{ kind: "fgl", family: "epson" }, "/family"],
      [{ family: "cp437" }, "/family"],
      [{ tillId: "999999" }, "/tillId"],
    ]
    for (const [changes, path] of refused) {
      const answer = await office.call("POST", "printers", { ...aPrinter, ...changes })
      t.match(answer.json(), { status: 422, code: "invalid_request" }, JSON.stringify(changes))
      t.ok(
        answer.json<{ errors: { path: string }[] }>().errors.some((error) => error.path === path),
        answer.body,
      )
    }
    t.same((await office.call("GET", "printers")).json().data, [])
  })

  await t.test("are made, read, changed and taken away", async (t) => {
    const made = await office.call("POST", "printers", { ...aPrinter, tillId })
    t.equal(made.statusCode, 201, made.body)
    const printer = made.json()
    t.match(printer, {
      port: 9100,
      columns: 42,
      family: "epson",
      till: "guichet-1",
      answers: null,
      waiting: 0,
    })
    t.same((await office.call("GET", `printers/${printer.id}`)).json(), printer)
    const mine = (await office.call("GET", `printers?tillSessionId=${session}`)).json().data
    t.same(mine, [printer])
    const second = await office.call("POST", "printers", { ...aPrinter, tillId })
    t.match(second.json(), { status: 422, errors: [{ path: "/tillId" }] }, "a till has one printer")
    const changed = await office.call("PATCH", `printers/${printer.id}`, { name: "Accueil", tillId: null })
    t.match(changed.json(), { name: "Accueil", tillId: null, host: "192.168.1.50" })
    t.equal((await office.call("PATCH", `printers/${printer.id}`, { port: 22 })).statusCode, 422)
    t.same((await office.call("GET", `printers?tillSessionId=${session}`)).json().data, [])
    t.equal((await office.call("DELETE", `printers/${printer.id}`)).statusCode, 204)
    for (const method of ["GET", "DELETE"] as const)
      t.equal((await office.call(method, `printers/${printer.id}`)).statusCode, 404)
    const boca = await office.call("POST", "printers", { ...aPrinter, kind: "fgl" })
    t.match(boca.json(), { family: "cp437", widthMm: 51, lengthMm: 140, dpi: 300 })
  })

  await t.test("another organisation’s are not there", async (t) => {
    const { id } = (await office.call("POST", "printers", aPrinter)).json()
    const rival = (method: "GET" | "POST" | "DELETE", path: string, payload?: object) =>
      cast.app.inject({
        method,
        url: `/api/v1/organisations/rival/${path}`,
        headers: cast.as("outsider"),
        ...(payload ? { payload } : {}),
      })
    t.equal((await rival("GET", `printers/${id}`)).statusCode, 404)
    t.equal((await rival("DELETE", `printers/${id}`)).statusCode, 404)
    t.equal((await rival("POST", "print-jobs", { printerId: id, kind: "test" })).statusCode, 422)
    const till = await rival("POST", "printers", { ...aPrinter, tillId })
    t.match(till.json(), { errors: [{ path: "/tillId" }] }, "nor are its tills")
  })
})

t.test("print jobs over the API", async (t) => {
  const cast = await testApp(t)
  const { app, organisation } = cast
  const office = printing(cast)
  const clerk = printing(cast, "boxOffice")
  const desk = counter(cast)
  const session = await desk.open()
  const performance = await makePerformance(app, organisation)
  const sale = await desk.sell(session, performance, { quantity: 2 })
  const { id: printerId } = (await office.call("POST", "printers", aPrinter)).json()
  const ask = (payload: object) => clerk.call("POST", "print-jobs", { printerId, ...payload })

  await t.test("are for who prints", async (t) => {
    for (const person of ["accounting", "door", "outsider"] as const) {
      const theirs = printing(cast, person)
      for (const [method, path] of [
        ["GET", "print-jobs"],
        ["POST", "print-jobs"],
        ["POST", "print-jobs/1/attempts"],
        ["POST", "print-jobs/1/cancellation"],
      ] as const) {
        const body = method === "POST" ? { printerId, kind: "test" } : undefined
        t.equal((await theirs.call(method, path, body)).statusCode, 403, `${person} ${path}`)
      }
    }
  })

  await t.test("are refused when there is nothing to print, or nowhere", async (t) => {
    const refused: [object, object][] = [
      [{ kind: "poem" }, { status: 422 }],
      [{ kind: "tickets" }, { status: 422, errors: [{ path: "/orderId" }] }],
      [{ kind: "till_report" }, { status: 422, errors: [{ path: "/tillSessionId" }] }],
      [{ kind: "till_report", tillSessionId: "999999" }, { status: 404 }],
      [{ kind: "tickets", orderId: "999999" }, { status: 404 }],
      [
        { kind: "tickets", orderId: sale.id, ticketIds: ["999999"] },
        { status: 409, code: "nothing_to_print" },
      ],
      [
        { kind: "test", printerId: "999999" },
        { status: 422, errors: [{ path: "/printerId" }] },
      ],
    ]
    for (const [payload, expected] of refused)
      t.match((await ask(payload)).json(), expected, JSON.stringify(payload))
    t.same(await clerk.jobs(), [])
    for (const path of ["attempts", "cancellation"])
      t.equal((await clerk.call("POST", `print-jobs/999999/${path}`, {})).statusCode, 404)
  })

  await t.test("are asked for, once for each key, listed and given up", async (t) => {
    const once = (key: string) =>
      app.inject({
        method: "POST",
        url: "/api/v1/organisations/theatre/print-jobs",
        headers: { ...cast.as("boxOffice"), "idempotency-key": key },
        payload: { printerId, kind: "tickets", orderId: sale.id },
      })
    const [first, repeat] = [await once("p1"), await once("p1")]
    t.equal(first.statusCode, 201, first.body)
    t.same(repeat.json(), first.json())
    t.match(first.json(), { kind: "tickets", status: "waiting", order: sale.number, printer: "Hall" })
    t.same(
      first.json().tickets,
      sale.tickets.map(({ id }) => id),
    )
    t.same(await clerk.jobs(`?orderId=${sale.id}`), [first.json()])
    t.same(await clerk.jobs("?status=printed"), [])
    const { id } = first.json()
    const given = await clerk.call("POST", `print-jobs/${id}/cancellation`, {})
    t.match(given.json(), { status: "cancelled", message: "Abandonné à la main" })
    t.match((await clerk.call("POST", `print-jobs/${id}/attempts`, {})).json(), { status: "waiting" })
    const removed = await office.call("DELETE", `printers/${printerId}`)
    t.equal(removed.statusCode, 204)
    t.match(await clerk.jobs(), [{ id, status: "cancelled", failure: "printer_removed", printerId: null }])
    const gone = await clerk.call("POST", `print-jobs/${id}/attempts`, {})
    t.match(gone.json(), { status: 409, code: "printer_gone" })
  })
})
