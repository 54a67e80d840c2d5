import t from "tap"
import { makePerformance, testApp } from "../../harness.ts"
import { openPage, postForm } from "../../support/forms.ts"
import { offlineTill } from "../../support/offline-till.ts"

const page = "/admin/theatre/offline-sales"

t.test("what tills keep and sold without a network, in the back office", async (t) => {
  const cast = await testApp(t)
  const { app, organisation, as } = cast
  const { performanceId, zoneId } = await makePerformance(app, organisation, { capacity: 30 })
  t.equal((await openPage(app, page)).statusCode, 303)
  for (const person of ["door", "outsider"] as const)
    t.equal((await openPage(app, page, as(person))).statusCode, 403, person)
  const open = async (query = "", person: "boxOffice" | "accounting" = "boxOffice") => {
    const answer = await openPage(app, page + query, as(person))
    t.equal(answer.statusCode, 200)
    return answer.body.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")
  }
  t.match(await open(), /Aucune vente hors réseau/)

  const till = offlineTill(cast)
  const session = await till.open("Hall")
  const reserve = await till.kept(session, performanceId, { [zoneId]: 5 })
  await till.send([till.sale(session, reserve, reserve.places.slice(0, 2))])
  const kept = await open()
  t.match(kept, /Places gardées par les caisses .* Hall 5 3 /)
  t.match(kept, /Hall · 1 .* Enregistrée 48,00 €/)
  t.match(await open("?doubtful=1"), /Aucune vente hors réseau/)
  t.equal((await openPage(app, `${page}?doubtful=2`, as("boxOffice"))).statusCode, 422)

  const release = `${page}/reserves/${reserve.id}`
  t.equal((await postForm(app, release, {})).statusCode, 303)
  t.match(
    (await openPage(app, page, as("boxOffice"))).body,
    /reserves/,
    "is not released by who is not signed in",
  )
  for (const person of ["accounting", "door", "outsider"] as const)
    t.equal((await postForm(app, release, {}, as(person))).statusCode, 403, person)
  t.notMatch((await openPage(app, page, as("accounting"))).body, /Libérer</)
  t.equal((await postForm(app, `${page}/reserves/0`, {}, as("boxOffice"))).statusCode, 422)
  const released = await postForm(app, release, {}, as("boxOffice"))
  t.equal(released.headers.location, `${page}?done=released`)
  t.notMatch(await open(), /Places gardées par les caisses/)

  // What the till sold before it knew.
  await till.send([till.sale(session, reserve, reserve.places.slice(2, 3))])
  t.match(await open("?doubtful=1"), /Les places gardées avaient été libérées/)
})
