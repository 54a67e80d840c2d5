import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { buy, readOrder } from "../../support/shopping.ts"
import { waitUntil } from "../../support/wait-until.ts"

const list = "/admin/theatre/orders"
const person = (firstName: string, lastName: string, email: string) => ({
  customer: { firstName, lastName, email },
})

t.test("the orders in the back office", async (t) => {
  const { app, as, organisation, rival, owner } = await testApp(t)
  const performance = await makePerformance(app, organisation)
  const ada = await buy(app, performance, { ...person("Ada", "Lovelace", "ada@example.org"), quantity: 2 })
  const emile = await buy(app, performance, {
    ...person("Émilie", "du Châtelet", "emilie@example.org"),
    tariff: "plein",
    method: "sandbox",
  })
  const formula = await buy(app, performance, person("=HYPERLINK(1)", "Poe; Edgar", "poe@example.org"))
  const theirs = await buy(app, await makePerformance(app, rival), {
    ...person("Rosa", "Rival", "rosa@example.org"),
    org: "rival",
  })
  const found = async (query: string) => {
    const { statusCode, body } = await openPage(app, `${list}?${query}`, as("boxOffice"))
    t.equal(statusCode, 200, query)
    return [ada, emile, formula, theirs].filter(({ order }) => body.includes(order.number))
  }

  await t.test("are for who sells and who counts", async (t) => {
    for (const url of [list, `${list}.csv`, `${list}/${ada.order.id}`]) {
      t.equal((await openPage(app, url)).statusCode, 303, url)
      t.equal((await openPage(app, url, as("door"))).statusCode, 403, url)
      t.equal((await openPage(app, url, as("outsider"))).statusCode, 403, url)
      for (const one of ["boxOffice", "accounting", "manager", "administrator"] as const)
        t.equal((await openPage(app, url, as(one))).statusCode, 200, `${url} ${one}`)
    }
    t.equal(
      (await openPage(app, `${list}/${theirs.order.id}`, as("boxOffice"))).statusCode,
      404,
      "not another’s",
    )
    t.equal((await openPage(app, `${list}/x`, as("boxOffice"))).statusCode, 422)
  })

  await t.test("are found by number, name or e-mail, accents and capitals aside", async (t) => {
    t.same(await found(""), [ada, emile, formula])
    t.same(await found(`q=${ada.order.number.toLowerCase().replace("-", "+")}`), [ada])
    t.same(await found("q=chatelet+emilie"), [emile])
    t.same(await found("q=POE%40example"), [formula])
    t.same(await found("q=rosa"), [])
    t.same(await found("q=%25"), [], "signs of patterns are taken to the letter")
    t.same(await found("q=%00"), [ada, emile, formula])
  })

  await t.test("are filtered by state, and ordered", async (t) => {
    t.same(await found("status=paid"), [ada, formula])
    t.same(await found("status=pending"), [emile])
    t.same(await found("status=to_refund"), [])
    t.same(await found("status=expired"), [])
    await owner.query("update payments set status = 'to_refund' where order_id = $1", [emile.order.id])
    t.same(await found("status=to_refund"), [emile])
    const page = await openPage(app, `${list}/${emile.order.id}`, as("boxOffice"))
    t.match(page.body, "Un paiement est à rembourser")
    await owner.query("update payments set status = 'refunded', refunded_at = now()")
    t.match((await openPage(app, `${list}/${emile.order.id}`, as("boxOffice"))).body, "Remboursé")
    const { body } = await openPage(app, `${list}?sort=-total`, as("boxOffice"))
    t.ok(body.indexOf(emile.order.number) < body.indexOf(ada.order.number), "the dearest first")
    t.equal((await openPage(app, `${list}?cursor=x`, as("boxOffice"))).statusCode, 422)
  })

  await t.test("go to a spreadsheet, and run nothing there", async (t) => {
    const csv = await openPage(app, `${list}.csv?status=paid`, as("accounting"))
    t.match(csv.headers, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": /theatre-orders\.csv/,
    })
    const lines = csv.body.replace("\ufeff", "").trim().split("\r\n")
    t.equal(lines[0], "Numéro;Spectateur;E-mail;Places;Total;État;Date")
    t.equal(lines.length, 3)
    t.match(lines[1], `"Poe; Edgar =HYPERLINK(1)"`)
    t.match(lines[2], `${ada.order.number};Lovelace Ada;ada@example.org;2;0,00;Payée;`)
    t.notMatch(csv.body, emile.order.number)
  })

  await t.test("page by page", async (t) => {
    await owner.query(
      `insert into carts (organisation_id, secret_hash, state, expires_at)
       select $1, 'x', 'expired', now() from generate_series(1, 60)`,
      [organisation.id],
    )
    await owner.query(
      `insert into orders (organisation_id, number, token, cart_id, status, total, currency, locale, email, first_name, last_name)
       select organisation_id, 'N' || id, 't' || id, id, 'expired', id, 'EUR', 'fr', 'x@example.org', 'X', 'Y'
       from carts where secret_hash = 'x'`,
    )
    const seen = new Set<string>()
    let url: string | undefined = `${list}?status=expired`
    for (let pages = 0; url && pages < 5; pages++) {
      const { body }: { body: string } = await openPage(app, url, as("boxOffice"))
      for (const [, number] of body.matchAll(/>(N\d+)</g)) seen.add(number ?? "")
      url = /href="([^"]+)"[^>]* rel="next"/.exec(body)?.[1]?.replaceAll("&amp;", "&")
    }
    t.equal(seen.size, 60)
  })
})

t.test("one order", async (t) => {
  const test = await testApp(t, { work: true })
  const { app, as, organisation, owner } = test
  const performance = await makePerformance(app, organisation)
  const { order } = await buy(app, performance, { quantity: 2 })
  const pending = await buy(app, performance, { tariff: "plein", method: "sandbox" })
  const { tickets } = await readOrder(app, order.token)
  const url = `${list}/${order.id}`
  const mails = async () =>
    (
      await owner.query<{ reference: string; recipient: string }>(
        "select reference, recipient from mails order by id",
      )
    ).rows
  await waitUntil(async () => (await mails()).length === 1, { what: "the tickets’ mail" })

  await t.test("says who, what and how it was paid", async (t) => {
    const { body } = await openPage(app, url, as("boxOffice"))
    for (const text of [
      "Ada Lovelace",
      "Placement libre",
      `/orders/${order.token}`,
      "Aucun billet de cette commande",
    ])
      t.match(body, text)
    for (const { number } of tickets) t.match(body, number)
    const waiting = await openPage(app, `${list}/${pending.order.id}`, as("boxOffice"))
    t.match(waiting.body, "En attente de paiement")
    t.match(waiting.body, "24,00")
    t.notMatch(waiting.body, `/orders/${pending.order.id}/mails`)
    await owner.query(
      `insert into entries (organisation_id, ticket_id, performance_id, admitted_at, moved_at, nonce, gate)
       select organisation_id, id, performance_id, now(), now(), 'seen', 'Porte B' from tickets where id = $1`,
      [tickets[0]?.id],
    )
    t.match((await openPage(app, url, as("boxOffice"))).body, "Porte B", "admission adds what it knows")
    const english = await openPage(app, url, { ...as("boxOffice"), "accept-language": "en" })
    t.match(english.body, `Order ${order.number}`)
  })

  await t.test("sends its tickets once more, to the right address", async (t) => {
    const send = (email: string, headers: Record<string, string> = as("boxOffice"), to = `${url}/mails`) =>
      postForm(app, to, { email }, headers)
    t.equal((await send("a@example.org", {})).statusCode, 303)
    t.equal((await send("a@example.org", as("accounting"))).statusCode, 403)
    t.equal((await send("a@example.org", as("boxOffice"), `${list}/999/mails`)).statusCode, 404)
    t.equal(
      (await send("a@example.org", as("boxOffice"), `${list}/${pending.order.id}/mails`)).statusCode,
      409,
    )
    for (const email of ["", "ada", "a@b", "a b@example.org"]) {
      const refused = await send(email)
      t.equal(refused.statusCode, 422, email)
      t.match(refused.body, "E-mail\u202f:")
    }
    t.equal((await mails()).length, 1)
    t.equal((await send("right@example.org")).headers.location, `${url}?done=mailed#resend`)
    t.equal((await send("right@example.org")).statusCode, 303, "as often as asked")
    const sent = await mails()
    t.same(
      sent.map(({ recipient }) => recipient),
      ["ada.lovelace@example.org", "right@example.org", "right@example.org"],
    )
    t.equal(new Set(sent.map(({ reference }) => reference)).size, 3)
    t.match((await openPage(app, `${url}?done=mailed`, as("boxOffice"))).body, "partent à nouveau")
  })
})
