import t from "tap"
import { exportPlan, exportPlanForPretix } from "../../../plugins/seating/export-plan.ts"
import { planErrorsInWords, readPlan } from "../../../plugins/seating/read-plan.ts"
import { planFile, readGoodPlan } from "./real-plan.ts"

const seat = (guid: string, more = {}) => ({
  seat_guid: guid,
  seat_number: guid.slice(1),
  position: { x: 10, y: 0 },
  category: "Unique",
  ...more,
})
const fileOf = (seats: unknown[], more = {}) => ({
  name: "Salle",
  categories: [{ name: "Unique", color: "#2f6db5" }],
  size: { width: 400, height: 300 },
  zones: [
    {
      name: "Parterre",
      position: { x: 100, y: 50 },
      rows: [{ row_number: "A", position: { x: 0, y: 7 }, seats }],
    },
  ],
  ...more,
})
const errorsOf = (body: unknown) => {
  const reading = readPlan(body)
  return "errors" in reading ? reading.errors.map(({ path, rule }) => `${path} ${rule}`) : []
}

t.test("the two plans of the fixtures, whole", async (t) => {
  const small = readGoodPlan(planFile("petite-salle"))
  t.match(small, { name: "Petite salle", size: { width: 400, height: 300 } })
  t.equal(small.seats.length, 53)
  t.match(small.seats[0], { guid: "S-A-1", label: "A-1", section: "Salle", x: 134, y: 60, radius: 9 })

  const large = readGoodPlan(planFile("theatre-italienne"))
  t.equal(large.seats.length, 624)
  t.strictSame(
    large.sections.map(({ name }) => name),
    ["Parterre", "Balcon", "Loges"],
  )
  t.equal(large.rows.length, 17 + 6 + 8)
  t.match(large.categories[0], { name: "Carré or", color: "#b8860b" })
  t.match(large.areas, [
    { shape: "rectangle", x: 250, y: 30, width: 500, text: { text: "Scène", x: 500, y: 70 } },
  ])
  t.match(
    large.seats.find((one) => one.guid === "L-1-4"),
    { label: "Loge 1-4", row: "Loge 1", number: "4", features: ["restricted_view"] },
  )
  t.equal(large.seats.filter((one) => one.features.includes("wheelchair")).length, 6)
})

t.test("export gives back the file, even what nobody reads", async (t) => {
  for (const name of ["petite-salle", "theatre-italienne"] as const) {
    const file = planFile(name)
    t.equal(JSON.stringify(exportPlan(readGoodPlan(file))), JSON.stringify(file), name)
  }
  const odd = { ...fileOf([seat("A1", { tilt: 3 })]), editor: { grid: [1, null, { deep: true }] } }
  t.equal(JSON.stringify(exportPlan(readGoodPlan(odd))), JSON.stringify(odd))
})

t.test("export for pretix holds only what its schema allows", async (t) => {
  const file = fileOf([seat("A1", { radius: 9.4, features: ["aisle"], tilt: 3 })], { editor: {} })
  Object.assign(file.zones[0]?.rows[0] ?? {}, { row_number_position: "left" })
  Object.assign(file.zones[0] ?? {}, { areas: [{ width: 10.4, height: 5, text: "Bar" }] })
  const exported = exportPlanForPretix(readGoodPlan(file))
  t.strictSame(Object.keys(exported).toSorted(), ["categories", "name", "size", "zones"])
  t.strictSame(exported.zones[0], {
    name: "Parterre",
    position: { x: 100, y: 50 },
    rows: [
      {
        row_number: "A",
        position: { x: 0, y: 7 },
        row_number_position: "start",
        seats: [seat("A1", { radius: 9 })],
      },
    ],
    areas: [
      {
        shape: "rectangle",
        rectangle: { width: 10, height: 5 },
        text: { text: "Bar", position: { x: 0, y: 0 } },
      },
    ],
  })
  t.notOk("errors" in readPlan(exported))
})

t.test("names, places and looks", async (t) => {
  const plan = readGoodPlan(
    fileOf([
      seat("A1"),
      seat("A2", { radius: 0, seat_number: "", features: ["aisle", "hearing_loop", "unheard of"] }),
    ]),
  )
  t.match(plan.seats, [
    { label: "A-1", x: 110, y: 57, radius: 10, features: [], longLabel: null },
    { label: "A", radius: 10, features: ["aisle", "hearing_loop"] },
  ])
  const labelled = fileOf([seat("A1")])
  Object.assign(labelled.zones[0]?.rows[0] ?? {}, { row_label: "Rangée %s", seat_label: "fauteuil %s" })
  t.equal(readGoodPlan(labelled).seats[0]?.longLabel, "Rangée A, fauteuil 1")
  const colours = ["#abc", "red", "rgb(1, 2, 3)", "url(//x)", "red;x", "expression(1)"].map((color, i) => ({
    name: i === 0 ? "Unique" : `${i}`,
    color,
  }))
  t.strictSame(
    readGoodPlan(fileOf([seat("A1")], { categories: colours })).categories.map(({ color }) => color),
    ["#abc", "red", "rgb(1, 2, 3)", null, null, null],
    "only what is surely a colour is drawn",
  )
})

t.test("what older versions of the format left out", async (t) => {
  const bare = {
    name: "",
    categories: [{ name: "Unique" }],
    zones: [{ rows: [{ row_number: "", seats: [seat("A1"), seat("A2", { position: { x: 40, y: 5 } })] }] }],
  }
  t.match(readGoodPlan(bare), { size: { width: 60, height: 25 }, sections: [{ name: "" }] })
})

t.test("areas of every shape", async (t) => {
  const areas = [
    { shape: "circle", circle: { radius: 5 }, position: { x: 1, y: 2 }, rotation: 45 },
    { shape: "ellipse", ellipse: { radius: { x: 5, y: 6 } } },
    { shape: "polygon", polygon: { points: [{ x: 1, y: 1 }] }, position: { x: 10, y: 0 } },
    { shape: "text", text: { text: " Bar ", position: { x: 1, y: 1 }, size: 20 } },
    { shape: "rectangle" },
    { shape: "heptagon", text: { text: " " } },
  ]
  const file = fileOf([seat("A1")])
  Object.assign(file.zones[0] ?? {}, { areas })
  t.match(readGoodPlan(file).areas, [
    { shape: "circle", x: 101, y: 52, radius: 5, rotation: 45 },
    { shape: "ellipse", x: 100, y: 50, radiusX: 5, radiusY: 6 },
    { shape: "polygon", points: [{ x: 111, y: 51 }] },
    { shape: "text", text: { text: "Bar", x: 101, y: 51, size: 20 } },
  ])
  t.equal(readGoodPlan(file).areas.length, 4, "what has no shape is not drawn")
})

t.test("refused, with the place", async (t) => {
  t.strictSame(errorsOf(fileOf([seat("A1"), seat("A2"), seat("A1")])), [
    "/zones/0/rows/0/seats/2/seat_guid duplicate_seat",
  ])
  t.strictSame(errorsOf(fileOf([seat("A1", { category: "Loge" })])), [
    "/zones/0/rows/0/seats/0/category unknown_category",
  ])
  t.strictSame(errorsOf(fileOf([])), ["/zones no_seat"])
  t.strictSame(errorsOf(fileOf([seat("A1", { position: { x: Number.POSITIVE_INFINITY, y: Number.NaN } })])), [
    "/zones/0/rows/0/seats/0/position/x wrong_type",
    "/zones/0/rows/0/seats/0/position/y wrong_type",
  ])
  t.strictSame(errorsOf(fileOf([seat("A1", { position: { x: 1e7, y: 0 } })])), [
    "/zones/0/rows/0/seats/0/position/x out_of_range",
  ])
  t.strictSame(errorsOf(fileOf([seat("", { seat_number: "x".repeat(191) }), seat("A2", { radius: -1 })])), [
    "/zones/0/rows/0/seats/0/seat_guid empty",
    "/zones/0/rows/0/seats/0/seat_number too_long",
    "/zones/0/rows/0/seats/1/radius out_of_range",
  ])
  t.strictSame(errorsOf({ ...fileOf([seat("A1")]), categories: undefined }), ["/categories wrong_type"])
  t.strictSame(errorsOf({ zones: [] }), ["/name required", "/categories required"])
  for (const body of [null, 1, "plan", [], undefined]) t.strictSame(errorsOf(body), [" wrong_type"])
})

t.test("limits", async (t) => {
  const rowOf = (r: number, length: number) => ({
    row_number: `${r}`,
    seats: Array.from({ length }, (_, i) => seat(`${r}-${i}`)),
  })
  const hall = (rows: unknown[]) => fileOf([], { zones: [{ rows }] })
  const twenty = Array.from({ length: 20 }, (_, r) => rowOf(r, 1_000))
  t.strictSame(errorsOf(hall(twenty)), [], "20,000 seats")
  t.strictSame(errorsOf(hall([...twenty, rowOf(20, 1)])), ["/zones too_many_seats"])
  t.strictSame(errorsOf(hall([rowOf(0, 1_001)])), ["/zones/0/rows/0/seats too_many"])
  const wrong = Array.from({ length: 300 }, () => seat("same", { category: "none" }))
  t.equal(errorsOf(hall([{ row_number: "A", seats: wrong }])).length, 100)
})

t.test("what a database cannot keep, be it in a property nobody reads", async (t) => {
  t.strictSame(errorsOf(fileOf([seat("A1")], { name: "a\0b" })), ["/name bad_character"])
  t.strictSame(errorsOf(fileOf([seat("A1")], { note: { "a/b": ["\ud800"] } })), [
    "/note/a~1b/0 bad_character",
  ])
  t.strictSame(errorsOf(fileOf([seat("A1")], { note: { "\0": 1 } })), ["/note bad_character"])
  let deep: unknown = 1
  for (let i = 0; i < 50_000; i++) deep = [deep]
  t.match(errorsOf(fileOf([seat("A1")], { note: deep })), [/^\/note(\/0)+ wrong_type$/])
})

t.test("in the words of a page", async (t) => {
  const reading = readPlan(fileOf([seat("A1"), seat("A1")]))
  if (!("errors" in reading)) return t.fail("the plan must be refused")
  t.match(planErrorsInWords(reading.errors, "fr"), [{ message: /^Deux places .* A1$/ }])
  t.match(reading.errors, [{ message: "two seats have the same guid: A1" }])
})
