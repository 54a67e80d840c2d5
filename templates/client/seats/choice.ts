import type { Hall } from "./hall.ts"
import { fill, type Setup } from "./setup.ts"

/** The chosen seats beside the map: their tariffs, their total, and the way to let them go. */
export class Choice {
  readonly #hall: Hall
  readonly #setup: Setup
  readonly #panel: HTMLElement
  readonly #status: HTMLElement
  readonly #sum: HTMLElement
  readonly #form: HTMLElement
  /** In the order of choosing, each with its price. */
  readonly #chosen = new Map<number, string>()
  readonly #money: Intl.NumberFormat
  readonly #changed: (index: number) => void

  constructor(form: HTMLFormElement, hall: Hall, setup: Setup, changed: (index: number) => void) {
    const panel = form.querySelector<HTMLElement>("[data-chosen]")
    const status = form.querySelector<HTMLElement>("[data-said]")
    const sum = form.querySelector<HTMLElement>("[data-total]")
    if (!panel || !status || !sum) throw new Error("the page has no place for what is chosen")
    this.#hall = hall
    this.#setup = setup
    this.#panel = panel
    this.#status = status
    this.#sum = sum
    this.#form = form
    this.#changed = changed
    this.#money = new Intl.NumberFormat(setup.locale, { style: "currency", currency: setup.currency })
    panel.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>("[data-remove]") : null
      if (button) this.#removeBy(button)
    })
    panel.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLSelectElement)) return
      this.#chosen.set(Number(target.dataset.seat), target.value)
      this.#total()
    })
  }

  get count(): number {
    return this.#chosen.size
  }

  /** Takes up what is ticked in the list. */
  adopt(): void {
    for (const [index, box] of this.#hall.boxes.entries()) {
      if (!box || box.checked === this.#chosen.has(index)) continue
      if (box.checked) this.#chosen.set(index, box.dataset.price ?? this.#pricesOf(index)[0]?.id ?? "")
      else this.#chosen.delete(index)
      this.#changed(index)
    }
    this.#show()
  }

  /** Chooses a seat, or lets it go. */
  toggle(index: number): void {
    const box = this.#hall.boxes[index]
    if (!box || (!this.#hall.isFree(index) && !box.checked)) return
    box.checked = !box.checked
    this.settle(index)
  }

  /** After a box was ticked or cleared. */
  settle(index: number): void {
    const box = this.#hall.boxes[index]
    if (!box || box.checked === this.#chosen.has(index)) return
    const { words, max } = this.#setup
    if (box.checked && this.count + this.#kept() >= max) {
      box.checked = false
      this.say(fill(words.max, { max }), true)
      return
    }
    if (box.checked) this.#chosen.set(index, this.#pricesOf(index)[0]?.id ?? "")
    else this.#chosen.delete(index)
    this.#changed(index)
    this.#show()
    const seat = this.#hall.said(index).place
    this.say(fill(box.checked ? words.chosen : words.removed, { seat, count: this.count }))
  }

  /** Somebody else has these now. */
  lose(indices: readonly number[]): void {
    const lost = indices.filter((index) => this.#chosen.has(index))
    if (lost.length === 0) return
    for (const index of lost) {
      const box = this.#hall.boxes[index]
      if (box) box.checked = false
      this.#chosen.delete(index)
      this.#changed(index)
    }
    const said = lost.map((index) => fill(this.#setup.words.gone, { seat: this.#hall.said(index).place }))
    this.#show()
    this.say(said.join(" "), true)
  }

  /** `shown`: also to those who look. */
  say(words: string, shown = false): void {
    this.#status.textContent = words
    this.#status.className = shown ? "wrong" : "unseen"
  }

  #removeBy(button: HTMLElement): void {
    const index = Number(button.dataset.remove)
    const place = [...this.#panel.querySelectorAll("[data-remove]")].indexOf(button)
    this.toggle(index)
    const left = [...this.#panel.querySelectorAll<HTMLElement>("[data-remove]")]
    const next = left[Math.min(place, left.length - 1)] ?? this.#panel
    next.focus()
  }

  #kept(): number {
    return this.#hall.kept.reduce((sum, one) => sum + one, 0)
  }

  #pricesOf(index: number) {
    return this.#setup.zones[this.#hall.zone[index] ?? -1]?.prices ?? []
  }

  #show(): void {
    const { words } = this.#setup
    this.#panel.tabIndex = -1
    this.#sum.hidden = this.count === 0
    this.#form.toggleAttribute("data-some", this.count > 0)
    if (this.count === 0) {
      const hint = document.createElement("p")
      hint.className = "hint"
      hint.textContent = words.none
      this.#panel.replaceChildren(hint)
      return
    }
    const list = document.createElement("ul")
    list.append(...[...this.#chosen.keys()].map((index) => this.#line(index)))
    this.#panel.replaceChildren(list)
    this.#total()
  }

  #line(index: number): HTMLElement {
    const { words, zones } = this.#setup
    const { place, price } = this.#hall.said(index)
    const item = document.createElement("li")
    item.className = "chosen-seat"
    const name = document.createElement("span")
    name.textContent = place
    const zone = zones[this.#hall.zone[index] ?? -1]
    if (zone && !place.includes(zone.name)) {
      const also = document.createElement("span")
      also.className = "hint"
      also.textContent = ` ${zone.name}`
      name.append(also)
    }
    const remove = document.createElement("button")
    remove.type = "button"
    remove.className = "button button-quiet button-small"
    remove.dataset.remove = String(index)
    remove.setAttribute("aria-label", fill(words.removeSeat, { seat: place }))
    remove.textContent = words.remove
    const prices = this.#pricesOf(index)
    if (prices.length < 2) {
      const only = document.createElement("span")
      only.className = "money"
      only.textContent = price
      item.append(name, remove, only)
      return item
    }
    const tariffs = document.createElement("select")
    tariffs.className = "control"
    tariffs.name = `price[${this.#hall.boxes[index]?.value}]`
    tariffs.dataset.seat = String(index)
    tariffs.setAttribute("aria-label", fill(words.tariff, { seat: place }))
    for (const { id, tariff, amount } of prices)
      tariffs.add(new Option(`${tariff}, ${this.#price(amount)}`, id, false, this.#chosen.get(index) === id))
    item.append(name, remove, tariffs)
    return item
  }

  #total(): void {
    const total = [...this.#chosen].reduce(
      (sum, [index, price]) => sum + (this.#pricesOf(index).find(({ id }) => id === price)?.amount ?? 0),
      0,
    )
    const shown = this.#sum.querySelector(".money")
    if (shown) shown.textContent = this.#price(total)
  }

  #price(cents: number): string {
    return this.#money.format(cents / 10 ** (this.#money.resolvedOptions().maximumFractionDigits ?? 2))
  }
}
