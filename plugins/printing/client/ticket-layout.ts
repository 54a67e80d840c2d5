/** The layout of a ticket, alive: rows move by buttons and by Alt and an arrow, and the preview follows what is typed. */

const form = document.querySelector<HTMLFormElement>("#layout")
const list = document.querySelector<HTMLOListElement>(".layout-rows")
const picture = document.querySelector<HTMLImageElement>("[data-preview]")

if (form && list && picture) {
  const rows = () => [...list.querySelectorAll<HTMLLIElement>(":scope > li")]
  const rankOf = (row: Element) => row.querySelector<HTMLInputElement>(".layout-rank")

  let wait: ReturnType<typeof setTimeout> | undefined
  const show = () => {
    clearTimeout(wait)
    wait = setTimeout(() => {
      const query = new URLSearchParams()
      for (const [name, value] of new FormData(form))
        if (name !== "_csrf" && typeof value === "string") query.append(name, value)
      picture.src = `${picture.dataset.preview}?${query}`
    }, 150)
  }

  const number = () => {
    for (const [index, row] of rows().entries()) {
      const rank = rankOf(row)
      if (rank) rank.value = String(index + 1)
      const [up, down] = row.querySelectorAll<HTMLButtonElement>(".layout-move")
      if (up) up.ariaDisabled = String(index === 0)
      if (down) down.ariaDisabled = String(index === rows().length - 1)
    }
    show()
  }

  const move = (row: HTMLLIElement, by: -1 | 1) => {
    const focused = document.activeElement
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling
    if (!other) return
    if (by < 0) other.before(row)
    else other.after(row)
    if (focused instanceof HTMLElement) focused.focus()
    number()
  }

  for (const row of rows()) {
    const how = row.querySelector(".layout-how")
    const what = row.querySelector("label")?.firstChild?.textContent?.trim() ?? ""
    for (const [sign, by, words] of [
      ["↑", -1, list.dataset.up],
      ["↓", 1, list.dataset.down],
    ] as const) {
      const button = document.createElement("button")
      button.type = "button"
      button.className = "button button-quiet button-small layout-move"
      button.textContent = sign
      button.ariaLabel = `${words} : ${what}`
      button.addEventListener("click", () => move(row, by))
      how?.append(button)
    }
    row.addEventListener("keydown", (event) => {
      if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return
      event.preventDefault()
      move(row, event.key === "ArrowUp" ? -1 : 1)
    })
    rankOf(row)?.addEventListener("change", () => {
      const wanted = Number(rankOf(row)?.value)
      if (!Number.isInteger(wanted) || wanted < 1) return number()
      const others = rows().filter((one) => one !== row)
      const before = others[wanted - 1]
      if (before) before.before(row)
      else list.append(row)
      rankOf(row)?.focus()
      number()
    })
  }
  form.addEventListener("input", show)
  document.querySelector("[name=previewSize]")?.addEventListener("change", show)
  number()
}
