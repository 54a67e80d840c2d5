import type { App } from "../../../server/plugin.ts"
import type { TestApp } from "../../harness.ts"
import { waitUntil } from "../../support/wait-until.ts"

export interface PlaceAnswer {
  state: "none" | "before" | "waiting" | "admitted"
  place: string | null
  ahead: number | null
  estimateSeconds: number | null
  opensAt: string | null
  admittedUntil: string | null
  pollSeconds: number | null
  draw: { arrival: number; number: number; of: number; key: string } | null
}

export const quick = { mode: "on", rate: 6000, opensAt: null, passMinutes: 10 }
/** Nobody is let in. */
export const closed = { ...quick, rate: 0 }

export function setLine(
  { app, as }: Pick<TestApp, "app" | "as">,
  scope: string,
  settings: object = quick,
  person: Parameters<TestApp["as"]>[0] = "boxOffice",
) {
  return app.inject({
    method: "PUT",
    url: `/api/v1/organisations/theatre/waiting-lines/${scope}`,
    headers: as(person),
    payload: settings,
  })
}

export async function takePlace(app: App, performanceId: string): Promise<PlaceAnswer> {
  const answer = await app.inject({
    method: "POST",
    url: "/api/v1/shop/theatre/waiting-places",
    payload: { performanceId },
  })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json<PlaceAnswer>()
}

export function askPlace(app: App, place: string | null) {
  return app.inject({
    url: "/api/v1/shop/theatre/waiting-places/current",
    headers: { "waiting-place": place ?? "" },
  })
}

/** Waits until this place is let in. */
export async function letIn(app: App, place: string | null): Promise<PlaceAnswer> {
  return waitUntil(
    async () => {
      const answer = (await askPlace(app, place)).json<PlaceAnswer>()
      return answer.state === "admitted" && answer
    },
    { what: "its turn" },
  )
}

export async function eventOf({ owner }: TestApp, performanceId: string): Promise<string> {
  const { rows } = await owner.query("select event_id from performances where id = $1", [performanceId])
  return (rows[0] as { event_id: string }).event_id
}

/** As if so long had gone by since the first places came in. */
export async function olderPasses({ owner }: TestApp, minutes: number): Promise<void> {
  await owner.query("update waiting_passes set expires_at = expires_at - make_interval(mins => $1)", [
    minutes,
  ])
  await owner.query("update waiting_calls set called_at = called_at - make_interval(mins => $1)", [minutes])
}

export function forgetReadings(apps: readonly App[], { id }: { id: string }): void {
  for (const app of apps) app.waitingRoom.book.forget(id)
}
