import { isDeepStrictEqual } from "node:util"
import fc from "fast-check"
import t from "tap"
import { addRows } from "../../../plugins/seating/editing/add-rows.ts"
import { addTable } from "../../../plugins/seating/editing/add-table.ts"
import { type AreaKind, addArea, changeArea, setAreaText } from "../../../plugins/seating/editing/areas.ts"
import {
  addCategory,
  countByCategory,
  recolourCategory,
  removeCategory,
  renameCategory,
} from "../../../plugins/seating/editing/categories.ts"
import {
  copySelection,
  pasteClip,
  removeSelection,
  setCategory,
  setFeature,
  setNamePlace,
  setNumber,
  setRadius,
} from "../../../plugins/seating/editing/change-selection.ts"
import { begin, record, redo, undo } from "../../../plugins/seating/editing/history.ts"
import { emptyPlan, withIds } from "../../../plugins/seating/editing/ids.ts"
import {
  mirrorSelection,
  moveSelection,
  turnSelection,
} from "../../../plugins/seating/editing/move-selection.ts"
import { nameRow, nameRows, numberSeats } from "../../../plugins/seating/editing/number-rows.ts"
import { usualNaming, usualNumbering } from "../../../plugins/seating/editing/numbering.ts"
import {
  addSection,
  moveToSection,
  removeSection,
  renameSection,
} from "../../../plugins/seating/editing/sections.ts"
import { bendRows, spreadRows, spreadSeats } from "../../../plugins/seating/editing/shape-rows.ts"
import { rowsOf, type Selection, seatsOf } from "../../../plugins/seating/editing/walk.ts"
import type { PlanFile } from "../../../plugins/seating/plan-file.ts"
import { readPlan } from "../../../plugins/seating/read-plan.ts"
import { seatFeatures } from "../../../plugins/seating/seat-features.ts"
import { planFile } from "../../support/seated.ts"

/** What a plan may be while it is drawn. */
const unfinished = ["no_seat", "standing_and_seated"]

type Edit = (file: PlanFile) => PlanFile

const small = fc.integer({ min: 1, max: 9 })
const coordinate = fc.integer({ min: -500, max: 500 })
const point = fc.record({ x: coordinate, y: coordinate })
const name = fc.constantFrom("Carré or", "Balcon", "A", "Série 2")

/** Some of what a plan holds, chosen by numbers so that any plan has it. */
function pick(file: PlanFile, picks: readonly number[]): Selection {
  const seats = [...seatsOf(file)].map(({ seat }) => seat.seat_guid)
  const areas = file.zones.flatMap((zone) => (zone.areas ?? []).map(({ uuid }) => uuid ?? ""))
  return {
    seats: new Set(picks.flatMap((one) => seats.slice(one % (seats.length || 1)).slice(0, 5))),
    areas: new Set(picks.slice(0, 1).flatMap((one) => areas[one % (areas.length || 1)] ?? [])),
  }
}

const sectionOf = (file: PlanFile, one: number) => file.zones[one % file.zones.length]?.uuid ?? ""
const categoryOf = (file: PlanFile, one: number) => file.categories[one % file.categories.length]?.name ?? ""

/** Any edit the editor makes. */
const edit: fc.Arbitrary<Edit> = fc
  .record({
    picks: fc.array(fc.nat(5000), { minLength: 1, maxLength: 3 }),
    one: fc.nat(50),
    two: small,
    three: small,
    at: point,
    bend: fc.integer({ min: -170, max: 250 }),
    gap: fc.integer({ min: 5, max: 60 }),
    name,
    on: fc.boolean(),
    which: fc.nat(25),
    style: fc.constantFrom("sequential", "odd", "even", "odd-even", "letters" as const),
    from: fc.constantFrom("left", "right" as const),
    kind: fc.constantFrom<AreaKind>("stage", "standing", "landmark", "text"),
    shape: fc.constantFrom("rectangle", "ellipse", "polygon" as const),
  })
  .map((given) => (file: PlanFile) => {
    const { one, two, three, at, bend, gap, name, on } = given
    const chosen = pick(file, given.picks)
    const rows = rowsOf(file, chosen.seats)
    const section = sectionOf(file, one)
    const category = categoryOf(file, one)
    const [uuid = ""] = chosen.areas
    const [guid = ""] = chosen.seats
    const numbering = { style: given.style as "odd", from: given.from as "left", start: two }
    const block = {
      rows: two,
      seats: three,
      seatGap: gap,
      rowGap: gap,
      bend,
      turn: one,
      staggered: on,
      radius: 9,
    }
    const edits: Edit[] = [
      () => addRows(file, { ...block, section, at, category, naming: usualNaming, numbering }).file,
      () =>
        addTable(file, {
          section,
          at,
          shape: on ? "round" : "long",
          seats: two,
          seatGap: gap,
          radius: 9,
          category,
          name,
        }).file,
      () =>
        addArea(file, {
          section,
          kind: given.kind,
          shape: given.shape,
          corners: [at, { x: at.x + gap, y: at.y + gap }, { x: at.x, y: at.y + gap }],
          text: name,
          capacity: two,
          category,
        }).file,
      () => bendRows(file, rows, bend),
      () => spreadSeats(file, rows, gap),
      () => spreadRows(file, rows, gap),
      () => numberSeats(file, rows, numbering),
      () =>
        nameRows(file, rows, {
          ...usualNaming,
          style: on ? "letters" : "numbers",
          from: "bottom",
          start: one + 1,
        }),
      () => nameRow(file, [...rows][0] ?? "", name),
      () => moveSelection(file, chosen, at),
      () => turnSelection(file, chosen, bend),
      () => mirrorSelection(file, chosen),
      () => removeSelection(file, chosen),
      () => setCategory(file, chosen, category),
      () => setFeature(file, chosen.seats, seatFeatures[one % seatFeatures.length] ?? "aisle", on),
      () => setNumber(file, guid, String(one)),
      () => setRadius(file, chosen.seats, gap),
      () => setNamePlace(file, rows, on ? "both" : null),
      () => pasteClip(file, copySelection(file, chosen), { section, by: at }).file,
      () => addSection(file, name).file,
      () => renameSection(file, section, name),
      () => removeSection(file, section),
      () => moveToSection(file, chosen, section),
      () => addCategory(file, name).file,
      () => renameCategory(file, category, name),
      () => removeCategory(recolourCategory(file, category, "#123456"), category),
      () => setAreaText(changeArea(file, uuid, { rotation: bend }), uuid, name),
    ]
    return (edits[(given.which + one) % edits.length] as Edit)(file)
  })

const plans = fc.constantFrom<() => PlanFile>(
  () => withIds(planFile("petite-salle")),
  () => withIds(planFile("theatre-italienne")),
  () => emptyPlan("Salle", { section: "Salle", category: "Places" }),
)

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}

t.test("each edit leaves a plan that can be read, no guid twice, and what was before untouched", async () => {
  fc.assert(
    fc.property(plans, fc.array(edit, { minLength: 1, maxLength: 8 }), (make, edits) => {
      let file = frozen(make())
      for (const change of edits) {
        file = frozen(change(file))
        const reading = readPlan(file)
        const faults =
          "errors" in reading ? reading.errors.filter(({ rule }) => !unfinished.includes(rule)) : []
        if (faults.length > 0) throw new Error(JSON.stringify(faults[0]))
        const ids = file.zones.flatMap((zone) => [
          zone.uuid,
          ...zone.rows.map(({ uuid }) => uuid),
          ...(zone.areas ?? []).map(({ uuid }) => uuid),
        ])
        if (new Set(ids).size !== ids.length) throw new Error("a section, row or area has another’s id")
        if (file.zones.some((zone) => zone.rows.some(({ seats }) => seats.length === 0)))
          throw new Error("an empty row is left")
      }
    }),
    { numRuns: 300 },
  )
})

t.test("undoing every edit gives back the file, and redoing them what they made", async () => {
  fc.assert(
    fc.property(plans, fc.array(edit, { minLength: 1, maxLength: 6 }), (make, edits) => {
      const before = make()
      const kept = structuredClone(before)
      let history = begin(before)
      for (const change of edits) history = record(history, change(history.present))
      const after = structuredClone(history.present)
      while (history.past.length > 0) history = undo(history)
      const undone = isDeepStrictEqual(history.present, kept)
      while (history.future.length > 0) history = redo(history)
      return undone && isDeepStrictEqual(history.present, after)
    }),
    { numRuns: 100 },
  )
})

t.test("what the file holds beyond the format comes back after edits", async (t) => {
  const plan = planFile("petite-salle")
  plan.extra = { kept: true }
  plan.zones[0].rows[0].x_row = 1
  plan.zones[0].rows[0].seats[0].x_seat = [2]
  plan.categories[0].x_category = "c"
  const edited = frozen(withIds(plan)) as typeof plan
  const all = {
    seats: new Set([...seatsOf(edited)].map(({ seat }) => seat.seat_guid)),
    areas: new Set<string>(),
  }
  const rows = rowsOf(edited, all.seats)
  const after = [
    (file: PlanFile) => moveSelection(file, all, { x: 5, y: 5 }),
    (file: PlanFile) => bendRows(file, rows, 40),
    (file: PlanFile) => numberSeats(file, rows, usualNumbering),
    (file: PlanFile) => setFeature(file, all.seats, "aisle", true),
    (file: PlanFile) => renameCategory(file, "Unique", "Une seule"),
  ].reduce((file, change) => change(file), edited as PlanFile) as typeof plan
  t.same(after.extra, { kept: true })
  t.equal(after.zones[0].rows[0].x_row, 1)
  t.same(after.zones[0].rows[0].seats[0].x_seat, [2])
  t.equal(after.categories[0].x_category, "c")
  t.equal(countByCategory(after).get("Une seule"), all.seats.size)
})

t.test(
  "a row moves whole, and its seats stay as far from each other when it is bent and straightened",
  async () => {
    const steps = (file: PlanFile, uuid: string) => {
      const row = [...seatsOf(file)].filter(({ row }) => row.uuid === uuid).sort((a, b) => a.x - b.x)
      return row.slice(1).map((seat, i) => Math.hypot(seat.x - (row[i]?.x ?? 0), seat.y - (row[i]?.y ?? 0)))
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), small, (bend, seats) => {
        const empty = emptyPlan("S", { section: "S", category: "P" })
        const { file, seats: guids } = addRows(empty, {
          section: empty.zones[0]?.uuid ?? "",
          ...{ at: { x: 0, y: 0 }, rows: 3, seats: seats + 2, seatGap: 22, rowGap: 30, bend: 0, turn: 0 },
          ...{ staggered: false, category: "P", radius: 9, naming: usualNaming, numbering: usualNumbering },
        })
        const rows = rowsOf(file, guids)
        const bent = bendRows(file, rows, bend)
        const straight = bendRows(bent, rows, 0)
        return [...rows].every(
          (uuid) =>
            steps(bent, uuid).every((step) => step > 18 && step < 24) &&
            steps(straight, uuid).every((step) => Math.abs(step - 22) < 1.5),
        )
      }),
      { numRuns: 60 },
    )
  },
)
