import t from "tap"
import { findStage } from "../../../plugins/seating/find-stage.ts"
import { proposeRanks } from "../../../plugins/seating/propose-ranks.ts"
import { planFile, readGoodPlan } from "./real-plan.ts"

const best = (ranks: ReadonlyMap<string, number>, count: number) =>
  [...ranks]
    .toSorted((a, b) => a[1] - b[1])
    .slice(0, count)
    .map(([guid]) => guid)

t.test("the theatre: from the middle of the stage's edge", async (t) => {
  const plan = readGoodPlan(planFile("theatre-italienne"))
  t.strictSame(findStage(plan), { x: 500, y: 110 })
  const ranks = proposeRanks(plan)
  t.strictSame(best(ranks, 4), ["P-A-1", "P-A-2", "P-A-3", "P-A-4"])
  t.strictSame(
    [...ranks.values()].toSorted((a, b) => a - b),
    plan.seats.map((_, index) => index),
    "each rank once",
  )
  const rank = (guid: string) => ranks.get(guid) ?? Number.NaN
  t.ok(rank("P-F-1") < rank("P-A-17"), "the middle of F is better than the end of A")
  t.ok(rank("P-P-1") < rank("B-1-13"), "the stalls are better than the balcony")
  t.ok(rank("L-1-1") < rank("L-7-1"))
  t.strictSame(ranks, proposeRanks(readGoodPlan(planFile("theatre-italienne"))), "always the same")
})

t.test("the small hall says nothing of its stage: it lies before row A", async (t) => {
  const plan = readGoodPlan(planFile("petite-salle"))
  t.strictSame(findStage(plan), { x: 200, y: 30 })
  t.strictSame(best(proposeRanks(plan), 5), ["S-A-4", "S-A-3", "S-A-5", "S-A-2", "S-A-6"])
})

/** Rows of ten, one under the other, by name. */
function rowsPlan(names: readonly string[], areas: unknown[] = []) {
  return readGoodPlan({
    name: "Salle",
    categories: [{ name: "Unique" }],
    zones: [
      {
        name: "Parterre",
        areas,
        rows: names.map((name, y) => ({
          row_number: name,
          seats: Array.from({ length: 9 }, (_, x) => ({
            seat_guid: `${name}-${x + 1}`,
            seat_number: `${x + 1}`,
            position: { x: x * 20, y: y * 30 },
            category: "Unique",
          })),
        })),
      },
    ],
  })
}

t.test("the first row by name is the front one, wherever it is drawn", async (t) => {
  t.strictSame(best(proposeRanks(rowsPlan(["AA", "Z", "B", "A"])), 1), ["A-5"])
  t.strictSame(best(proposeRanks(rowsPlan(["10", "9", "2"])), 1), ["2-5"])
  t.strictSame(best(proposeRanks(rowsPlan(["A"])), 1), ["A-5"], "a single row")
})

t.test("a stage given or drawn comes first", async (t) => {
  const names = ["A", "B", "C"]
  t.strictSame(best(proposeRanks(rowsPlan(names), { x: 80, y: 200 }), 1), ["C-5"])
  const stage = (more: object) =>
    rowsPlan(names, [{ text: { text: "La Scène" }, position: { x: 0, y: 100 }, ...more }])
  t.strictSame(findStage(stage({ shape: "rectangle", rectangle: { width: 160, height: 50 } })), {
    x: 80,
    y: 100,
  })
  t.strictSame(
    findStage(stage({ shape: "rectangle", rectangle: { width: 50, height: 160 }, rotation: -90 })),
    { x: 80, y: 100 - 50 },
    "turned",
  )
  t.strictSame(findStage(stage({ shape: "text" })), { x: 0, y: 100 })
  t.ok(findStage(stage({ shape: "circle", circle: { radius: 40 }, position: { x: 80, y: 140 } })).y < 104)
})

t.test("around a stage amid the audience only nearness counts", async (t) => {
  const ranks = proposeRanks(rowsPlan(["A", "B", "C", "D", "E"]), { x: 80, y: 60 })
  t.strictSame(best(ranks, 3), ["C-5", "C-4", "C-6"])
  t.ok((ranks.get("C-3") ?? 0) < (ranks.get("A-5") ?? 0))
})
