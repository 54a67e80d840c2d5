import { createDecipheriv, createHash, createPublicKey, verify } from "node:crypto"
import { decode } from "base45"
import t from "tap"
import { takeEntries } from "../../../plugins/admission/take-entries.ts"
import { testApp } from "../../harness.ts"
import { doorListOf, makeDevice, readList, sendBatch } from "./offline.ts"
import { minutes, openPerformance, type Presented, present } from "./scanning.ts"

t.test("what an offline scanner takes along", async (t) => {
  const test = await testApp(t)
  const { app, as, owner } = test
  const open = await openPerformance(test, { quantity: 4 })
  const [first, second, third] = open.tickets
  if (!first || !second || !third) throw new Error("tickets are missing")
  const url = `/api/v1/organisations/theatre/performances/${open.performanceId}/door-list`

  await t.test("is given to those who scan", async (t) => {
    t.equal((await app.inject(url)).statusCode, 401)
    for (const person of ["accounting", "outsider"] as const)
      t.equal((await app.inject({ url, headers: as(person) })).statusCode, 403)
    t.equal((await app.inject({ url: `${url}?after=yesterday`, headers: as("door") })).statusCode, 422)
    const nobodys = url.replace(/\d+\/door/, "999999/door")
    t.equal((await app.inject({ url: nobodys, headers: as("door") })).statusCode, 404)
  })

  await t.test("opens with the code of a ticket, and with nothing else", async (t) => {
    const { list, body } = await doorListOf(test, open.performanceId)
    const records = readList(list)
    t.equal(records.length, 4)
    for (const secret of ["Ada", "Lovelace", "example.org", first.number, first.code, "Invitation\t"])
      t.notMatch(body, secret, `says nothing of ${secret}`)
    const hash = createHash("sha512").update("parterre door 1\n").update(decode(first.code)).digest()
    const record = records.find(({ lookup }) => lookup.equals(hash.subarray(0, 8)))
    if (!record) throw new Error("the ticket is not on the list")
    const open1 = (key: Buffer) => {
      const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(list.salt, "base64url"), {
        authTagLength: 8,
      })
      cipher.setAuthTag(record.sealed.subarray(-8))
      return cipher.update(record.sealed.subarray(0, -8)).toString() + cipher.final("utf8")
    }
    const [number, zone, tariff] = open1(hash.subarray(24, 56)).split("\t")
    t.equal(number, first.number.replaceAll("-", ""))
    t.equal(list.zones[Number(zone)], "Placement libre")
    t.equal(list.tariffs[Number(tariff)]?.name, "Invitation")
    const other = createHash("sha512").update("parterre door 1\n").update(decode(second.code)).digest()
    t.throws(() => open1(other.subarray(24, 56)), "another ticket’s code does not open it")
  })

  await t.test("is signed by the organisation", async (t) => {
    const { list, body, signature } = await doorListOf(test, open.performanceId)
    const [keyId, signed = ""] = signature.split(".")
    const raw = list.keys.find((key) => String(key.keyId) === keyId)?.publicKey ?? ""
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw }, format: "jwk" })
    const good = (text: string) =>
      verify(null, Buffer.from(`parterre door list 1\n${text}`), key, Buffer.from(signed, "base64url"))
    t.ok(good(body))
    t.notOk(good(body.replace('"expected":4', '"expected":5')))
  })

  await t.test("brings later what was sold, presented and cancelled since", async (t) => {
    const { list: before } = await doorListOf(test, open.performanceId)
    await owner.query("update tickets set issued_at = now() - interval '1 hour'")
    t.same(readList((await doorListOf(test, open.performanceId, before.cursor)).list), [])
    await present(test, { code: first.code, performanceId: open.performanceId, gate: "Porte B" })
    await owner.query("update tickets set status = 'cancelled' where id = $1", [second.id])
    const { list } = await doorListOf(test, open.performanceId, before.cursor)
    const records = readList(list)
    t.equal(records.length, 2)
    const came = records.find(({ used }) => used === 1)
    t.equal(list.gates[(came?.gate ?? 0) - 1]?.name, "Porte B")
    t.ok(Math.abs((came?.at ?? 0) * 1000 - Date.now()) < 60_000)
    t.equal(records.find(({ used }) => used === 0)?.flags, 1, "cancelled")
    t.match(list, { entered: 1, expected: 3 })
  })

  await t.test("is only of the performances that a device was given", async (t) => {
    const other = await openPerformance(test)
    const device = await makeDevice(test, { performances: [open.performanceId] })
    t.equal((await app.inject({ url, headers: device })).statusCode, 200)
    const theirs = await app.inject({
      url: url.replace(/\d+\/door/, `${other.performanceId}/door`),
      headers: device,
    })
    t.match(theirs.json(), { status: 403, code: "other_performance" })
    const scan = await present(test, { code: other.ticket.code, performanceId: other.performanceId }, device)
    t.match(scan.json(), { status: 403, code: "other_performance" })
  })
})

t.test("what a scanner did on its own", async (t) => {
  const test = await testApp(t)
  const { app, as, db, owner } = test
  const open = await openPerformance(test, { quantity: 10, maxPerOrder: 10 })
  const codes = open.tickets.map(({ code }) => code)
  const [doorA, doorB] = [await makeDevice(test, { name: "A" }), await makeDevice(test, { name: "B" })]
  const scan = (n: number, at: Date, more: object = {}) => ({
    code: codes[n] as string,
    performanceId: open.performanceId,
    at: at.toISOString(),
    ...more,
  })
  const entryOf = async (n: number) =>
    (
      await owner.query("select gate, admitted_at, withdrawn_at from entries where ticket_id = $1", [
        open.tickets[n]?.id,
      ])
    ).rows

  await t.test("is refused where it can’t be read", async (t) => {
    const url = "/api/v1/organisations/theatre/scans/batch"
    const send = (payload: object, headers: Record<string, string> = as("door")) =>
      app.inject({ method: "POST", url, headers, payload })
    t.equal((await send({ scans: [] }, {})).statusCode, 401)
    t.equal((await send({ scans: [] }, as("accounting"))).statusCode, 403)
    for (const payload of [
      {},
      { scans: [{}] },
      { scans: [{ ...scan(0, minutes(0)), at: "noon" }] },
      { scans: [{ ...scan(0, minutes(0)), letIn: true }] },
      { scans: Array.from({ length: 1001 }, () => scan(0, minutes(0))) },
    ])
      t.equal((await send(payload)).statusCode, 422)
    t.same((await sendBatch(test, [], doorA)).length, 0)
  })

  await t.test("is answered in order", async (t) => {
    const answers = await sendBatch(
      test,
      [
        scan(0, minutes(-1), { gate: "A" }),
        scan(0, minutes(-2), { gate: "A" }),
        { code: "nonsense", performanceId: open.performanceId },
        { ...scan(1, minutes(-1)), performanceId: "999999" },
        scan(1, minutes(-600)),
      ],
      doorA,
    )
    t.same(
      answers.map(({ result }) => result),
      ["already_admitted", "admitted", "unknown", "unknown", "not_valid_now"],
      "the earlier one is the one that came in",
    )
    t.match(answers[1], {
      admittedAt: minutes(-2).toISOString().slice(0, 16),
      ticket: { number: open.tickets[0]?.number },
    })
  })

  for (const [name, order, n] of [
    ["in the order of time", [0, 1], 2],
    ["the later one first", [1, 0], 3],
  ] as const)
    await t.test(`two doors let in one ticket, ${name}`, async (t) => {
      const [early, late] = [minutes(-20), minutes(-10)]
      const sent = [
        () => sendBatch(test, [scan(n, early, { gate: "A", nonce: `a${n}` })], doorA),
        () => sendBatch(test, [scan(n, late, { gate: "B", nonce: `b${n}` })], doorB),
      ]
      for (const which of order) await sent[which]?.()
      t.match(await entryOf(n), [{ gate: "A", admitted_at: early, withdrawn_at: null }])
      for (const which of order) await sent[which]?.()
      const { rows } = await owner.query(
        "select gate, standing from scans where ticket_id = $1 order by at",
        [open.tickets[n]?.id],
      )
      t.same(
        rows,
        [
          { gate: "A", standing: "entry" },
          { gate: "B", standing: "double" },
        ],
        "said again, it changes nothing",
      )
    })

  await t.test("an online door that was later than an offline one has the double", async (t) => {
    const online = await present(test, { code: codes[4], performanceId: open.performanceId, gate: "B" })
    t.equal(online.json<Presented>().result, "admitted")
    const [answer] = await sendBatch(test, [scan(4, minutes(-5), { gate: "A" })], doorA)
    t.equal(answer?.result, "admitted")
    t.match(await entryOf(4), [{ gate: "A" }])
    t.match((await present(test, { code: codes[4], performanceId: open.performanceId })).json(), {
      result: "already_admitted",
      line: /, A$/,
    })
  })

  await t.test("a clock that is wrong by hours is put right", async (t) => {
    const wrong = 5 * 3600_000
    const at = new Date(Date.now() - wrong - 60_000)
    const [answer] = await sendBatch(test, [scan(5, at)], doorA, {
      sentAt: new Date(Date.now() - wrong).toISOString(),
    })
    t.equal(answer?.result, "admitted")
    t.ok(Math.abs(new Date(answer?.admittedAt ?? 0).getTime() - (Date.now() - 60_000)) < 5000)
    const [future] = await sendBatch(test, [scan(6, new Date(Date.now() + wrong))], doorA, {
      sentAt: new Date().toISOString(),
    })
    t.ok(new Date(future?.admittedAt ?? 0).getTime() <= Date.now(), "nobody came in tomorrow")
  })

  await t.test("what it should not have done is kept for the manager", async (t) => {
    await owner.query("update tickets set status = 'cancelled' where id = $1", [open.tickets[7]?.id])
    const [cancelled, refused, byHand, nobody] = await sendBatch(
      test,
      [
        scan(7, minutes(-1), { result: "admitted" }),
        scan(8, minutes(-1), { result: "wrong_gate" }),
        scan(8, minutes(-1), { result: "admitted", reason: "Écran cassé" }),
        { performanceId: open.performanceId, reason: "Invité de la compagnie", nonce: "hand-1" },
      ],
      doorA,
    )
    t.match(
      [cancelled?.result, refused?.result, byHand?.result, nobody?.result],
      ["cancelled", "wrong_gate", "admitted", "admitted"],
    )
    const { rows } = await owner.query(
      "select standing, reason from scans where standing in ('irregular', 'by_hand') or reason is not null order by standing desc, id",
    )
    t.same(rows, [
      { standing: "irregular", reason: null },
      { standing: "entry", reason: "Écran cassé" },
      { standing: "by_hand", reason: "Invité de la compagnie" },
    ])
    t.same(await entryOf(7), [])
  })

  await t.test("takes the proof in place of the code, and no other", async (t) => {
    const hash = createHash("sha512")
      .update("parterre door 1\n")
      .update(decode(codes[9] as string))
      .digest()
    const seen = { ticket: open.tickets[9]?.id, proof: hash.subarray(8, 24).toString("base64url") }
    const report = { performanceId: open.performanceId, at: minutes(-1).toISOString() }
    const forged = { ...seen, ticket: open.tickets[8]?.id }
    const [bad, good] = await sendBatch(
      test,
      [
        { ...report, seen: forged },
        { ...report, seen },
      ],
      doorA,
    )
    t.match([bad?.result, good?.result], ["unknown", "admitted"])
  })

  await t.test(
    "entries are given to those who keep books, each once and again when it changed",
    async (t) => {
      const take = (limit: number) => db.transaction().execute((trx) => takeEntries(trx, limit, { rest: 0 }))
      t.same(
        await db.transaction().execute((trx) => takeEntries(trx, 100)),
        [],
        "what may still be undone rests",
      )
      const all = [...(await take(3)), ...(await take(100))]
      const { rows } = await owner.query("select ticket_id from entries where withdrawn_at is null")
      t.same(all.map(({ ticketId }) => ticketId).sort(), rows.map((row) => row.ticket_id).sort())
      t.ok(all.every(({ telling, withdrawn }) => telling === 1 && !withdrawn))
      t.same(await take(100), [])
      await sendBatch(test, [scan(2, minutes(-25), { gate: "C" })], as("door"))
      t.match(await take(100), [{ ticketId: open.tickets[2]?.id, gate: "C", telling: 2, withdrawn: false }])
      await t.rejects(
        db.transaction().execute(async (trx) => {
          await sendBatch(test, [scan(3, minutes(-25), { gate: "C" })], as("door"))
          t.equal((await takeEntries(trx, 100, { rest: 0 })).length, 1)
          throw new Error("the books are closed")
        }),
      )
      t.equal((await take(100)).length, 1, "not taken, given again")
    },
  )
})

t.test("a scan is taken back within its minute", async (t) => {
  const test = await testApp(t)
  const { app, owner } = test
  const open = await openPerformance(test, { quantity: 3 })
  const [doorA, doorB] = [await makeDevice(test, { name: "A" }), await makeDevice(test, { name: "B" })]
  const url = "/api/v1/organisations/theatre/scans"
  const undo = (nonce: string, headers: Record<string, string> = doorA) =>
    app.inject({ method: "DELETE", url: `${url}/${nonce}`, headers })
  const scan = (n: number, nonce: string) =>
    present(test, { code: open.tickets[n]?.code, performanceId: open.performanceId, nonce }, doorA)
  await scan(0, "one")
  t.equal((await undo("one", {})).statusCode, 401)
  t.equal((await undo("one", test.as("accounting"))).statusCode, 403)
  t.equal((await undo("one", doorB)).statusCode, 404, "another scanner’s")
  t.equal((await undo("none")).statusCode, 404)
  t.equal((await undo("one")).statusCode, 204)
  t.equal((await undo("one")).statusCode, 204, "said twice")
  const count = await app.inject({
    url: `/api/v1/organisations/theatre/performances/${open.performanceId}/attendance`,
    headers: doorA,
  })
  t.match(count.json(), { entered: 0 })
  t.match((await scan(0, "two")).json(), { result: "admitted" }, "the ticket is good again")
  t.match((await scan(0, "three")).json(), { result: "already_admitted" })
  await scan(1, "late")
  await owner.query("update scans set received_at = now() - interval '61 seconds' where nonce = 'late'")
  t.match((await undo("late")).json(), { status: 409, code: "too_late" })

  const report = { code: open.tickets[2]?.code, performanceId: open.performanceId, result: "admitted" }
  await sendBatch(test, [{ ...report, nonce: "a", at: minutes(-5).toISOString(), gate: "A" }], doorA)
  await sendBatch(test, [{ ...report, nonce: "b", at: minutes(-4).toISOString(), gate: "B" }], doorB)
  await sendBatch(
    test,
    [{ ...report, nonce: "a", at: minutes(-5).toISOString(), undoneAt: minutes(-4.5).toISOString() }],
    doorA,
  )
  const { rows } = await owner.query("select gate from entries where ticket_id = $1", [open.tickets[2]?.id])
  t.same(rows, [{ gate: "B" }], "the double is the entry now")
})
