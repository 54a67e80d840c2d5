import { setTimeout as sleep } from "node:timers/promises"
import t from "tap"
import { postMail } from "../../../server/mail.ts"
import { enqueue } from "../../../server/outbox.ts"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { buy } from "../../support/shopping.ts"
import { waitUntil } from "../../support/wait-until.ts"

const home = "/admin/theatre/mails"
const jobs = "/admin/theatre/jobs"

function write({ db, organisation }: TestApp, reference: string, recipient = "ada@example.org") {
  return db.transaction().execute((trx) =>
    postMail(trx, organisation.id, {
      reference,
      recipient,
      senderName: "Théâtre",
      subject: `Objet ${reference}`,
      text: "Bonjour,\n\n<script>alert(1)</script>\nÀ bientôt",
    }),
  )
}

async function idOf({ owner }: TestApp, reference: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>("select id from mails where reference = $1", [reference])
  return rows[0]?.id ?? ""
}

t.test("without a mail server, mails are kept and can be read", async (t) => {
  const test = await testApp(t, { work: true })
  const { app, as, owner } = test
  t.match((await openPage(app, home, as("boxOffice"))).body, "Aucun courrier")
  await write(test, "one")
  await write(test, "two", "emilie@example.org")
  await waitUntil(async () => (await owner.query("select 1 from outbox")).rowCount === 0)
  const one = `${home}/${await idOf(test, "one")}`

  for (const url of [home, `${home}.csv`, one, jobs]) {
    t.equal((await openPage(app, url)).statusCode, 303, url)
    t.equal((await openPage(app, url, as("door"))).statusCode, 403, url)
    t.equal((await openPage(app, url, as("accounting"))).statusCode, 403, url)
    t.equal((await openPage(app, url, as("outsider"))).statusCode, 403, url)
  }
  const { body } = await openPage(app, home, as("boxOffice"))
  t.match(body, "Aucun serveur d’e-mail n’est configuré")
  t.equal(body.match(/Gardé ici/g)?.length, 2)
  t.match((await openPage(app, `${home}?q=EMILIE`, as("boxOffice"))).body, "Objet two")
  t.notMatch((await openPage(app, `${home}?q=EMILIE`, as("boxOffice"))).body, "Objet one")
  t.notMatch((await openPage(app, `${home}?only=sent`, as("boxOffice"))).body, "Objet one")
  t.match((await openPage(app, `${home}?only=unsent`, as("boxOffice"))).body, "Objet one")
  t.match(
    (await openPage(app, `${home}.csv`, as("boxOffice"))).body,
    "Objet two;emilie@example.org;Gardé ici;",
  )

  const mail = await openPage(app, one, as("boxOffice"))
  t.match(mail.body, "&lt;script>alert(1)&lt;/script>")
  t.notMatch(mail.body, "Envoyer maintenant", "there is nothing to send it with")
  t.equal((await openPage(app, `${home}/999`, as("boxOffice"))).statusCode, 404)
  t.equal((await openPage(app, `${home}/x`, as("boxOffice"))).statusCode, 422)
  const rivals = one.replace("theatre", "rival")
  t.equal(
    (await openPage(app, rivals, as("outsider"))).statusCode,
    404,
    "another organisation does not see it",
  )
})

t.test("the attachments of a mail", async (t) => {
  const test = await testApp(t, { work: true })
  const { app, as, organisation, owner } = test
  await buy(app, await makePerformance(app, organisation))
  const { rows } = await waitUntil(async () => {
    const found = await owner.query<{ id: string }>("select id from mails")
    return found.rowCount === 1 && found
  })
  const mail = `${home}/${rows[0]?.id}`
  const get = (index: string, headers: Record<string, string> = as("boxOffice")) =>
    openPage(app, `${mail}/attachments/${index}`, headers)
  t.equal((await get("0", {})).statusCode, 303)
  t.equal((await get("0", as("accounting"))).statusCode, 403)
  const pdf = await get("0")
  t.match(pdf.headers, {
    "content-type": "application/pdf",
    "content-disposition": /attachment; filename="billets-.+\.pdf"/,
  })
  t.match(pdf.rawPayload.subarray(0, 5).toString(), "%PDF-")
  t.match((await get("1")).body, "BEGIN:VCALENDAR")
  t.equal((await get("2")).statusCode, 404)
  t.equal((await get("first")).statusCode, 422)
  await owner.query("delete from ticket_documents")
  t.equal((await get("0")).statusCode, 503, "not made yet")
})

t.test("a kept mail leaves once there is a server", async (t) => {
  const test = await testApp(t, { env: { SMTP_URL: "smtp://127.0.0.1:1" } })
  const { app, as, owner } = test
  await write(test, "kept")
  await owner.query("delete from outbox")
  const mail = `${home}/${await idOf(test, "kept")}`
  t.match((await openPage(app, mail, as("boxOffice"))).body, "Envoyer maintenant")
  t.equal((await postForm(app, `${mail}/sending`, {})).statusCode, 303)
  t.equal((await postForm(app, `${mail}/sending`, {}, as("accounting"))).statusCode, 403)
  t.equal((await postForm(app, `${home}/999/sending`, {}, as("boxOffice"))).statusCode, 404)
  t.equal((await postForm(app, `${home}/x/sending`, {}, as("boxOffice"))).statusCode, 422)
  t.equal((await owner.query("select 1 from outbox")).rowCount, 0)
  t.equal(
    (await postForm(app, `${mail}/sending`, {}, as("boxOffice"))).headers.location,
    `${mail}?done=leaving`,
  )
  t.equal((await postForm(app, `${mail}/sending`, {}, as("boxOffice"))).statusCode, 303)
  const { rows } = await owner.query("select job from outbox")
  t.same(rows, [{ job: "mail.send" }], "once, however often it is pressed")
  const page = await openPage(app, mail, as("boxOffice"))
  t.match(page.body, "En attente")
  t.notMatch(page.body, "Envoyer maintenant")
  await owner.query("update mails set sent_at = now()")
  t.match((await openPage(app, mail, as("boxOffice"))).body, "Envoyé")
})

t.test("what failed can be tried again", async (t) => {
  let broken = true
  const ran: string[] = []
  const test = await testApp(t, {
    work: true,
    plugins: [
      {
        name: "workshop",
        dependencies: [],
        jobs: {
          async "workshop.build"(_app, payload) {
            if (broken) throw new Error("no nails left")
            ran.push(String(payload.part))
          },
        },
      },
    ],
  })
  const { app, as, db, organisation, rival, owner } = test
  t.match((await openPage(app, jobs, as("boxOffice"))).body, "Aucune tâche en échec")
  for (const organisationId of [organisation.id, rival.id])
    await db
      .transaction()
      .execute((trx) => enqueue(trx, "workshop.build", { organisationId, part: organisationId }))
  await owner.query("update outbox set failed_at = now(), failure = 'no <nails> left'")
  const { rows } = await owner.query<{ id: string; payload: { organisationId: string } }>(
    "select id, payload from outbox",
  )
  const mine = rows.find(({ payload }) => payload.organisationId === organisation.id)?.id
  const theirs = rows.find(({ payload }) => payload.organisationId === rival.id)?.id

  t.match((await openPage(app, home, as("boxOffice"))).body, "Une tâche a échoué")
  const page = await openPage(app, jobs, as("boxOffice"))
  t.match(page.body, "workshop.build")
  t.match(page.body, "no &lt;nails> left")
  t.match(page.body, `${jobs}/${mine}/attempts`)
  t.notMatch(page.body, `${jobs}/${theirs}/attempts`)

  const again = (id: string | undefined, headers: Record<string, string> = as("boxOffice")) =>
    postForm(app, `${jobs}/${id}/attempts`, {}, headers)
  t.equal((await again(mine, {})).statusCode, 303)
  t.equal((await again(mine, as("door"))).statusCode, 403)
  t.equal((await again("x")).statusCode, 422)
  t.equal((await again("999")).statusCode, 404)
  t.equal((await again(theirs)).statusCode, 404, "another’s")
  broken = false
  t.equal((await again(mine)).headers.location, `${jobs}?done=retried`)
  await waitUntil(() => ran.length === 1, { what: "the job" })
  t.same(ran, [organisation.id])
  await waitUntil(async () => (await owner.query("select 1 from outbox")).rowCount === 1)
  t.equal((await again(mine)).statusCode, 404, "it is done")
  await sleep(50)
  t.match((await openPage(app, `${jobs}?done=retried`, as("boxOffice"))).body, "Aucune tâche en échec")
})
