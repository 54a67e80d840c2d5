import { useEffect, useRef, useState } from "preact/hooks"
import type { OpenTill, TillConfig } from "../../../till-screen.ts"
import type { Kept, OwnSale } from "./kept.ts"
import { keptKey } from "./sell.ts"
import { get, put, salesOf } from "./store.ts"
import { refreshKept, sendSales } from "./sync.ts"

/** How often what is kept is filled up again, in milliseconds. */
const refreshEvery = 60_000

export interface Offline {
  /** The server can't be reached. */
  away: boolean
  kept: Kept | null
  /** Of this device, the last first. */
  sales: OwnSale[]
  /** What the server said when it took the sales, in words. */
  trouble: string
  found: string[]
  /** So many were sent since the network came back. */
  sentNow: number
  /** The server answered, or did not. */
  heard(reached: boolean): void
  /** Something was sold, kept or released. */
  changed(): Promise<void>
  /** A try of a sale whose answer was not heard, and that nobody goes on with. */
  giveUp(key: string): Promise<void>
}

/** What the till knows of the network, of what it keeps and of what it sold without it. */
export function useOffline(config: TillConfig, session: OpenTill | null): Offline {
  const [away, setAway] = useState(false)
  const [kept, setKept] = useState<Kept | null>(null)
  const [sales, setSales] = useState<OwnSale[]>([])
  const [said, setSaid] = useState({ trouble: "", found: [] as string[], sentNow: 0 })
  const now = useRef({ away, session, busy: false })
  Object.assign(now.current, { away, session })

  async function read(): Promise<OwnSale[]> {
    const own = await salesOf(config.api)
    setSales(own)
    const { session } = now.current
    setKept(session ? ((await get(keptKey(config, session))) ?? null) : null)
    return own
  }

  async function reconcile(): Promise<void> {
    if (now.current.busy) return
    now.current.busy = true
    try {
      const before = (await read()).filter(({ sent }) => sent === 0).length
      const { done, trouble, found } = await sendSales(config)
      const after = (await read()).filter(({ sent }) => sent === 0).length
      setSaid((said) => ({
        trouble,
        found: [...said.found, ...found],
        sentNow: said.sentNow + before - after,
      }))
      const { session } = now.current
      if (done && session) await refreshKept(config, session)
      await read()
    } catch {
      // A browser that keeps nothing (private windows): the till sells online as before.
    } finally {
      now.current.busy = false
    }
  }

  useEffect(() => {
    void reconcile()
    const timer = setInterval(() => now.current.away || void reconcile(), refreshEvery)
    const cut = () => setAway(true)
    addEventListener("offline", cut)
    return () => {
      clearInterval(timer)
      removeEventListener("offline", cut)
    }
  }, [session?.id])

  return {
    ...{ away, kept, sales, ...said },
    heard(reached) {
      if (reached && now.current.away) {
        setAway(false)
        void reconcile()
      } else if (!reached && !now.current.away) {
        setSaid({ trouble: "", found: [], sentNow: 0 })
        setAway(true)
      }
    },
    async changed() {
      await read()
      if (!now.current.away) await reconcile()
    },
    async giveUp(key) {
      const name = `tries ${config.api}` as const
      await put(name, [...((await get(name)) ?? []), key])
      if (!now.current.away) await reconcile()
    },
  }
}
