import { signal, type Tone } from "./signals.ts"

/** A green answer makes room for the camera after this long, in milliseconds; the others wait for the next ticket. */
const greenFor = 4000

/** A camera that sees the next ticket does not take an answer away before it was read, in milliseconds. */
const readFor = 1200

/** Where answers are shown: each a copy of the one the page brought along for its result. */
export class Stage {
  readonly #desk: HTMLElement
  readonly #stage: Element
  readonly #ready: HTMLElement
  readonly #place: Element
  #fading: ReturnType<typeof setTimeout> | undefined
  #shownAt = Number.NEGATIVE_INFINITY

  constructor(desk: HTMLElement) {
    this.#desk = desk
    this.#stage = find(desk, "[data-stage]")
    this.#ready = find(desk, "[data-ready]")
    this.#place = find(desk, "[data-answer]")
    this.#place.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("button")) this.clear()
    })
  }

  /** Whether the answer that is shown was there for long enough. */
  get wasRead(): boolean {
    return performance.now() - this.#shownAt >= readFor
  }

  /** Asked and not answered yet: nothing is shown that could be taken for the answer. */
  wait(waiting: boolean): void {
    if (waiting) this.clear()
    this.#stage.setAttribute("aria-busy", String(waiting))
  }

  clear(): void {
    clearTimeout(this.#fading)
    this.#place.replaceChildren()
    this.#ready.hidden = false
  }

  /** Shows, sounds and shakes an answer; gives it back for its buttons. */
  show(result: string, line: string, show: string | null): HTMLElement | undefined {
    const template = this.#desk.querySelector<HTMLTemplateElement>(`template[data-result="${result}"]`)
    const answer = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined
    if (!answer) return undefined
    write(answer, ".answer-detail", line)
    write(answer, ".answer-show", show)
    this.clear()
    this.#ready.hidden = true
    this.#place.replaceChildren(answer)
    this.#shownAt = performance.now()
    const tone = answer.dataset.tone as Tone
    signal(tone)
    if (tone === "green" && !show) this.#fading = setTimeout(() => this.clear(), greenFor)
    return answer
  }
}

export function find<E extends HTMLElement>(within: ParentNode, selector: string): E {
  const found = within.querySelector<E>(selector)
  if (!found) throw new Error(`${selector} is missing`)
  return found
}

function write(answer: Element, selector: string, text: string | null): void {
  const element = answer.querySelector(selector)
  if (text && element) element.textContent = text
  else element?.remove()
}
