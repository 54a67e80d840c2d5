import type { Camera } from "./camera.ts"

interface Spot {
  x: number
  y: number
}

/** Farther than this, a press is a drag. */
const slack = 7

export interface GestureAnswers {
  tap(at: Spot, kind: string): void
  hover(at: Spot | null): void
}

/** Pinch, wheel and drag move the camera; what is no drag is a tap. */
export function listen(view: HTMLElement, camera: Camera, { tap, hover }: GestureAnswers): void {
  const spots = new Map<number, Spot>()
  let pressed: Spot | null = null
  let dragging = false
  /** The wheel scrolls the page until the map was touched: who passes by keeps going. */
  let engaged = false

  const spotOf = ({ clientX, clientY }: MouseEvent): Spot => {
    const { left, top } = view.getBoundingClientRect()
    return { x: clientX - left - view.clientLeft, y: clientY - top - view.clientTop }
  }

  view.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return
    engaged = true
    const spot = spotOf(event)
    spots.set(event.pointerId, spot)
    pressed = spots.size === 1 ? spot : null
    dragging = spots.size > 1
    hover(null)
  })

  view.addEventListener("pointermove", (event) => {
    const spot = spotOf(event)
    const before = spots.get(event.pointerId)
    if (!before) {
      if (event.pointerType === "mouse") hover(spot)
      return
    }
    if (!dragging && pressed && Math.hypot(spot.x - pressed.x, spot.y - pressed.y) > slack) {
      dragging = true
      view.setPointerCapture(event.pointerId)
      view.toggleAttribute("data-dragging", true)
    }
    if (!dragging) return
    const [other] = [...spots].filter(([id]) => id !== event.pointerId).map(([, one]) => one)
    if (other) {
      const was = Math.hypot(before.x - other.x, before.y - other.y)
      const is = Math.hypot(spot.x - other.x, spot.y - other.y)
      const middle = { x: (spot.x + other.x) / 2, y: (spot.y + other.y) / 2 }
      camera.pan((spot.x - before.x) / 2, (spot.y - before.y) / 2)
      if (was > 0) camera.zoom(is / was, middle, true)
    } else camera.pan(spot.x - before.x, spot.y - before.y)
    spots.set(event.pointerId, spot)
  })

  const release = (event: PointerEvent) => {
    const known = spots.delete(event.pointerId)
    if (known && !dragging && pressed && event.type === "pointerup") tap(pressed, event.pointerType)
    if (spots.size > 0) return
    dragging = false
    pressed = null
    view.toggleAttribute("data-dragging", false)
  }
  view.addEventListener("pointerup", release)
  view.addEventListener("pointercancel", release)
  view.addEventListener("pointerleave", (event) => {
    hover(null)
    if (event.pointerType === "mouse" && !dragging) engaged = false
  })

  view.addEventListener(
    "wheel",
    (event) => {
      if (!engaged && !event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1
      const speed = event.ctrlKey ? 0.01 : 0.0022
      camera.zoom(Math.exp(-event.deltaY * lines * speed), spotOf(event), true)
    },
    { passive: false },
  )
}
