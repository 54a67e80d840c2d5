import type { Camera } from "./camera.ts"
import type { Hall } from "./hall.ts"

/**
 * The keyboard's place on the map, one tab stop: a box over the seat it is on. There are two that take turns, so that the focus
 * truly moves from seat to seat and each is said, while the 2,000 shapes below stay silent.
 */
export class Cursor {
  readonly #view: HTMLElement
  readonly #hall: Hall
  readonly #camera: Camera
  readonly #boxes: [HTMLElement, HTMLElement]
  /** The seat it is on. */
  index: number

  constructor(view: HTMLElement, hall: Hall, camera: Camera, start: number) {
    this.#view = view
    this.#hall = hall
    this.#camera = camera
    this.index = start
    const make = () => {
      const box = document.createElement("div")
      box.className = "hall-cursor"
      box.setAttribute("role", "checkbox")
      box.tabIndex = -1
      box.hidden = true
      view.append(box)
      return box
    }
    this.#boxes = [make(), make()]
    this.refresh()
  }

  get hasFocus(): boolean {
    return this.#boxes[0] === document.activeElement
  }

  /** Goes to another seat, the focus with it. */
  moveTo(index: number): void {
    this.index = index
    const { x, y } = this.#hall.drawing.seats
    this.#camera.show(x[index] ?? 0, y[index] ?? 0, closeEnough)
    this.#boxes.reverse()
    this.refresh()
    this.#boxes[0].focus({ preventScroll: true })
  }

  /** Without the focus: where the keyboard would begin. */
  place(index: number): void {
    this.index = index
    this.refresh()
  }

  /** Says and shows the seat as it is, where it is now. */
  refresh(): void {
    const [box, other] = this.#boxes
    const { place, price, state } = this.#hall.said(this.index)
    box.setAttribute("aria-label", [place, price, state].filter(Boolean).join(", "))
    box.setAttribute("aria-checked", String(this.#hall.isChosen(this.index)))
    box.setAttribute("aria-disabled", String(!this.#hall.isFree(this.index)))
    box.hidden = false
    box.tabIndex = 0
    this.follow()
    if (other === document.activeElement) return void queueMicrotask(() => this.#rest(other))
    this.#rest(other)
  }

  #rest(box: HTMLElement): void {
    if (box === this.#boxes[0]) return
    box.tabIndex = -1
    box.hidden = true
  }

  /** Stays over its seat while the plan moves. */
  follow(): void {
    const { x, y } = this.#hall.drawing.seats
    const [box] = this.#boxes
    const size = Math.max(20 * this.#camera.k, 16)
    const at = this.#camera.toView(x[this.index] ?? 0, y[this.index] ?? 0)
    // Out of sight it would scroll the window: the focus would be lost behind its edge.
    const left = Math.min(Math.max(at.x, 0), this.#view.clientWidth)
    const top = Math.min(Math.max(at.y, 0), this.#view.clientHeight)
    box.style.inlineSize = `${size}px`
    box.style.blockSize = `${size}px`
    box.style.transform = `translate(${left - size / 2}px, ${top - size / 2}px)`
  }
}

/** Pixels a unit from which a seat can be pointed at: 24 px from one to the next. */
export const closeEnough = 1
