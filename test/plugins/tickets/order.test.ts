import { webcrypto } from "node:crypto"
import { decode } from "base45"
import t from "tap"
import type { App } from "../../../server/plugin.ts"
import { makePerformance, type TestApp, testApp } from "../../harness.ts"
import { buy, readOrder } from "../../support/shopping.ts"
import { waitUntil } from "../../support/wait-until.ts"
import { hasPoppler, photograph, readPdf, scan } from "./render-tickets.support.ts"

const soon = () => new Date(Date.now() + 20 * 60_000)

/** The tickets of an order as they come out of a printer. */
async function printed(app: App, token: string): Promise<Uint8Array> {
  const url = `/api/v1/orders/${token}/tickets.pdf`
  return waitUntil(
    async () => {
      const answer = await app.inject(url)
      return answer.statusCode === 200 && new Uint8Array(answer.rawPayload)
    },
    { what: "the PDF" },
  )
}

/** What a scanner that knows the public keys alone makes of a code: its ticket, or undefined when it is not genuine. */
async function verify(code: string, keys: { keyId: number; publicKey: string }[]) {
  const bytes = Buffer.from(decode(code))
  const keyId = bytes.readUInt16BE(1)
  const raw = keys.find((key) => key.keyId === keyId)?.publicKey
  if (!raw) return undefined
  const { subtle } = webcrypto
  const key = await subtle.importKey("raw", Buffer.from(raw, "base64url"), "Ed25519", false, ["verify"])
  const genuine = await subtle.verify("Ed25519", key, bytes.subarray(27), bytes.subarray(0, 27))
  if (!genuine) return undefined
  return {
    version: bytes[0],
    keyId,
    ticketId: String(bytes.readBigUInt64BE(3)),
    performanceId: String(bytes.readBigUInt64BE(11)),
    validFrom: bytes.readUInt32BE(19),
    validUntil: bytes.readUInt32BE(23),
  }
}

async function keysOf({ app, as }: TestApp) {
  const answer = await app.inject({ url: "/api/v1/organisations/theatre/signing-keys", headers: as("door") })
  return answer.json<{ data: { keyId: number; publicKey: string }[] }>().data
}

function present({ app, as }: TestApp, code: string, performanceId: string) {
  const url = "/api/v1/organisations/theatre/scans"
  return app.inject({ method: "POST", url, headers: as("door"), payload: { code, performanceId } })
}

t.test("from the order to the door", { skip: !hasPoppler() && "poppler is not installed" }, async (t) => {
  const cast = await testApp(t, { work: true })
  const { app, organisation } = cast
  const startsAt = soon()
  const performance = await makePerformance(app, organisation, { startsAt })
  const { order } = await buy(app, performance, { quantity: 2 })

  const waiting = await app.inject(`/api/v1/orders/${order.token}/tickets.pdf`)
  t.ok([200, 202].includes(waiting.statusCode))
  if (waiting.statusCode === 202) t.equal(waiting.headers["retry-after"], "1")
  const pdf = await printed(app, order.token)
  const read = await readOrder(app, order.token)
  const { pages } = await readPdf(pdf)
  t.equal(pages.length, 2, "a page a ticket")
  for (const [index, page] of pages.entries()) {
    t.match(page.words, "Le Malade imaginaire")
    t.match(page.words, read.tickets[index]?.number)
    t.match(page.words, /gratuit/i)
    t.match(page.words, "PLATESV-D-2026-000123")
  }

  const keys = await keysOf(cast)
  t.same(Object.keys(keys[0] ?? {}).sort(), ["keyId", "publicKey"], "the private half stays")
  const codes = photograph(pdf, 150).map((picture) => scan(picture))
  t.same(
    codes,
    read.tickets.map((ticket) => ticket.code),
    "the paper says what the order says",
  )
  for (const [index, code = ""] of codes.entries()) {
    t.ok(code.length <= 160)
    t.match(await verify(code, keys), {
      version: 1,
      ticketId: read.tickets[index]?.id,
      performanceId: performance.performanceId,
      validFrom: Math.floor((startsAt.getTime() - 3_600_000) / 1000),
      validUntil: Math.ceil((startsAt.getTime() + 130 * 60_000) / 1000),
    })
  }

  const [first = "", second = ""] = codes as string[]
  const changed = first.replace(
    /^(.{20})./,
    (_all, kept: string) => `${kept}${first[20] === "A" ? "B" : "A"}`,
  )
  t.equal(await verify(changed, keys), undefined, "a changed code is not genuine")
  for (const wrong of [
    changed,
    first.slice(0, -3),
    `${first}0`,
    "HELLO",
    second.slice(3) + second.slice(0, 3),
  ])
    t.equal((await present(cast, wrong, performance.performanceId)).json().result, "unknown", wrong)
  const other = await makePerformance(app, organisation, { startsAt })
  t.equal((await present(cast, first, other.performanceId)).json().result, "wrong_performance")

  const admitted = await present(cast, first, performance.performanceId)
  t.match(admitted.json(), { result: "admitted", ticket: { number: read.tickets[0]?.number } })
  const again = await present(cast, first, performance.performanceId)
  t.match(again.json(), { result: "already_admitted", admittedAt: admitted.json().admittedAt })
  t.equal((await present(cast, second, performance.performanceId)).json().result, "admitted")
})

t.test("a new key leaves the tickets of the old one good", async (t) => {
  const cast = await testApp(t)
  const { app, as, organisation } = cast
  const performance = await makePerformance(app, organisation, { startsAt: soon() })
  const ticketOf = async (token: string) => (await readOrder(app, token)).tickets[0]?.code ?? ""
  const before = await buy(app, performance)
  const oldCode = await ticketOf(before.order.token)

  const url = "/api/v1/organisations/theatre/signing-keys"
  t.equal((await app.inject({ method: "POST", url, headers: as("door") })).statusCode, 403)
  const rotated = await app.inject({ method: "POST", url, headers: as("manager") })
  t.equal(rotated.statusCode, 201)
  t.same(rotated.json(), { keyId: 2 })
  const after = await buy(app, performance)
  const newCode = await ticketOf(after.order.token)

  const keys = await keysOf(cast)
  t.same(
    keys.map((key) => key.keyId),
    [1, 2],
  )
  t.match(await verify(oldCode, keys), { keyId: 1 })
  t.match(await verify(newCode, keys), { keyId: 2 })
  t.equal(await verify(newCode, keys.slice(0, 1)), undefined)
  t.equal(await ticketOf(before.order.token), oldCode, "the old one is signed as it was")
  for (const code of [oldCode, newCode])
    t.equal((await present(cast, code, performance.performanceId)).json().result, "admitted")
})

t.test("two first orders and two rotations at once leave one key that signs", async (t) => {
  const { app, organisation, owner, as } = await testApp(t)
  const performance = await makePerformance(app, organisation)
  await Promise.all([1, 2, 3, 4, 5].map(() => buy(app, performance)))
  const rotate = () =>
    app.inject({ method: "POST", url: "/api/v1/organisations/theatre/signing-keys", headers: as("manager") })
  await Promise.all([rotate(), rotate(), buy(app, performance), rotate(), buy(app, performance)])
  const { rows } = await owner.query("select key_id from signing_keys where retired_at is null")
  t.equal(rows.length, 1)
  t.equal((await owner.query("select from tickets")).rowCount, 7)
})

t.test("the ticket of another organisation is nothing here", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, rival } = cast
  const here = await makePerformance(app, organisation, { startsAt: soon() })
  const there = await makePerformance(app, rival, { startsAt: soon() })
  await buy(app, here)
  const { order } = await buy(app, there, { org: "rival" })
  const [ticket] = (await readOrder(app, order.token)).tickets
  t.equal((await present(cast, ticket?.code ?? "", here.performanceId)).json().result, "unknown")
  t.equal((await present(cast, ticket?.number ?? "", here.performanceId)).json().result, "unknown")
  t.equal(
    (await present(cast, ticket?.code ?? "", there.performanceId)).statusCode,
    404,
    "nor is its performance",
  )
  t.equal(await verify(ticket?.code ?? "", await keysOf(cast)), undefined)
})
