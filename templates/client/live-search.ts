/** Lists follow what is typed: the same page is fetched and what is below the search takes its place. */
const wait = 200

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-live]")) follow(form)

function follow(form: HTMLFormElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined
  form.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      asking?.abort()
      asking = new AbortController()
      const address = addressOf(form)
      try {
        const answer = await fetch(address, { signal: asking.signal, headers: { accept: "text/html" } })
        if (answer.ok && !answer.redirected) show(form, await answer.text(), address)
      } catch {
        // The next letter asks again, and the button still works.
      }
    }, wait)
  })
}

function addressOf(form: HTMLFormElement): string {
  const given = [...new FormData(form)].filter((entry): entry is [string, string] => Boolean(entry[1]))
  const query = new URLSearchParams(given).toString()
  return form.action + (query ? `?${query}` : "")
}

/** Everything but the search itself, so that neither the focus nor a letter is lost. */
function show(form: HTMLFormElement, html: string, address: string): void {
  const page = new DOMParser().parseFromString(html, "text/html")
  const bar = form.closest(".list-bar")
  const newBar = page.querySelector(".list-bar")
  if (!bar || !newBar) return
  for (const selector of [".list-count", ".list-actions"]) {
    const [old, fresh] = [bar.querySelector(selector), newBar.querySelector(selector)]
    if (old && fresh) old.replaceWith(fresh)
  }
  while (bar.nextSibling) bar.nextSibling.remove()
  while (newBar.nextSibling) bar.parentNode?.append(newBar.nextSibling)
  const filters = [...document.querySelectorAll(".filters")]
  const newFilters = [...page.querySelectorAll(".filters")]
  for (const [index, old] of filters.entries()) {
    const fresh = newFilters[index]
    if (fresh) old.replaceWith(fresh)
  }
  history.replaceState(null, "", address)
}
