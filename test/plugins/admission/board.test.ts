import t from "tap"
import { testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { makeDevice, sendBatch } from "./offline.ts"
import { minutes, openPerformance, present } from "./scanning.ts"

t.test("the evening as it goes", async (t) => {
  const test = await testApp(t, { listen: true })
  const { app, as } = test
  const open = await openPerformance(test, { quantity: 5 })
  const [first, second, third] = open.tickets
  if (!first || !second || !third) throw new Error("tickets are missing")
  const home = `/admin/theatre/entries/${open.performanceId}`
  const api = `/api/v1/organisations/theatre/performances/${open.performanceId}/door-board`
  const [doorA, doorB] = [
    await makeDevice(test, { name: "Phone A" }),
    await makeDevice(test, { name: "Phone B" }),
  ]

  await t.test("is for who may see it", async (t) => {
    for (const url of [home, "/admin/theatre/entries"]) {
      t.equal((await openPage(app, url)).statusCode, 303)
      for (const person of ["door", "accounting", "outsider"] as const)
        t.equal((await openPage(app, url, as(person))).statusCode, 403, `${person}: ${url}`)
      t.equal((await openPage(app, url, as("boxOffice"))).statusCode, 200)
    }
    t.equal((await app.inject({ url: api, headers: doorA })).statusCode, 403, "a scanner only scans")
    t.equal((await app.inject({ url: `${api}/events`, headers: as("door") })).statusCode, 403)
    const nobodys = home.replace(/\d+$/, "999999")
    t.equal((await openPage(app, nobodys, as("boxOffice"))).statusCode, 404)
    t.equal(
      (
        await app.inject({
          url: api.replace(/\d+\/door/, "999999/door").concat("/events"),
          headers: as("boxOffice"),
        })
      ).statusCode,
      404,
    )
  })

  await t.test("counts by gate, and shows a double once with both doors", async (t) => {
    const scan = (n: number, gate: string, at: Date) => ({
      ...{ code: open.tickets[n]?.code, performanceId: open.performanceId, gate, result: "admitted" },
      ...{ at: at.toISOString(), nonce: `${gate}-${n}` },
    })
    await present(test, { code: first.code, performanceId: open.performanceId, gate: "A" }, doorA)
    await present(test, { code: first.code, performanceId: open.performanceId, gate: "A" }, doorA)
    const batch = [scan(1, "A", minutes(-5)), scan(2, "A", minutes(-4))]
    for (let repeat = 0; repeat < 2; repeat++) {
      await sendBatch(test, [scan(1, "B", minutes(-3))], doorB)
      await sendBatch(test, batch, doorA, { device: { battery: 41, version: "v1", waiting: 7 } })
    }
    const board = (await app.inject({ url: api, headers: as("boxOffice") })).json()
    t.match(board, {
      entered: 3,
      expected: 5,
      inside: 3,
      byGate: [{ gate: "A", count: 3 }],
      refusals: [{ result: "already_admitted", number: first.number, gate: "A" }],
      doubtful: [
        {
          standing: "double",
          number: second.number,
          gate: "B",
          scanner: "Phone B",
          first: { gate: "A", scanner: "Phone A" },
        },
      ],
    })
    t.equal(board.doubtful.length, 1)
    t.match(board.devices[0], { name: "Phone A", battery: 41, version: "v1", waiting: 7 })
    const page = await openPage(app, home, as("boxOffice"))
    t.match(page.body, "Entré deux fois")
    t.match(page.body, "Phone B")
  })

  await t.test("is told as it changes", async (t) => {
    const abort = new AbortController()
    const stream = await fetch(`${app.config.publicUrl}${api}/events`, {
      headers: { ...as("boxOffice"), "accept-language": "fr" },
      signal: abort.signal,
    })
    t.match(stream.headers.get("content-type"), "text/event-stream")
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ""
    const hear = async (words: string) => {
      while (!heard.includes(words)) heard += (await reader?.read())?.value ?? ""
    }
    await hear("Entré deux fois")
    heard = ""
    await present(
      test,
      { code: open.tickets[4]?.code, performanceId: open.performanceId, gate: "Balcon" },
      doorA,
    )
    await hear("Balcon")
    t.pass("the new gate is there")
    abort.abort()
  })

  await t.test("its settings", async (t) => {
    t.equal((await postForm(app, home, { roomFor: "300" }, as("door"))).statusCode, 403)
    const refused = await postForm(app, home, { roomFor: "beaucoup", reentry: "on" }, as("boxOffice"))
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'value="beaucoup"')
    t.equal((await postForm(app, home, { roomFor: "3", reentry: "on" }, as("boxOffice"))).statusCode, 303)
    t.match((await openPage(app, home, as("boxOffice"))).body, "4 personnes dans la salle, pour 3 au plus")
    const out = await present(
      test,
      { code: first.code, performanceId: open.performanceId, direction: "out" },
      doorA,
    )
    t.match(out.json(), { result: "exited" })
    t.match((await app.inject({ url: api, headers: as("boxOffice") })).json(), {
      entered: 4,
      inside: 3,
      roomFor: 3,
    })
    const back = await present(test, { code: first.code, performanceId: open.performanceId }, doorA)
    t.match(back.json(), { result: "admitted" }, "one may come back")
    const again = await present(test, { code: first.code, performanceId: open.performanceId }, doorA)
    t.match(again.json(), { result: "already_admitted" }, "once for each exit")
    t.match((await app.inject({ url: api, headers: as("boxOffice") })).json(), { entered: 4, inside: 4 })
  })
})
