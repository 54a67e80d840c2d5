import { isSigned, type KeptList } from "./list.ts"
import { countUnsent, forget, get, type Logged, markSent, put, unsent } from "./store.ts"

export type SyncEnd = "synced" | "away" | "revoked" | "unpaired"

const batch = 200
/** Lists of what is new are kept one after the other; after so many the whole list is fetched again. */
const mostDeltas = 40

/** Besides the performance that is checked, so many of the next ones are taken along. */
const mostLists = 4

export interface Saying {
  version: string
  battery?: number | undefined
}

/**
 * Sends what is in the log, then fetches what is new. Safe at any time and from the page and its worker at once: each line
 * has its nonce, and lists may come twice. Throws nothing: without a network, it says so.
 */
export async function synchronise(saying: Saying): Promise<SyncEnd> {
  const run = async (): Promise<SyncEnd> => {
    try {
      return await sendAndFetch(saying)
    } catch {
      return "away"
    }
  }
  return navigator.locks ? navigator.locks.request("door sync", run) : run()
}

async function sendAndFetch(saying: Saying): Promise<SyncEnd> {
  const paired = await get("paired")
  if (!paired) return "unpaired"
  const api = `/api/v1/organisations/${paired.organisation.slug}`
  const headers = { authorization: `Bearer ${paired.token}`, "content-type": "application/json" }
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(api + path, {
      ...init,
      headers,
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(15_000),
    })
    if (answer.status === 401) throw new Revoked()
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    return answer
  }
  try {
    for (;;) {
      const lines = await unsent(batch)
      const waiting = (await countUnsent()) - lines.length
      const sentAt = Date.now()
      const body = JSON.stringify({
        scans: lines.map(reportOf),
        sentAt: new Date(sentAt).toISOString(),
        device: {
          version: saying.version,
          waiting,
          ...(saying.battery === undefined ? {} : { battery: saying.battery }),
        },
      })
      const answer = await ask("/scans/batch", { method: "POST", body })
      const { serverTime } = (await answer.json()) as { serverTime: string }
      await put("ahead", Date.parse(serverTime) - (sentAt + Date.now()) / 2)
      await markSent(lines)
      if (lines.length < batch) break
    }
    const door = (await (await ask("/door")).json()) as {
      performances: NonNullable<Awaited<ReturnType<typeof get<"performances">>>>
    }
    await put("performances", door.performances)
    const post = await get("post")
    const soon = door.performances.filter(
      ({ startsAt }) => Date.parse(startsAt) < Date.now() + 12 * 3_600_000,
    )
    const ids = [post?.performanceId, ...soon.slice(0, mostLists).map(({ id }) => id)].filter(
      (id) => id != null,
    )
    for (const id of new Set(ids)) await fetchList(id, ask)
    return "synced"
  } catch (error) {
    if (!(error instanceof Revoked)) throw error
    await forget()
    return "revoked"
  }
}

class Revoked extends Error {}

async function fetchList(id: string, ask: (path: string) => Promise<Response>): Promise<void> {
  const paired = await get("paired")
  const kept = (await get(`list ${id}`)) ?? []
  const whole = kept.length === 0 || kept.length > mostDeltas
  const last = kept.at(-1)
  const cursor = last ? (JSON.parse(last.body) as { cursor: string }).cursor : ""
  const answer = await ask(`/performances/${id}/door-list${whole ? "" : `?after=${cursor}`}`)
  const list: KeptList = { body: await answer.text(), signature: answer.headers.get("door-signature") ?? "" }
  if (!paired || !(await isSigned(list, paired.keys)))
    throw new Error("the list is not signed by the organisation")
  const { keys, tickets } = JSON.parse(list.body) as { keys: typeof paired.keys; tickets: string }
  // New keys come in a list that a known key signed.
  if (JSON.stringify(keys) !== JSON.stringify(paired.keys)) await put("paired", { ...paired, keys })
  if (whole) await put(`list ${id}`, [list])
  else if (tickets !== "") await put(`list ${id}`, [...kept, list])
}

function reportOf(line: Logged): object {
  const {
    nonce,
    performanceId,
    ticketId,
    proof,
    number,
    at,
    result,
    direction,
    people,
    gate,
    reason,
    undoneAt,
  } = line
  return {
    ...(ticketId && proof ? { seen: { ticket: ticketId, proof } } : number ? { code: number } : {}),
    ...{ nonce, performanceId, result, direction, people },
    at: new Date(at).toISOString(),
    ...(gate ? { gate } : {}),
    ...(reason ? { reason } : {}),
    ...(undoneAt ? { undoneAt: new Date(undoneAt).toISOString() } : {}),
  }
}
