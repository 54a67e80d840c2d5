import { seatPath, zoneLooks } from "../../seat-mark.ts"
import type { Hall } from "./hall.ts"
import { fill } from "./setup.ts"

const radius = 9.5

export interface Picture {
  world: SVGGElement
  names: SVGGElement
  /** Draws a seat as it is now. */
  renew(index: number): void
  /** Counts again what is free in each section. */
  count(): void
}

/** Draws the hall: one node a seat, written as one text, which a browser reads faster than it makes nodes. */
export function draw(view: HTMLElement, hall: Hall, sectionWords: string): Picture {
  const { drawing } = hall
  const { x, y } = drawing.seats
  const paths = new Map<string, string>()
  const shape = (index: number) => {
    const look = hall.look(index)
    const zone = Math.max(hall.zone[index] ?? 0, 0) % zoneLooks
    const key = `${look} ${zone}`
    let path = paths.get(key)
    if (path === undefined) {
      path = seatPath(look, zone, radius)
      paths.set(key, path)
    }
    const own = look === "taken" || look === "chosen" || look === "kept"
    return { path, name: own ? `seat-${look}` : `seat-zone-${zone}` }
  }
  const seats = drawing.seats.id.map((_, index) => {
    const { path, name } = shape(index)
    return `<path class="${name}" transform="translate(${x[index]} ${y[index]})" d="${path}"/>`
  })
  const bands = drawing.sections.map(
    ({ bands, bandWidth }) =>
      `<path stroke-width="${bandWidth}" d="${bands.map((band) => `M${[...band, ...(band.length === 1 ? band : [])].join("L")}`).join("")}"/>`,
  )
  const areas = drawing.areas.map(
    ({ path, rotation, x, y, text }) =>
      `<g${rotation ? ` transform="rotate(${rotation} ${x} ${y})"` : ""}>${path && `<path d="${path}"/>`}${text ? label(text) : ""}</g>`,
  )
  const names = drawing.sections.map(
    ({ label: at, name }) =>
      `<text x="${at.x}" y="${at.y}"><tspan>${escaped(name)}</tspan><tspan x="${at.x}" dy="1.2em"></tspan></text>`,
  )
  const svg = `<svg aria-hidden="true" focusable="false"><g><g class="hall-bands">${bands.join("")}</g><g class="hall-areas">${areas.join("")}</g><g class="hall-rows">${drawing.rowLabels.map(label).join("")}</g><g class="hall-seats" fill-rule="evenodd">${seats.join("")}</g><g class="hall-names">${names.join("")}</g></g></svg>`
  view.insertAdjacentHTML("afterbegin", svg)
  const world = view.querySelector<SVGGElement>("svg > g")
  const drawn = view.querySelector(".hall-seats")?.children
  const named = view.querySelector<SVGGElement>(".hall-names")
  if (!world || !drawn || !named) throw new Error("the hall is not drawn")
  const picture: Picture = {
    world,
    names: named,
    renew(index) {
      const { path, name } = shape(index)
      drawn[index]?.setAttribute("d", path)
      drawn[index]?.setAttribute("class", name)
    },
    count() {
      for (const [section, text] of [...named.children].entries()) {
        const second = text.lastElementChild
        if (second) second.textContent = fill(sectionWords, { free: hall.freeIn(section) })
      }
    },
  }
  picture.count()
  return picture
}

function label({ x, y, text }: { x: number; y: number; text: string }): string {
  return `<text x="${x}" y="${y}">${escaped(text)}</text>`
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)
}
