import { type Static, Type } from "typebox"
import { planPicture } from "../seating/plan-picture.ts"
import type { SeatedHall } from "../seating/read-hall.ts"
import type { SeatFeature } from "../seating/seat-features.ts"

const Point = Type.Tuple([Type.Number(), Type.Number()])
const Label = Type.Object({ x: Type.Number(), y: Type.Number(), text: Type.String() })

/** What a browser needs to draw a hall, as short as JSON can be; seats in the order of the plan, as lists side by side. */
export const HallDrawing = Type.Object({
  width: Type.Number(),
  height: Type.Number(),
  categories: Type.Array(Type.String(), { description: "the refs of zones" }),
  seats: Type.Object({
    id: Type.Array(Type.String()),
    x: Type.Array(Type.Number({ description: "24 units from seat to seat" })),
    y: Type.Array(Type.Number()),
    category: Type.Array(Type.Integer({ description: "an index of categories" })),
    section: Type.Array(Type.Integer({ description: "an index of sections" })),
    features: Type.Array(
      Type.Integer({ description: "the sum of 1 wheelchair, 2 companion, 4 restricted view" }),
    ),
  }),
  sections: Type.Array(
    Type.Object({
      name: Type.String(),
      box: Type.Object({ x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() }),
      label: Type.Object({ x: Type.Number(), y: Type.Number() }),
      bandWidth: Type.Number(),
      bands: Type.Array(Type.Array(Point), {
        description: "strips along the rows, for strokes with round ends",
      }),
    }),
  ),
  rowLabels: Type.Array(Label),
  areas: Type.Array(
    Type.Object({
      path: Type.String({ description: "an outline as SVG writes it" }),
      rotation: Type.Number({ description: "degrees around x, y" }),
      x: Type.Number(),
      y: Type.Number(),
      text: Type.Optional(Label),
    }),
  ),
})

const marks = ["wheelchair", "companion", "restricted_view"] as const satisfies readonly SeatFeature[]

const drawn = new WeakMap<SeatedHall, string>()

/** The drawing as JSON. A hall never changes, so it is drawn once. */
export function drawHall(hall: SeatedHall): string {
  let text = drawn.get(hall)
  if (text === undefined) {
    text = JSON.stringify(draw(hall))
    drawn.set(hall, text)
  }
  return text
}

function draw({ plan, file }: SeatedHall): Static<typeof HallDrawing> {
  const picture = planPicture(plan, file)
  const { seats } = picture
  // Sections without seats are not drawn: indices are those of the ones that are.
  const names = plan.sections.map(({ name }) => name)
  const kept = names.flatMap((_, index) => (seats.some((seat) => seat.section === index) ? [index] : []))
  const marksOf = (features: readonly SeatFeature[]) =>
    marks.reduce((sum, mark, bit) => sum + (features.includes(mark) ? 1 << bit : 0), 0)
  return {
    width: picture.width,
    height: picture.height,
    categories: plan.categories.map(({ name }) => name),
    seats: {
      id: seats.map(({ guid }) => guid),
      x: seats.map(({ x }) => x),
      y: seats.map(({ y }) => y),
      category: seats.map(({ category }) => category),
      section: seats.map(({ section }) => kept.indexOf(section)),
      features: plan.seats.map(({ features }) => marksOf(features)),
    },
    sections: picture.sections.map(({ name, box, label, bandWidth, bands }) => ({
      ...{ name, box, label, bandWidth },
      bands: bands.map((band) => band.map(({ x, y }): [number, number] => [x, y])),
    })),
    rowLabels: picture.rowLabels.map(({ x, y, text }) => ({ x, y, text })),
    areas: picture.areas.map((area) => ({
      path: pathOf(area),
      ...{ rotation: area.rotation, x: area.x, y: area.y },
      ...(area.text ? { text: { x: area.text.x, y: area.text.y, text: area.text.text } } : {}),
    })),
  }
}

function pathOf(area: ReturnType<typeof planPicture>["areas"][number]): string {
  const { x, y } = area
  switch (area.shape) {
    case "rectangle":
      return `M${x} ${y}h${area.width}v${area.height}h${-area.width}z`
    case "circle":
      return ellipse(x, y, area.radius, area.radius)
    case "ellipse":
      return ellipse(x, y, area.radiusX, area.radiusY)
    case "polygon":
      return area.points.length > 2
        ? `M${area.points.map((point) => `${point.x} ${point.y}`).join("L")}z`
        : ""
    case "text":
      return ""
  }
}

function ellipse(x: number, y: number, rx: number, ry: number): string {
  return `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`
}
