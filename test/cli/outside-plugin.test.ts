import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import t from "tap"
import type { Plugin } from "../../server/plugin.ts"
import { projectRoot } from "../../server/project.ts"
import { makePerformance, testApp } from "../harness.ts"
import { parterre, startParterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"
import { buy } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

t.test("a module from outside the repository, by configuration alone", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "parterre-outside-"))
  t.teardown(() => rmSync(folder, { recursive: true }))
  cpSync(join(projectRoot, "test/fixtures/outside-plugin"), folder, { recursive: true })
  const file = join(folder, "index.js")

  const plugin = ((await import(pathToFileURL(file).href)) as { default: Plugin }).default
  const shop = await testApp(t, { plugins: [plugin] })
  const performance = await makePerformance(shop.app, shop.organisation)
  const { order } = await buy(shop.app, performance)

  // A program that does not have the module has no job of that name: the one that has does it.
  const env = { SECRET_KEY: testSecretKey, DATABASE_URL: shop.url, PLUGINS: file }
  const program = await startParterre(t, env)
  const ask = (path: string, person: "boxOffice" | "door") =>
    fetch(program.url + path, { headers: shop.as(person) })
  const api = "/api/v1/organisations/theatre/thanks"

  t.equal((await fetch(program.url + api)).status, 401, "the route asks who it is")
  t.equal((await ask(api, "door")).status, 403, "and whether they may")
  const { data } = await waitUntil(async () => {
    const list = (await (await ask(api, "boxOffice")).json()) as { data: unknown[] }
    return list.data.length > 0 && list
  })
  t.strictSame(
    data,
    [{ orderId: order.id, words: "Thank you, Ada" }],
    "the event, its job and the table work",
  )
  const page = await (await ask("/admin/theatre/thanks", "boxOffice")).text()
  t.match(page, "<li>Thank you, Ada</li>")
  const document = (await (await fetch(`${program.url}/api/v1/openapi.json`)).json()) as { paths: object }
  t.hasProp(document.paths, "/api/v1/organisations/{org}/thanks", "the API document describes it")
  t.match(
    await (await ask("/admin/theatre", "boxOffice")).text(),
    "/admin/theatre/thanks",
    "the menu leads there",
  )
  t.equal(await program.end(), 0)

  const { out } = await parterre(t, ["check"], { ...env, PUBLIC_URL: "https://shop.example" })
  t.match(out, /Modules: .*, thanks\./)
})
