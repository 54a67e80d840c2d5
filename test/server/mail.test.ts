import t from "tap"
import { postMail } from "../../server/mail.ts"
import { makePerformance, testApp, testDatabase } from "../harness.ts"
import { postOffice } from "../support/post-office.ts"
import { buy } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

const queue = { retrySeconds: 0.1 }
const customer = { email: "zoé.lœuvre@example.org", firstName: "Zoé", lastName: "Lœuvre Ωmega" }

t.test("the tickets arrive by mail, with their PDF and their dates", async (t) => {
  const office = await postOffice(t)
  const { app, organisation, owner } = await testApp(t, { work: true, queue, env: { SMTP_URL: office.url } })
  await owner.query(
    "update organisations set email = 'billetterie@quimper.example', address = '1 place du Théâtre, Quimper' where slug = 'theatre'",
  )
  app.identity.forget()
  const performance = await makePerformance(app, organisation)
  const { order } = await buy(app, performance, {
    quantity: 2,
    customer: { ...customer, email: "zoe@example.org" },
  })
  const mail = await waitUntil(() => office.mails[0], { what: "the mail" })

  t.equal(mail.subject, `Vos billets · Théâtre de Quimper · commande ${order.number}`)
  t.match(mail.from?.value, [{ name: "Théâtre de Quimper", address: "tickets@localhost" }])
  t.match(mail.to, { value: [{ address: "zoe@example.org" }] })
  t.match(mail.replyTo?.value, [{ address: "billetterie@quimper.example" }])
  for (const text of [mail.text ?? "", String(mail.html)]) {
    t.match(text, "Bonjour Zoé,")
    t.match(text, "Le Malade imaginaire")
    t.match(text, "2 places")
    t.match(text, `/orders/${order.token}`)
  }
  t.notMatch(String(mail.html), /<img|<link|<script|url\(/i, "nothing to fetch")

  const [pdf, calendar, ...others] = mail.attachments
  t.same(others, [])
  t.match(pdf, { filename: `billets-${order.number}.pdf`, contentType: "application/pdf" })
  const online = await app.inject(`/api/v1/orders/${order.token}/tickets.pdf`)
  t.ok(pdf?.content.equals(online.rawPayload), "the PDF of the order page, to the byte")
  t.match(calendar, { filename: `billets-${order.number}.ics`, contentType: "text/calendar" })
  const ics = calendar?.content.toString("utf8").replaceAll(/\r\n /g, "") ?? ""
  t.match(ics, /^BEGIN:VCALENDAR\r\n/)
  t.match(ics, "SUMMARY:Le Malade imaginaire")
  t.match(ics, "LOCATION:Grande salle\\, 1 place du Théâtre\\, 29000 Quimper")
  t.equal(ics.match(/BEGIN:VEVENT/g)?.length, 1, "one date, however many places")

  const { rows } = await owner.query("select sent_at is not null as sent from mails")
  t.same(rows, [{ sent: true }])
})

t.test("in English for who ordered in English; other scripts and long names arrive whole", async (t) => {
  const office = await postOffice(t)
  const { app, organisation } = await testApp(t, { work: true, queue, env: { SMTP_URL: office.url } })
  const firstName = "Αλέξανδρος Иван 王小明 \u200Eمحمد".slice(0, 40)
  await buy(app, await makePerformance(app, organisation), {
    headers: { "accept-language": "en" },
    customer: { email: "o'brien+tickets@example.org", firstName, lastName: "x\r\nBcc: evil@example.org" },
  })
  const mail = await waitUntil(() => office.mails[0], { what: "the mail" })
  t.match(mail.subject, /^Your tickets · /)
  t.match(mail.text, `Hello ${firstName},`)
  t.match(mail.to, { value: [{ address: "o'brien+tickets@example.org" }] })
  t.equal(mail.bcc, undefined)
  t.equal(office.tries, 1)
})

t.test("an e-mail address can’t smuggle a second one in", async (t) => {
  const office = await postOffice(t)
  const { app, organisation } = await testApp(t, { work: true, queue, env: { SMTP_URL: office.url } })
  const performance = await makePerformance(app, organisation)
  for (const email of [
    "a@example.org,b@example.org",
    "a@example.org;b@example.org",
    "<a@example.org>b@example.org",
  ]) {
    const before = office.tries
    const answer = await buy(app, performance, { customer: { ...customer, email } }).catch(() => "refused")
    if (answer === "refused") continue
    await waitUntil(() => office.tries > before, { what: `a try for ${email}` })
    t.equal(office.tries, before + 1, email)
  }
  t.ok(office.mails.length <= 3)
})

t.test("a server that puts it off is asked again", async (t) => {
  const office = await postOffice(t)
  office.refusals = 2
  const { app, organisation, owner } = await testApp(t, { work: true, queue, env: { SMTP_URL: office.url } })
  await buy(app, await makePerformance(app, organisation))
  await waitUntil(() => office.mails.length > 0, { what: "the mail" })
  t.equal(office.tries, 3)
  await waitUntil(async () => (await owner.query("select from outbox")).rowCount === 0, {
    what: "an empty outbox",
  })
  t.equal(office.mails.length, 1)
})

t.test("a server that is down for a while gets it when it is back", async (t) => {
  const office = await postOffice(t)
  await office.close()
  const { app, organisation, owner } = await testApp(t, { work: true, queue, env: { SMTP_URL: office.url } })
  const { order } = await buy(app, await makePerformance(app, organisation))
  await waitUntil(
    async () => (await app.inject(`/api/v1/orders/${order.token}/tickets.pdf`)).statusCode === 200,
    {
      what: "the PDF, which does not wait for the mail",
    },
  )
  await new Promise((resolve) => setTimeout(resolve, 400))
  t.same((await owner.query("select sent_at from mails")).rows, [{ sent_at: null }])
  await office.open()
  await waitUntil(() => office.mails.length > 0, { what: "the mail" })
  await waitUntil(async () => (await owner.query("select from outbox")).rowCount === 0, {
    what: "an empty outbox",
  })
  t.equal(office.mails.length, 1)
})

t.test("two workers with the same mail send it once, always under the same name", async (t) => {
  const office = await postOffice(t)
  const database = await testDatabase(t)
  const options = { database, env: { SMTP_URL: office.url } }
  const casts = [await testApp(t, options), await testApp(t, options)]
  const [{ db, organisation, owner } = await testApp(t, options)] = casts
  await db.transaction().execute(async (trx) => {
    for (let time = 0; time < 2; time++)
      await postMail(trx, organisation.id, {
        reference: "order:1:tickets",
        recipient: "ada@example.org",
        senderName: "Théâtre",
        subject: "Bonjour",
        text: "Bonjour",
      })
  })
  const { rows } = await owner.query("select id from mails")
  t.equal(rows.length, 1, "one of a reference")
  t.equal((await owner.query("select from outbox where job = 'mail.send'")).rowCount, 1)
  const send = () => casts.map(({ app }) => app.mailer.send(organisation.id, rows[0].id))
  await Promise.all([...send(), ...send()])
  t.equal(office.mails.length, 1)
  await owner.query("update mails set sent_at = null")
  await Promise.all(send())
  t.equal(office.mails.length, 2, "as after a crash between the sending and its note")
  t.equal(office.mails[0]?.messageId, office.mails[1]?.messageId, "which is one mail to its receiver")
})

t.test("without a mail server every mail is kept", async (t) => {
  const { app, organisation, owner } = await testApp(t, { work: true })
  t.equal(app.mailer.sends, false)
  await buy(app, await makePerformance(app, organisation))
  await waitUntil(async () => (await owner.query("select from mails")).rowCount === 1, { what: "the mail" })
  await waitUntil(async () => (await owner.query("select from outbox")).rowCount === 0, {
    what: "an empty outbox",
  })
  t.same((await owner.query("select sent_at from mails")).rows, [{ sent_at: null }])
})
