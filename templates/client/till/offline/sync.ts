import type { OpenTill, TillConfig } from "../../../till-screen.ts"
import { type Answer, ask } from "../api.ts"
import type { Kept, KeptReserve, Outcome, OwnSale, Paper } from "./kept.ts"
import { keptKey } from "./sell.ts"
import { forgetOld, get, holder, put, salesOf, settle } from "./store.ts"

const batch = 50

interface ReservesAnswer {
  data: KeptReserve[]
  paper: Paper
  serverTime: string
}

type Result = Outcome & { id: string }
interface SalesAnswer {
  results: Result[]
  tries: { key: string; order: { number: string } | null }[]
}

export interface SyncResult {
  /** The server was reached, and took all that it was told. */
  done: boolean
  /** Why not, in words. */
  trouble: string
  /** Sales tried online that had been recorded though their answer was lost, and that nobody went on with. */
  found: string[]
}

/**
 * Tells the server what was sold without it. Safe at any time and from two windows: each sale has its id, and stays here until the
 * server said what became of it.
 */
export async function sendSales(config: TillConfig): Promise<SyncResult> {
  const run = () => send(config)
  return navigator.locks ? navigator.locks.request(`till sync ${config.api}`, run) : run()
}

async function send(config: TillConfig): Promise<SyncResult> {
  const triesKey = `tries ${config.api}` as const
  const found: string[] = []
  for (;;) {
    const unsent = (await salesOf(config.api)).filter(({ sent }) => sent === 0).reverse()
    const tries = (await get(triesKey)) ?? []
    if (unsent.length === 0 && tries.length === 0) break
    const sales = unsent.slice(0, batch)
    const answer = await ask<SalesAnswer>(config, "offline-sales", {
      sales: sales.map(bodyOf),
      tries,
      sentAt: new Date().toISOString(),
    })
    if (!answer.ok) return { done: false, trouble: answer.code === "no_network" ? "" : answer.message, found }
    for (const { id, ...outcome } of answer.data.results) {
      const sale = sales.find((one) => one.id === id)
      if (sale) await settle({ ...sale, sent: 1, outcome })
    }
    found.push(...answer.data.tries.flatMap(({ order }) => order?.number ?? []))
    const asked = new Set(tries)
    await put(
      triesKey,
      ((await get(triesKey)) ?? []).filter((key) => !asked.has(key)),
    )
  }
  await forgetOld(config.api)
  return { done: true, trouble: "", found }
}

function bodyOf({ id, number, at, sessionId, lines, payments, instead }: OwnSale): object {
  return {
    ...{ id, number, lines, payments, at: new Date(at).toISOString(), tillSessionId: sessionId },
    ...(instead ? { instead } : {}),
  }
}

/** Asks again for what this till keeps, so that it has as many places to sell as it wants. */
export async function refreshKept(config: TillConfig, session: OpenTill): Promise<Kept | null> {
  const known = (await get(keptKey(config, session))) ?? null
  let last: Kept | null = null
  for (const { performance, zones } of known?.reserves ?? []) {
    if (Date.parse(performance.endsAt) < Date.now()) continue
    const wanted = zones.map(({ id, wanted }) => ({ zoneId: id, places: wanted }))
    const answer = await keep(config, session, performance.id, wanted)
    if (answer.ok) last = answer.data
    else if (answer.code === "no_network") return known
  }
  if (last) return last
  const name = await holder()
  const answer = await ask<ReservesAnswer>(
    config,
    `offline-reserves?tillSessionId=${session.id}&holder=${name}`,
  )
  return answer.ok ? keepHere(config, session, answer.data) : known
}

/** Keeps places for this till: the server sets them aside, and their codes stay here. */
export async function keep(
  config: TillConfig,
  session: OpenTill,
  performanceId: string,
  zones: { zoneId: string; places: number }[],
): Promise<Answer<Kept>> {
  const answer = await ask<ReservesAnswer>(config, "offline-reserves", {
    ...{ tillSessionId: session.id, performanceId, holder: await holder(), zones },
  })
  return answer.ok ? { ok: true, data: await keepHere(config, session, answer.data) } : answer
}

async function keepHere(
  config: TillConfig,
  session: OpenTill,
  { data, paper, serverTime }: ReservesAnswer,
): Promise<Kept> {
  const kept: Kept = { reserves: data, paper, ahead: Date.parse(serverTime) - Date.now() }
  await put(keptKey(config, session), kept)
  // Asked for, so that the browser does not clear it when it wants room.
  await navigator.storage?.persist?.().catch(() => false)
  return kept
}

/** Gives back what this till keeps of a performance. What it sold of it must be told before. */
export async function release(config: TillConfig, session: OpenTill, reserveId: string): Promise<string> {
  const told = await sendSales(config)
  if (!told.done) return told.trouble || config.words.noNetwork
  try {
    const response = await fetch(`${config.api}/offline-reserves/${reserveId}`, {
      method: "DELETE",
      headers: { "x-csrf-token": config.csrf },
      credentials: "same-origin",
    })
    if (!response.ok && response.status !== 404) return ((await response.json()) as { title: string }).title
  } catch {
    return config.words.noNetwork
  }
  const known = await get(keptKey(config, session))
  if (known)
    await put(keptKey(config, session), {
      ...known,
      reserves: known.reserves.filter(({ id }) => id !== reserveId),
    })
  return ""
}
