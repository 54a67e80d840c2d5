export const views = ["map", "list", "best"] as const
export type View = (typeof views)[number]

/** The links above become tabs: one way of choosing is seen at a time, what was chosen stays. */
export function startViews(root: HTMLElement, start: View): (view: View) => void {
  const links = [...root.querySelectorAll<HTMLAnchorElement>(":scope > nav a")]
  const viewOf = (hash: string) => views.find((view) => hash === `#${view}`)
  const show = (view: View) => {
    root.dataset.view = view
    for (const link of links) {
      if (viewOf(link.hash) === view) link.setAttribute("aria-current", "true")
      else link.removeAttribute("aria-current")
    }
    for (const one of views) root.querySelector(`#${one}`)?.toggleAttribute("hidden", one !== view)
    root.querySelector(".seating-form")?.toggleAttribute("hidden", view === "best")
  }
  for (const link of links)
    link.addEventListener("click", (event) => {
      const view = viewOf(link.hash)
      if (!view) return
      event.preventDefault()
      show(view)
      history.replaceState(history.state, "", link.hash)
    })
  show(viewOf(location.hash) ?? start)
  return show
}
