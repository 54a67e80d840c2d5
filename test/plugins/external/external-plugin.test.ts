import t, { type Test } from "tap"
import { plugins } from "../../../plugins/index.ts"
import { readConfig } from "../../../server/config.ts"
import { start } from "../../../server/start.ts"
import { StartError } from "../../../server/start-error.ts"
import { makePerformance, type TestDatabase, testApp, testDatabase } from "../../harness.ts"
import { testSecretKey } from "../../support/secrets.ts"
import { buy, customer, itemsOf, openCart, postCheckout, readOrder } from "../../support/shopping.ts"
import { waitUntil } from "../../support/wait-until.ts"
import { folderOutside, guestbook } from "./guestbook.ts"

/** The program as the operator starts it, with these plugins of theirs. */
async function startWith(t: Test, { url }: TestDatabase, names: string) {
  const env = { DATABASE_URL: url, SECRET_KEY: testSecretKey, PORT: "0", LOG_LEVEL: "fatal", PLUGINS: names }
  const running = await start(readConfig(env), plugins)
  t.teardown(() => running.stop())
  return running.app
}

t.test("a plugin from outside the repository is loaded by configuration", async (t) => {
  const cast = await testApp(t)
  const { organisation, rival, as, owner } = cast
  const app = await startWith(t, cast, guestbook(t))
  const book = "/api/v1/organisations/theatre/guestbook"
  t.ok(app.plugins.some((plugin) => plugin.name === "guestbook"))

  await t.test("its migration ran, in a history of its own", async (t) => {
    const { rows } = await owner.query("select name from migrations_guestbook")
    t.same(rows, [{ name: "0001-guestbook" }])
  })

  await t.test("its route is held to what it declares", async (t) => {
    t.equal((await app.inject(book)).statusCode, 401)
    for (const person of ["accounting", "door", "outsider"] as const)
      t.equal((await app.inject({ url: book, headers: as(person) })).statusCode, 403)
    t.same((await app.inject({ url: book, headers: as("boxOffice") })).json(), { data: [], nextCursor: null })
    const { paths } = (await app.inject("/api/v1/openapi.json")).json()
    t.ok(paths["/api/v1/organisations/{org}/guestbook"].get)
  })

  await t.test("its menu entry is there for those who may", async (t) => {
    const menu = async (person: "boxOffice" | "door") =>
      (await app.inject({ url: "/admin/theatre/venues", headers: as(person) })).body
    t.match(await menu("boxOffice"), /href="\/admin\/theatre\/guestbook"[\s\S]*Livre d’or/)
    t.notMatch(await menu("door"), "guestbook")
  })

  await t.test("it hears of an order in the order’s transaction, and its job follows", async (t) => {
    const performance = await makePerformance(cast.app, organisation)
    const { order } = await buy(app, performance)
    const written = await waitUntil(async () => {
      const { data } = (await app.inject({ url: book, headers: as("manager") })).json()
      return data[0]?.thankedAt && data
    })
    t.match(written, [{ orderId: order.id }])
    t.equal(written.length, 1)
    await waitUntil(async () => (await readOrder(app, order.token)).tickets[0]?.documentReady)

    const cart = await openCart(app, itemsOf(performance))
    const unwelcome = { ...customer, email: "unwelcome@example.org" }
    const refused = await postCheckout(app, cart, {
      customer: unwelcome,
      headers: { "accept-language": "en" },
    })
    t.match(refused.json(), { status: 409, code: "not_welcome", title: "You are not welcome" })
    t.equal((await owner.query("select from orders")).rowCount, 1, "the order it refused was not made")
    t.equal((await postCheckout(app, cart)).statusCode, 201, "and the cart is as it was")
  })

  await t.test("its table is closed to other organisations", async (t) => {
    const theirs = await app.databases
      .forOrganisation(rival.id)
      .selectFrom("guestbook" as never)
      .selectAll()
      .execute()
    t.same(theirs, [])
    const outsiders = await app.inject({
      url: "/api/v1/organisations/rival/guestbook",
      headers: as("outsider"),
    })
    t.same(outsiders.json().data, [])
  })
})

t.test("a plugin that is wrong stops the boot with a clear sentence", async (t) => {
  const database = await testDatabase(t)
  const at = folderOutside(t, {
    "empty.mjs": "export const nothing = 1",
    "nameless.mjs": "export default { dependencies: [] }",
    "misnamed.mjs": 'export default { name: "No Good", dependencies: [] }',
    "unparsable.mjs": "export default {{",
    "lonely.mjs": 'export default { name: "lonely", dependencies: ["accounts", "nowhere"] }',
    "double.mjs": 'export default { name: "orders", dependencies: [] }',
    "lost.mjs": 'export default { name: "lost", dependencies: [], migrations: "/nowhere/at/all" }',
    "undeclared.mjs":
      'export default { name: "undeclared", dependencies: [], register: (app) => { app.get("/open", async () => 1) } }',
    "failing.mjs":
      'export default { name: "failing", dependencies: [], register() { throw new Error("no key") } }',
    "clashing.mjs":
      'export default { name: "clashing", dependencies: [], register(app) { app.decorate("identity", 1) } }',
  })
  for (const [name, sentence] of [
    ["missing.mjs", /^The plugin \S+missing\.mjs can't be loaded: /],
    ["empty.mjs", /empty\.mjs is not a Parterre plugin/],
    ["nameless.mjs", /nameless\.mjs is not a Parterre plugin/],
    ["misnamed.mjs", /misnamed\.mjs is not a Parterre plugin/],
    ["unparsable.mjs", /^The plugin \S+unparsable\.mjs can't be loaded: /],
    ["lonely.mjs", /^The plugin lonely needs nowhere, which is not listed before it\.$/],
    ["double.mjs", /^The plugin orders is listed twice\.$/],
    ["lost.mjs", /^The plugin lost has no migrations in \/nowhere\/at\/all\.$/],
    ["undeclared.mjs", /^The plugin undeclared can't start: GET \/open does not declare who may call it\.$/],
    ["failing.mjs", /^The plugin failing can't start: no key\.$/],
    ["clashing.mjs", /^The plugin clashing can't start: .*identity.*\.$/],
  ] as const) {
    const error = await startWith(t, database, at(name)).catch((thrown: unknown) => thrown)
    t.type(error, StartError, name)
    t.match((error as Error).message, sentence)
    t.notMatch((error as Error).message, /\n/, "in one line")
  }
  const package_ = await startWith(t, database, "parterre-plugin-of-nobody").catch(
    (thrown: unknown) => thrown,
  )
  t.match((package_ as Error).message, /^The plugin parterre-plugin-of-nobody can't be loaded: /)
  const { rows } = await database.owner.query("select to_regclass('migrations_lonely') as history")
  t.same(rows, [{ history: null }], "and what is wrong touches nothing")
})
