import { countUnsent } from "./store.ts"
import { type SyncEnd, synchronise } from "./sync.ts"

export interface SyncState {
  end: SyncEnd
  waiting: number
  /** When this was found, in milliseconds. */
  at?: number
}

const every = 15_000
const longest = 60_000

let hurry: (() => void) | undefined

/** Sends soon what was just kept. */
export function syncSoon(): void {
  hurry?.()
}

/** Synchronises from time to time, at once when the network comes back, and less and less often while it is away. */
export function startSync(version: string, tell: (state: SyncState) => void): () => void {
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let running = false

  async function run(): Promise<void> {
    if (running || stopped) return
    running = true
    clearTimeout(timer)
    const end = await synchronise({ version, battery: await battery() })
    running = false
    if (stopped) return
    failures = end === "away" ? failures + 1 : 0
    const waiting = await countUnsent()
    tell({ end, waiting, at: Date.now() })
    if (end === "away" && waiting > 0) void inBackground()
    // A little chance, so that twenty doors do not all come back at once.
    const wait = failures === 0 ? every : Math.min(2000 * 2 ** failures, longest) * (0.75 + Math.random() / 2)
    if (end === "synced" || end === "away") timer = setTimeout(run, wait)
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(run, failures === 0 ? 400 : 2000)
  }
  const shown = () => document.hidden || void run()
  hurry = soon
  addEventListener("online", run)
  document.addEventListener("visibilitychange", shown)
  void run()
  return () => {
    stopped = true
    clearTimeout(timer)
    removeEventListener("online", run)
    document.removeEventListener("visibilitychange", shown)
  }
}

/** Where the browser can, it sends the rest when the network is back, even if the page is closed by then. */
async function inBackground(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration("/scanner")
  const sync = (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync
  await sync?.register("door").catch(() => undefined)
}

async function battery(): Promise<number | undefined> {
  const asked = (navigator as { getBattery?(): Promise<{ level: number }> }).getBattery
  const { level } = (await asked?.call(navigator).catch(() => undefined)) ?? {}
  return level === undefined ? undefined : Math.round(level * 100)
}
