import { type Paired, put } from "./store.ts"

/** Uses the code at the end of a pairing link; the device, or why not. */
export async function pairWith(link: string): Promise<Paired | "away" | "refused"> {
  const [code] = /pair\.\d+\.[\w-]{22}/.exec(link) ?? []
  if (!code) return "refused"
  try {
    const answer = await fetch("/api/v1/door/pairings", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code }),
      credentials: "omit",
      cache: "no-store",
    })
    if (!answer.ok) return "refused"
    const paired = (await answer.json()) as Paired
    await put("paired", paired)
    // Asked for, so that the browser does not clear the log when it wants room.
    await navigator.storage?.persist?.().catch(() => false)
    return paired
  } catch {
    return "away"
  }
}
