import type { TillConfig } from "../../../till-screen.ts"
import type { Line } from "../basket.ts"
import type { State } from "../state.ts"

const nameOf = ({ api }: TillConfig) => `parterre.till.basket ${api}`

/** The basket stays through a reload. Who buys is not kept: a browser is no place for names. */
export function saveBasket(config: TillConfig, { lines, uncertain, anywhere }: State): void {
  try {
    if (lines.length === 0 && !uncertain) localStorage.removeItem(nameOf(config))
    else localStorage.setItem(nameOf(config), JSON.stringify({ lines, uncertain, anywhere }))
  } catch {
    // A browser that keeps nothing sells all the same.
  }
}

export function restoreBasket(config: TillConfig): Pick<State, "lines" | "uncertain" | "anywhere"> {
  const none = { lines: [], uncertain: "", anywhere: false }
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(config)) ?? "null") as typeof none | null
    const lines = (kept?.lines ?? []).filter(({ performance }: Line) => Date.parse(performance.startsAt) > 0)
    return kept ? { lines, uncertain: kept.uncertain, anywhere: kept.anywhere } : none
  } catch {
    return none
  }
}
