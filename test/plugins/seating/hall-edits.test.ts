import t from "tap"
import {
  cutBetween,
  editsOf,
  joinTwo,
  makeBetter,
  noEdits,
  putBehind,
  unlinkBehind,
} from "../../../plugins/seating/editing/hall-edits.ts"
import { proposeHall } from "../../../plugins/seating/hall-file.ts"
import { normalisePlan } from "../../../plugins/seating/normalise-plan.ts"
import { planFile } from "../../support/seated.ts"

const plan = normalisePlan(planFile("petite-salle"))
const blockOf = (blocks: readonly string[][], guid: string) =>
  blocks.find((block) => block.includes(guid))?.join(" ")

t.test("an aisle that the drawing does not show, and one that it shows and is none", async (t) => {
  const before = proposeHall(plan)
  t.equal(blockOf(before.blocks, "S-A-3"), "S-A-1 S-A-2 S-A-3 S-A-4 S-A-5 S-A-6 S-A-7")
  const cut = cutBetween(noEdits, ["S-A-4", "S-A-3"])
  const after = proposeHall(plan, cut)
  t.equal(blockOf(after.blocks, "S-A-3"), "S-A-1 S-A-2 S-A-3")
  t.equal(blockOf(after.blocks, "S-A-4"), "S-A-4 S-A-5 S-A-6 S-A-7")
  t.same(joinTwo(cut, ["S-A-3", "S-A-4"]), noEdits, "joining again forgets the cut")

  const joined = proposeHall(plan, joinTwo(cut, ["S-A-7", "S-B-1"]))
  t.equal(blockOf(joined.blocks, "S-B-1")?.slice(0, 35), "S-A-4 S-A-5 S-A-6 S-A-7 S-B-1 S-B-2")
  const inMiddle = proposeHall(plan, joinTwo(noEdits, ["S-A-3", "S-B-1"]))
  t.same(inMiddle.blocks, before.blocks, "only two ends can be joined")
})

t.test("who is behind whom", async (t) => {
  const { behind } = proposeHall(plan)
  const [first] = behind
  if (!first) throw new Error("nobody sits behind anybody")
  const edits = unlinkBehind(putBehind(noEdits, ["S-A-1", "S-C-8"]), first)
  const after = proposeHall(plan, edits).behind.map((pair) => pair.join(" "))
  t.ok(after.includes("S-A-1 S-C-8"))
  t.notOk(after.includes(first.join(" ")))
  t.equal(after.length, behind.length)
})

t.test("better and worse seats, and where everybody looks", async (t) => {
  const { ranks } = proposeHall(plan)
  const [best = "", second = ""] = ranks
  const last = ranks.at(-1) ?? ""
  t.equal(proposeHall(plan, makeBetter(noEdits, [second], 1)).ranks[0], second)
  t.ok(proposeHall(plan, makeBetter(noEdits, [best], -2)).ranks.indexOf(best) > 1)
  t.equal(proposeHall(plan, makeBetter(noEdits, [last], 40)).ranks[0], last)
  t.same(makeBetter(makeBetter(noEdits, [best], 1), [best], -1), noEdits)
  const seen = plan.seats.find(({ guid }) => guid === last)
  const moved = proposeHall(plan, { ...noEdits, stage: { x: seen?.x ?? 0, y: seen?.y ?? 0 } })
  t.ok(moved.ranks.indexOf(last) < ranks.indexOf(last))
  t.same(
    editsOf(makeBetter(cutBetween(noEdits, ["S-A-1", "gone"]), ["gone"], 1), new Set(["S-A-1"])),
    noEdits,
  )
})
