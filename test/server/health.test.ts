import t from "tap"
import { makePerformance, testApp } from "../harness.ts"
import { buy } from "../support/shopping.ts"
import { waitUntil } from "../support/wait-until.ts"

t.test("alive, ready, and measured", async (t) => {
  const { app, organisation } = await testApp(t, { work: true })
  t.same((await app.inject("/healthz")).json(), { status: "alive" })
  t.same((await app.inject("/readyz")).json(), { status: "ready" })
  await buy(app, await makePerformance(app, organisation))
  await waitUntil(async () => (await app.queue.counts()).waiting === 0)

  const answer = await app.inject("/metrics")
  t.equal(answer.statusCode, 200)
  t.match(answer.headers["content-type"], "text/plain")
  for (const line of [
    'parterre_http_request_seconds_count{method="POST",route="/api/v1/shop/:org/carts",status="201"} 1',
    'parterre_http_request_seconds_count{method="GET",route="/readyz",status="200"} 1',
    /^parterre_database_connections\{state="open"\} [1-9]/m,
    /^parterre_jobs\{state="failed"\} 0$/m,
    /^process_resident_memory_bytes \d+/m,
  ])
    t.match(answer.body, line)
  t.notMatch(
    answer.body,
    /theatre|example\.org/,
    "routes are counted by their pattern, never by what is in them",
  )
})

t.test("a worker answers to those who look after it and to nobody else", async (t) => {
  const { app } = await testApp(t, { roles: ["worker"] })
  for (const url of ["/healthz", "/readyz", "/metrics"]) t.equal((await app.inject(url)).statusCode, 200, url)
  const api = await app.inject("/api/v1/shop/theatre/performances")
  t.match(api.json(), { status: 404, code: "not_found" })
  const page = await app.inject("/theatre")
  t.equal(page.statusCode, 404)
  t.match(page.headers["content-type"], "text/html")
  t.equal((await app.inject({ method: "POST", url: "/admin/sign-in" })).statusCode, 404)
})
