import t from "tap"
import { addRows } from "../../../plugins/seating/editing/add-rows.ts"
import { noEdits } from "../../../plugins/seating/editing/hall-edits.ts"
import { usualNaming, usualNumbering } from "../../../plugins/seating/editing/numbering.ts"
import type { PlanFile } from "../../../plugins/seating/plan-file.ts"
import { testApp } from "../../harness.ts"
import { planFile } from "../../support/seated.ts"

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)

function withRows(file: PlanFile): PlanFile {
  const [zone] = file.zones
  return addRows(file, {
    section: zone?.uuid ?? "",
    ...{
      at: { x: 0, y: 500 },
      rows: 2,
      seats: 5,
      seatGap: 22,
      rowGap: 30,
      bend: 0,
      turn: 0,
      staggered: false,
    },
    ...{ category: file.categories[0]?.name ?? "", radius: 9, numbering: usualNumbering },
    naming: { ...usualNaming, start: 20 },
  }).file
}

t.test("a plan is drawn, saved, and published as its next version", async (t) => {
  const { app, as, db } = await testApp(t)
  const home = "/api/v1/organisations/theatre/seating-plans"
  const headers = as("manager")
  const made = await app.inject({
    method: "POST",
    url: home,
    headers,
    payload: { name: "Petite salle", plan: planFile("petite-salle") },
  })
  const url = `${home}/${made.json().id}`
  const draft = async () => (await app.inject({ url: `${url}/draft`, headers })).json()
  const save = (payload: object, who = headers) =>
    app.inject({
      method: "PUT",
      url: `${url}/draft`,
      headers: who,
      payload: { hall: noEdits, trace: null, ...payload },
    })
  const publish = (revision: number) =>
    app.inject({ method: "POST", url: `${url}/versions`, headers, payload: { revision } })

  const first = await draft()
  t.match(first, { revision: 0, changed: false, hall: noEdits, trace: null })
  t.same(first.file, planFile("petite-salle"), "what is edited begins as the newest version, to the letter")
  t.match((await publish(0)).json(), { status: 409, code: "nothing_to_publish" })

  t.equal((await save({ revision: 0, file: first.file }, as("boxOffice"))).statusCode, 403)
  t.equal((await app.inject({ url: `${home}/999/draft`, headers })).statusCode, 404)
  const file = withRows({ ...first.file, x_unknown: "kept" })
  t.match((await save({ revision: 0, file })).json(), { revision: 1 })
  t.match((await save({ revision: 0, file })).json(), { status: 409, code: "draft_changed" })
  t.match(await draft(), { revision: 1, changed: true, file: { x_unknown: "kept" } })

  t.test("what no plan can be is refused, what is not finished is kept", async (t) => {
    const wrong = await save({ revision: 1, file: { ...file, zones: "none" } })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.json().errors, [{ path: "/file/zones" }])
    t.equal((await save({ revision: 1, file, hall: { ...noEdits, cuts: [["one"]] } })).statusCode, 422)
    t.equal((await save({ revision: 1, file: { ...file, zones: [] } })).statusCode, 200)
    const empty = await publish(2)
    t.equal(empty.statusCode, 422)
    t.match(empty.json().errors, [{ path: "/file/zones" }])
    const twice = structuredClone(file)
    for (const row of twice.zones[0]?.rows ?? []) row.row_number = "A"
    t.equal((await save({ revision: 2, file: twice })).statusCode, 200)
    t.match((await publish(3)).json().errors[0], { message: /several seats are called/ })
    t.equal((await save({ revision: 3, file })).statusCode, 200)
  })

  t.test("the version is new, the one before stays", async (t) => {
    t.match((await publish(1)).json(), { status: 409, code: "draft_changed" })
    const published = await publish(4)
    t.equal(published.statusCode, 201, published.body)
    t.match(published.json(), {
      number: 2,
      seats: first.file.zones[0].rows.flatMap((r: { seats: [] }) => r.seats).length + 10,
    })
    t.match(await draft(), { revision: 5, changed: false })
    const { data } = (await app.inject({ url: `${url}/versions`, headers: as("boxOffice") })).json()
    t.match(data, [{ number: 2 }, { number: 1 }])
    const rows = await db
      .selectFrom("seating_versions")
      .select(["number", "file", "hall"])
      .orderBy("number")
      .execute()
    t.same(rows[0]?.file, planFile("petite-salle"))
    t.match(rows[1]?.hall, { edits: noEdits })
    t.equal(rows[1]?.hall?.blocks.length, 2 + (rows[0] ? first.file.zones[0].rows.length : 0))
  })

  t.test("what was said by hand is in the version, and in the next draft", async (t) => {
    const { revision, file } = await draft()
    const hall = {
      ...noEdits,
      cuts: [
        ["S-A-3", "S-A-4"],
        ["S-A-1", "gone"],
      ],
    }
    await save({ revision, file, hall })
    t.equal((await publish(revision + 1)).statusCode, 201)
    t.same((await draft()).hall.cuts, [["S-A-3", "S-A-4"]])
    const { hall: kept } = await db
      .selectFrom("seating_versions")
      .select("hall")
      .orderBy("number", "desc")
      .limit(1)
      .executeTakeFirstOrThrow()
    t.ok(kept?.blocks.some((block) => block.join() === "S-A-1,S-A-2,S-A-3"))
  })

  t.test("a draft is dropped, and only a draft", async (t) => {
    const { revision, file } = await draft()
    await save({ revision, file: withRows(file) })
    const drop = () => app.inject({ method: "DELETE", url: `${url}/draft`, headers })
    t.equal((await drop()).statusCode, 204)
    t.match(await draft(), { changed: false, revision: revision + 2 })
    t.equal((await drop()).statusCode, 404)
  })

  t.test("a picture to trace over: its bytes say what it is", async (t) => {
    const put = (payload: Buffer | string, type: string, who = headers) =>
      app.inject({ method: "PUT", url: `${url}/picture`, headers: { ...who, "content-type": type }, payload })
    t.equal((await put(png, "image/png", as("boxOffice"))).statusCode, 403)
    t.equal(
      (await put("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/png")).statusCode,
      422,
    )
    t.equal((await put(png, "text/html")).statusCode, 415)
    t.equal((await put(Buffer.alloc(5_100_000), "image/png")).statusCode, 413)
    t.equal((await app.inject({ url: `${url}/picture`, headers })).statusCode, 404)
    t.equal((await put(png, "image/jpeg")).statusCode, 204)
    const got = await app.inject({ url: `${url}/picture`, headers })
    t.equal(got.headers["content-type"], "image/png")
    t.equal(got.headers["x-content-type-options"], "nosniff")
    t.same(got.rawPayload, png)
    t.equal((await app.inject({ url: `${url}/picture`, headers: as("outsider") })).statusCode, 403)
    t.equal((await app.inject({ method: "DELETE", url: `${url}/picture`, headers })).statusCode, 204)
    t.equal((await app.inject({ url: `${url}/picture`, headers })).statusCode, 404)
  })

  t.test("two who publish at once: one version", async (t) => {
    const { revision, file } = await draft()
    await save({ revision, file: withRows(withIdsOf(file)) })
    const answers = await Promise.all([publish(revision + 1), publish(revision + 1), publish(revision + 1)])
    t.same(answers.map(({ statusCode }) => statusCode).sort(), [201, 409, 409])
  })
})

/** The rows that were added are named as those to come: they make way. */
function withIdsOf(file: PlanFile): PlanFile {
  return { ...file, zones: file.zones.map((zone) => ({ ...zone, rows: zone.rows.slice(0, 3) })) }
}
