import type { Box } from "./setup.ts"

/** What is seen of the plan: `k` pixels a unit, and where its corner lies in the window, in pixels. */
interface Sight {
  k: number
  x: number
  y: number
}

const quickMs = 160
/** The most a unit may be enlarged: a seat of 70 px. */
const mostK = 3
const margin = 8

/** Moves the plan within its window. */
export class Camera {
  #sight: Sight = { k: 1, x: 0, y: 0 }
  #whole: Sight = { k: 1, x: 0, y: 0 }
  #frame = 0
  readonly #view: HTMLElement
  readonly #world: SVGGElement
  readonly #plan: { width: number; height: number }
  /** Called after each movement. */
  moved: () => void = () => {}

  constructor(view: HTMLElement, world: SVGGElement, plan: { width: number; height: number }) {
    this.#view = view
    this.#world = world
    this.#plan = plan
    new ResizeObserver(() => this.#measure()).observe(view)
    this.#measure()
  }

  get k(): number {
    return this.#sight.k
  }

  get isWhole(): boolean {
    return this.#sight.k <= this.#whole.k * 1.01
  }

  /** From the plan to the window's pixels, and back. */
  toView(x: number, y: number): { x: number; y: number } {
    return { x: x * this.#sight.k + this.#sight.x, y: y * this.#sight.k + this.#sight.y }
  }
  toPlan(x: number, y: number): { x: number; y: number } {
    return { x: (x - this.#sight.x) / this.#sight.k, y: (y - this.#sight.y) / this.#sight.k }
  }

  whole(): void {
    this.#go(this.#whole)
  }

  /** Enlarges by a factor around a point of the window; its middle unless given. */
  zoom(factor: number, at = this.#middle(), quick = false): void {
    const k = this.#limited(this.#sight.k * factor)
    const point = this.toPlan(at.x, at.y)
    const to = { k, x: at.x - point.x * k, y: at.y - point.y * k }
    if (quick) this.#set(to)
    else this.#go(to)
  }

  pan(dx: number, dy: number): void {
    const { k, x, y } = this.#sight
    this.#set({ k, x: x + dx, y: y + dy })
  }

  /** Brings a part of the plan close, at least so large, around a point of it. */
  close(box: Box, least: number, point: { x: number; y: number }): void {
    const { clientWidth, clientHeight } = this.#view
    const fits = Math.min((clientWidth - 2 * margin) / box.width, (clientHeight - 2 * margin) / box.height)
    const k = this.#limited(Math.max(fits, least))
    const across = fits >= k ? box.x + box.width / 2 : point.x
    const down = fits >= k ? box.y + box.height / 2 : point.y
    this.#go({ k, x: clientWidth / 2 - across * k, y: clientHeight / 2 - down * k })
  }

  /** Makes a point seen, well inside the window, at least so large. */
  show(x: number, y: number, least: number): void {
    const { clientWidth, clientHeight } = this.#view
    const k = Math.max(this.#sight.k, Math.min(least, mostK))
    const at = this.toView(x, y)
    const inside =
      k === this.#sight.k && at.x > 40 && at.y > 40 && at.x < clientWidth - 40 && at.y < clientHeight - 40
    if (!inside) this.#go({ k, x: clientWidth / 2 - x * k, y: clientHeight / 2 - y * k })
  }

  #middle() {
    return { x: this.#view.clientWidth / 2, y: this.#view.clientHeight / 2 }
  }

  #limited(k: number): number {
    return Math.min(Math.max(k, this.#whole.k), Math.max(mostK, this.#whole.k))
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#view
    if (clientWidth === 0) return
    const { width, height } = this.#plan
    const wasWhole = this.isWhole || this.#whole.k === 1
    const k = Math.min((clientWidth - 2 * margin) / width, (clientHeight - 2 * margin) / height)
    this.#whole = { k, x: (clientWidth - width * k) / 2, y: (clientHeight - height * k) / 2 }
    this.#set(wasWhole ? this.#whole : this.#sight)
  }

  /** Gets there in less than 200 ms; at once for who wants no movement. */
  #go(to: Sight): void {
    cancelAnimationFrame(this.#frame)
    const target = this.#held(to)
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#set(target)
      return
    }
    const from = this.#sight
    const began = performance.now()
    const step = (now: number) => {
      const part = Math.min(Math.max(now - began, 0) / quickMs, 1)
      const eased = 1 - (1 - part) ** 3
      const between = (a: number, b: number) => a + (b - a) * eased
      this.#set({
        k: between(from.k, target.k),
        x: between(from.x, target.x),
        y: between(from.y, target.y),
      })
      if (part < 1) this.#frame = requestAnimationFrame(step)
    }
    this.#frame = requestAnimationFrame(step)
  }

  /** The plan never leaves its window. */
  #held({ k, x, y }: Sight): Sight {
    const { clientWidth, clientHeight } = this.#view
    const hold = (at: number, size: number, room: number) =>
      size <= room ? (room - size) / 2 : Math.min(Math.max(at, room - size - room / 3), room / 3)
    return {
      k,
      x: hold(x, this.#plan.width * k, clientWidth),
      y: hold(y, this.#plan.height * k, clientHeight),
    }
  }

  #set(sight: Sight): void {
    const { k, x, y } = this.#held(sight)
    this.#sight = { k, x, y }
    this.#world.setAttribute("transform", `translate(${x} ${y}) scale(${k})`)
    this.moved()
  }
}
