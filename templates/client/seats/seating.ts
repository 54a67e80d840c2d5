import { Camera } from "./camera.ts"
import { Choice } from "./choice.ts"
import { Cursor, closeEnough } from "./cursor.ts"
import { draw } from "./draw.ts"
import { listen } from "./gestures.ts"
import { Hall } from "./hall.ts"
import { follow } from "./live.ts"
import type { Drawing, Setup } from "./setup.ts"
import { makeTip } from "./tip.ts"
import { startViews } from "./views.ts"

/** Below so many pixels a unit one sees the parts of the hall, and a press leads into one. */
const farK = 0.6

const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Brings the page of numbered seats to life. Should that fail, the list and the form are as good. */
export async function startSeating(root: HTMLElement): Promise<void> {
  const setup = JSON.parse(root.dataset.seating ?? "") as Setup
  const form = root.querySelector<HTMLFormElement>(".seating-form")
  const view = root.querySelector<HTMLElement>(".hall-view")
  if (!form || !view) return
  const show = startViews(root, setup.start)
  try {
    const answer = await fetch(setup.plan)
    if (!answer.ok) throw new Error(`the plan answered ${answer.status}`)
    open(root, form, view, setup, (await answer.json()) as Drawing)
  } catch (error) {
    console.error(error)
    show("list")
    const status = form.querySelector("[data-said]")
    if (status) status.textContent = setup.words.failed
  }
}

function open(
  root: HTMLElement,
  form: HTMLFormElement,
  view: HTMLElement,
  setup: Setup,
  drawing: Drawing,
): void {
  const hall = new Hall(drawing, setup, form.querySelectorAll<HTMLInputElement>(".tick"))
  const picture = draw(view, hall, setup.words.section)
  const camera = new Camera(view, picture.world, drawing)
  const cursor = new Cursor(view, hall, camera, firstFree(hall))
  const tip = makeTip(view, hall, camera)
  const choice = new Choice(form, hall, setup, (index) => {
    picture.renew(index)
    if (index === cursor.index) cursor.refresh()
  })

  camera.moved = () => {
    const far = camera.k < farK && drawing.sections.length > 1
    view.toggleAttribute("data-far", far)
    view.toggleAttribute("data-zoomed", !camera.isWhole)
    if (far) picture.names.style.fontSize = `${15 / camera.k}px`
    cursor.follow()
    tip.move()
  }
  camera.moved()

  listen(view, camera, {
    tap(at, kind) {
      const { x, y } = camera.toPlan(at.x, at.y)
      const seat = hall.near(x, y, Math.max(14, 14 / camera.k))
      const close = camera.k >= (kind === "mouse" ? farK : closeEnough * 0.85)
      if (close) {
        if (seat < 0) return
        cursor.place(seat)
        choice.toggle(seat)
        tip.show(kind === "mouse" ? seat : -1)
        return
      }
      const inside = seat >= 0 ? seat : hall.near(x, y, 120)
      const section = drawing.sections[drawing.seats.section[inside] ?? -1]
      if (section) camera.close(section.box, closeEnough * 1.15, { x, y })
    },
    hover(at) {
      if (!at) return tip.show(-1)
      const { x, y } = camera.toPlan(at.x, at.y)
      const seat = camera.k < farK ? -1 : hall.near(x, y, 13)
      tip.show(seat)
      view.toggleAttribute("data-over", seat >= 0 && hall.isFree(seat))
    },
  })

  view.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.matches(":focus-visible")) return
    camera.show(drawing.seats.x[cursor.index] ?? 0, drawing.seats.y[cursor.index] ?? 0, closeEnough)
    tip.show(cursor.index)
  })
  view.addEventListener("focusout", () => tip.show(-1))
  view.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const arrow = arrows[event.key]
    if (arrow) {
      const next = hall.beside(cursor.index, ...arrow)
      if (next !== cursor.index) cursor.moveTo(next)
    } else if (event.key === "Enter" || event.key === " ") {
      choice.toggle(cursor.index)
      cursor.refresh()
    } else if (event.key === "Escape" || event.key === "0") camera.whole()
    else if (event.key === "+" || event.key === "=") camera.zoom(1.5)
    else if (event.key === "-") camera.zoom(1 / 1.5)
    else return
    event.preventDefault()
  })
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-zoom]") : null
    if (button?.dataset.zoom === "in") camera.zoom(1.6)
    if (button?.dataset.zoom === "out") camera.zoom(1 / 1.6)
    if (button?.dataset.zoom === "whole") camera.whole()
  })
  form.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== "seat") return
    choice.settle(hall.indexOf.get(target.value) ?? -1)
  })
  // What a browser ticks again by itself when one comes back.
  addEventListener("pageshow", () => choice.adopt())
  choice.adopt()

  follow(setup.news, (bits) => {
    const changed = hall.hear(bits)
    if (changed.length === 0) return
    choice.lose(changed.filter((index) => hall.taken[index]))
    for (const index of changed) {
      picture.renew(index)
      const box = hall.boxes[index]
      if (!box) continue
      box.disabled = hall.taken[index] === 1
      const { place, price, state } = hall.said(index)
      box.setAttribute("aria-label", `${place}, ${price}, ${state}`)
    }
    picture.count()
    cursor.refresh()
  })
}

function firstFree(hall: Hall): number {
  for (let index = 0; index < hall.size; index++) if (hall.isFree(index)) return index
  return 0
}
