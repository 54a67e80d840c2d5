/** How often it is asked which seats are taken, while somebody looks. */
const everyMs = 1200

/** Hears of seats that are taken or free again, within two seconds. What fails is asked again. */
export function follow(address: string, hear: (bits: string) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = async () => {
    clearTimeout(timer)
    if (document.hidden) return
    const began = Date.now()
    try {
      const answer = await fetch(address)
      if (answer.ok) hear(((await answer.json()) as { taken: string }).taken)
    } catch {
      // No network for a moment: the next answer brings all of it.
    }
    clearTimeout(timer)
    timer = setTimeout(ask, Math.max(everyMs - (Date.now() - began), 200))
  }
  document.addEventListener("visibilitychange", ask)
  addEventListener("pageshow", ({ persisted }) => persisted && ask())
  timer = setTimeout(ask, everyMs)
}
