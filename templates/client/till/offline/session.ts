import type { OpenTill, TillConfig } from "../../../till-screen.ts"

const nameOf = ({ api }: TillConfig) => `parterre.till.session ${api}`

/** Which till is open here: a page that is loaded without a network may be older than the opening. */
export function rememberSession(config: TillConfig, session: OpenTill | null): void {
  try {
    if (session) localStorage.setItem(nameOf(config), JSON.stringify(session))
    else localStorage.removeItem(nameOf(config))
  } catch {
    // A browser that keeps nothing sells all the same.
  }
}

export function rememberedSession(config: TillConfig): OpenTill | null {
  try {
    return JSON.parse(localStorage.getItem(nameOf(config)) ?? "null") as OpenTill | null
  } catch {
    return null
  }
}
