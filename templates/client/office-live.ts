/** Keeps figures of the back office true: the page is asked for again, and each `data-refresh` part takes its new text. */
function follow(): void {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-refresh]")]
  const seconds = Number(parts[0]?.dataset.refresh)
  if (!seconds) return
  setInterval(async () => {
    // Not under somebody's hands: the focus would be lost.
    if (document.hidden || parts.some((part) => part.contains(document.activeElement))) return
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null)
    if (!answer?.ok || answer.redirected) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    for (const [index, fresh] of [...page.querySelectorAll("[data-refresh]")].entries())
      parts[index]?.replaceChildren(...fresh.childNodes)
  }, seconds * 1000)
}

follow()
