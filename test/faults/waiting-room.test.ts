import t from "tap"
import { makePerformance, testApp } from "../harness.ts"
import { eventOf, type PlaceAnswer } from "../plugins/waiting-room/waiting.ts"
import { startParterre } from "../support/program.ts"
import { testSecretKey } from "../support/secrets.ts"
import { waitUntil } from "../support/wait-until.ts"

t.test("the line is where it was after kill -9", async (t) => {
  const cast = await testApp(t)
  const { app, owner, as, organisation } = cast
  const { performanceId } = await makePerformance(app, organisation)
  const eventId = await eventOf(cast, performanceId)
  const env = { DATABASE_URL: cast.url, SECRET_KEY: testSecretKey, RATE_LIMIT: "0" }
  const set = (url: string, rate: number) =>
    fetch(`${url}/api/v1/organisations/theatre/waiting-lines/${eventId}`, {
      method: "PUT",
      headers: { ...as("manager"), "content-type": "application/json" },
      body: JSON.stringify({ mode: "on", rate, opensAt: null, passMinutes: 10 }),
    })
  const shop = (url: string) => `${url}/api/v1/shop/theatre/waiting-places`
  const take = async (url: string): Promise<PlaceAnswer> => {
    const answer = await fetch(shop(url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ performanceId }),
    })
    return (await answer.json()) as PlaceAnswer
  }
  const ask = async (url: string, place: string | null): Promise<PlaceAnswer> => {
    const answer = await fetch(`${shop(url)}/current`, { headers: { "waiting-place": place ?? "" } })
    return (await answer.json()) as PlaceAnswer
  }

  const first = await startParterre(t, env, ["--role", "web"])
  await set(first.url, 6000)
  const inside = await take(first.url)
  await waitUntil(async () => (await ask(first.url, inside.place)).state === "admitted")
  await set(first.url, 0)
  const places: PlaceAnswer[] = []
  for (let n = 0; n < 5; n++) places.push(await take(first.url))
  t.same(
    places.map(({ ahead }) => ahead),
    [0, 1, 2, 3, 4],
  )
  await first.end("SIGKILL")

  const second = await startParterre(t, env, ["--role", "web"])
  for (const { place, ahead } of places) t.match(await ask(second.url, place), { state: "waiting", ahead })
  t.match(await ask(second.url, inside.place), { state: "admitted" }, "who was in is in")
  t.match(await take(second.url), { ahead: 5 }, "the next one is behind them")
  const { rows } = await owner.query("select arrived, admitted from waiting_lines")
  t.same(rows, [{ arrived: 7, admitted: 1 }])
  await set(second.url, 6000)
  await waitUntil(async () => (await ask(second.url, places[4]?.place ?? null)).state === "admitted")
})
