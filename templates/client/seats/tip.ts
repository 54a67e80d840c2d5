import type { Camera } from "./camera.ts"
import type { Hall } from "./hall.ts"

/** What is said of the seat under the pointer or the focus, for those who look. */
export function makeTip(view: HTMLElement, hall: Hall, camera: Camera) {
  const tip = document.createElement("div")
  tip.className = "hall-tip"
  tip.setAttribute("aria-hidden", "true")
  tip.hidden = true
  const place = document.createElement("strong")
  const rest = document.createElement("span")
  tip.append(place, rest)
  view.append(tip)
  let shown = -1
  const move = () => {
    if (shown < 0) return
    const { x, y } = hall.drawing.seats
    const at = camera.toView(x[shown] ?? 0, y[shown] ?? 0)
    const gap = 16 * camera.k + 6
    const above = at.y - gap - tip.offsetHeight
    const left = Math.min(Math.max(at.x - tip.offsetWidth / 2, 4), view.clientWidth - tip.offsetWidth - 4)
    tip.style.transform = `translate(${left}px, ${above > 4 ? above : at.y + gap}px)`
  }
  return {
    move,
    show(index: number) {
      shown = hall.boxes[index] ? index : -1
      tip.hidden = shown < 0
      if (shown < 0) return
      const said = hall.said(index)
      place.textContent = said.place
      rest.textContent = hall.isFree(index) ? said.price : said.state
      move()
    },
  }
}
