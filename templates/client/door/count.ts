const every = 15_000

/** Keeps "12 entrés sur 80" true: other gates let people in too. Gives the way to ask at once. */
export function followCount(attendance: string): () => void {
  const counter = document.querySelector<HTMLElement>("[data-count]")
  const figure = (value: number) => value.toLocaleString(document.documentElement.lang)
  const ask = async () => {
    const response = await fetch(attendance, { cache: "no-store", credentials: "same-origin" }).catch(
      () => null,
    )
    if (!counter || !response?.ok) return
    const { entered, expected } = (await response.json()) as { entered: number; expected: number }
    counter.textContent = (counter.dataset.count ?? "")
      .replace("{entered}", figure(entered))
      .replace("{expected}", figure(expected))
  }
  setInterval(() => document.hidden || void ask(), every)
  document.addEventListener("visibilitychange", () => document.hidden || void ask())
  return () => void ask()
}
