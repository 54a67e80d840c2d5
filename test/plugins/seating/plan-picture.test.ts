import t from "tap"
import { planPicture } from "../../../plugins/seating/plan-picture.ts"
import { hallOf, planFile, readGoodPlan } from "./real-plan.ts"

const pictureOf = (name: "petite-salle" | "theatre-italienne") => {
  const plan = readGoodPlan(planFile(name))
  return { plan, picture: planPicture(plan, hallOf(plan).neighbours) }
}

t.test("the small hall, 24 units from seat to seat", async (t) => {
  const { picture } = pictureOf("petite-salle")
  t.equal(picture.seats.length, 53)
  const [first, second] = picture.seats
  t.equal((second?.x ?? 0) - (first?.x ?? 0), 24)
  t.match(first, { guid: "S-A-1", label: "A-1", y: 24, radius: 9.8, section: 0, category: 0 })
  t.match(picture.sections, [{ name: "Salle", seats: 53, bands: { length: 6 } }])
  t.strictSame(
    picture.rowLabels.slice(0, 2).map(({ text, y }) => [text, y]),
    [
      ["A", 24],
      ["A", 24],
    ],
    "on both ends",
  )
  t.ok((picture.rowLabels[0]?.x ?? 0) < (first?.x ?? 0))
})

t.test("all lies inside the view box, seats do not overlap", async (t) => {
  for (const name of ["petite-salle", "theatre-italienne"] as const) {
    const { plan, picture } = pictureOf(name)
    const inside = ({ x, y }: { x: number; y: number }) =>
      x >= 0 && y >= 0 && x <= picture.width && y <= picture.height
    t.ok(
      [...picture.seats, ...picture.rowLabels, ...picture.sections.map(({ label }) => label)].every(inside),
    )
    t.equal(picture.seats.length, plan.seats.length)
    for (const section of picture.sections) {
      t.ok(
        inside(section.box) &&
          inside({ x: section.box.x + section.box.width, y: section.box.y + section.box.height }),
      )
    }
    const touching = picture.seats.some((a, i) =>
      picture.seats.slice(i + 1).some((b) => Math.hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius),
    )
    t.notOk(touching)
  }
})

t.test("the theatre: its stage, its sections from afar, its rows' names", async (t) => {
  const { plan, picture } = pictureOf("theatre-italienne")
  t.match(picture.areas, [{ shape: "rectangle", text: { text: "Scène" } }])
  t.strictSame(
    picture.sections.map(({ name, seats, bands }) => [name, seats, bands.length]),
    [
      ["Parterre", 406, 18],
      ["Balcon", 186, 6],
      ["Loges", 32, 8],
    ],
    "rows run on over aisles; the wheelchair places are two strips; each box is one",
  )
  const box = picture.sections[2]
  const inBoxes = picture.seats.filter((seat) => seat.section === 2)
  t.ok(
    inBoxes.some((seat) => seat.x === box?.label.x && seat.y === box?.label.y),
    "the name of the boxes is on a box, not amid the stalls between them",
  )
  const loge = picture.rowLabels.filter(({ text }) => text === "Loge 1")
  const seats = picture.seats.filter(({ guid }) => guid.startsWith("L-1-"))
  t.equal(loge.length, 1)
  t.ok(
    seats.every((seat) => seat.x > (loge[0]?.x ?? 0)),
    "on the left",
  )
  t.equal(plan.categories[picture.seats[0]?.category ?? -1]?.name, "Carré or")
})

t.test("areas of every shape keep their proportions", async (t) => {
  const plan = readGoodPlan({
    name: "Salle",
    categories: [{ name: "Unique" }],
    zones: [
      {
        rows: [
          {
            row_number: "",
            seats: [0, 12].map((x) => ({
              seat_guid: `${x}`,
              seat_number: "",
              position: { x, y: 0 },
              category: "Unique",
            })),
          },
        ],
        areas: [
          { shape: "circle", circle: { radius: 6 }, position: { x: 6, y: 20 } },
          { shape: "ellipse", ellipse: { radius: { x: 6, y: 3 } }, position: { x: 6, y: 20 } },
          {
            shape: "polygon",
            polygon: {
              points: [
                { x: 0, y: 0 },
                { x: 12, y: 12 },
              ],
            },
          },
          { shape: "text", text: { text: "Bar", position: { x: 0, y: 0 }, size: 8 } },
        ],
      },
    ],
  })
  const { areas, rowLabels } = planPicture(plan, { blocks: [["0", "12"]], behind: [] })
  t.match(areas, [
    { radius: 12, x: 36, y: 64 },
    { radiusX: 12, radiusY: 6 },
    {
      points: [
        { x: 24, y: 24 },
        { x: 48, y: 48 },
      ],
    },
    { text: { size: 16, x: 24, y: 24 } },
  ])
  t.strictSame(rowLabels, [])
})
