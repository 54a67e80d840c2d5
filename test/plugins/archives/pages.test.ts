import { writeFileSync } from "node:fs"
import { join } from "node:path"
import t from "tap"
import { makeAskedArchive } from "../../../plugins/archives/make-archive.ts"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { missing } from "../../support/tools.ts"
import { waitUntil } from "../../support/wait-until.ts"
import {
  archived,
  close,
  evening,
  extracted,
  scratch,
  today,
  tomorrow,
  twoDays,
  verify,
} from "./closed-books.ts"

const home = "/admin/theatre/archives"

t.test(
  "archives are made, read and verified from the back office",
  { skip: missing("python3") },
  async (t) => {
    const cast = await testApp(t, { work: true })
    const { app, as, db } = cast
    await twoDays(cast)
    t.match((await openPage(app, home, as("accounting"))).body, "Aucune archive")
    const fields = { period: "days", from: today(), to: tomorrow() }

    for (const [person, status] of [
      ["boxOffice", 403],
      ["door", 403],
      ["outsider", 403],
    ] as const) {
      t.equal((await openPage(app, home, as(person))).statusCode, status, person)
      t.equal((await postForm(app, home, fields, as(person))).statusCode, status, person)
    }
    t.equal((await openPage(app, home)).statusCode, 303)
    t.equal((await postForm(app, home, fields)).statusCode, 303)
    for (const [wrong, says] of [
      [{}, "Indiquez le premier et le dernier jour"],
      [{ period: "days", from: "x", to: "" }, "Indiquez le premier et le dernier jour"],
      [{ period: "2999" }, "n’est pas close"],
      [{ period: "days", from: "2020-01-01", to: "2020-01-02" }, "Aucun jour clos"],
    ] as const) {
      const refused = await postForm(app, home, wrong, as("accounting"))
      t.equal(refused.statusCode, 422)
      t.match(refused.body, says)
    }

    const asked = await postForm(app, home, fields, as("accounting"))
    t.equal(asked.headers.location, `${home}?done=asked`)
    const done = () => db.selectFrom("archives").selectAll().where("state", "=", "done").executeTakeFirst()
    await waitUntil(async () => (await done()) !== undefined)
    t.match(await done(), { number: 1, kept: true, sound: true, asked_by: /^user:/, progress: 1000 })
    const page = await openPage(app, `${home}/1`, as("accounting"))
    t.match(page.body, (await done())?.fingerprint?.toString("hex"))
    t.match((await openPage(app, home, as("accounting"))).body, `${home}/1`)

    for (const url of [`${home}/1`, `${home}/1/file.zip`]) {
      t.equal((await openPage(app, url)).statusCode, 303, url)
      t.equal((await openPage(app, url, as("boxOffice"))).statusCode, 403, url)
      t.equal((await openPage(app, url.replace("theatre", "rival"), as("outsider"))).statusCode, 404, url)
      t.equal((await openPage(app, url.replace("/1", "/2"), as("accounting"))).statusCode, 404, url)
      t.equal((await openPage(app, url.replace("/1", "/x"), as("accounting"))).statusCode, 422, url)
    }
    const file = await app.inject({ url: `${home}/1/file.zip`, headers: as("accounting") })
    t.equal(file.statusCode, 200)
    t.equal(file.rawPayload.length, Number((await done())?.size))
    const zip = join(scratch(t), "archive.zip")
    writeFileSync(zip, file.rawPayload)
    t.equal((await postForm(app, `${home}/1/keys`, {}, as("boxOffice"))).statusCode, 403)
    const [, key = ""] =
      />([0-9a-f]{64})<\/code><\/p>/.exec(
        (await postForm(app, `${home}/1/keys`, {}, as("accounting"))).body,
      ) ?? []
    t.match(verify(extracted(t, { zip }), key, zip), { code: 0, says: /empreintes, sceaux/ })
    const journal = await db
      .selectFrom("ledger_lines")
      .select("kind")
      .where("chain", "=", "journal")
      .where("kind", "in", ["archive", "archive_key", "export"])
      .orderBy("number")
      .execute()
    t.same(
      journal.map(({ kind }) => kind),
      ["archive", "export", "archive_key"],
    )
  },
)

t.test("a job that runs twice makes one archive, and a period that opened none", async (t) => {
  const cast = await testApp(t)
  const { app, as, db, organisation } = cast
  await evening(cast)
  await close(cast, "day", today())
  const fields = { period: "days", from: today(), to: today() }
  t.equal((await postForm(app, home, fields, as("accounting"))).statusCode, 303)
  t.match((await postForm(app, home, fields, as("accounting"))).body, "Une archive est déjà en cours")
  const { id } = await db.selectFrom("archives").select("id").executeTakeFirstOrThrow()
  const payload = { organisationId: organisation.id, archiveId: id }
  const runs = await Promise.allSettled([makeAskedArchive(app, payload), makeAskedArchive(app, payload)])
  t.ok(
    runs.some(({ status }) => status === "fulfilled"),
    JSON.stringify(runs),
  )
  await makeAskedArchive(app, payload)
  t.match(await db.selectFrom("archives").selectAll().execute(), [{ number: 1, state: "done" }])
  const { rows } = await cast.owner.query(
    "select from ledger_lines where chain = 'journal' and kind = 'archive'",
  )
  t.equal(rows.length, 1)

  await db
    .insertInto("archives")
    .values({
      organisation_id: organisation.id,
      period: "2999",
      first_day: "2999-01-01",
      last_day: "2999-12-31",
    })
    .execute()
  const { id: never } = await db
    .selectFrom("archives")
    .select("id")
    .where("period", "=", "2999")
    .executeTakeFirstOrThrow()
  await makeAskedArchive(app, { organisationId: organisation.id, archiveId: never })
  t.match((await openPage(app, home, as("accounting"))).body, "n’est pas close")
  t.equal((await archived(cast, today(), scratch(t))).number, 2, "and it took no number")
})
