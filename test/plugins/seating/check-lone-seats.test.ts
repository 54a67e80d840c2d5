import t from "tap"
import { checkLoneSeats } from "../../../plugins/seating/check-lone-seats.ts"
import { leavesLone } from "../../../plugins/seating/lone-seats.ts"
import { drawnHall, nameOf, rowsOf, withChosen } from "./drawn-hall.ts"

/** Judges the seats drawn as `*`; of a refusal, the drawing of what is proposed instead. */
function judge(drawing: string, limit?: number): string {
  const rows = rowsOf(drawing)
  const chosen = rows.flatMap((row, y) =>
    [...row].flatMap((letter, x) => (letter === "*" ? [nameOf(y, x)] : [])),
  )
  const before = drawing.replaceAll("*", "o")
  const verdict = checkLoneSeats(drawnHall(before), chosen, limit)
  return verdict.allowed ? "allowed" : withChosen(before, verdict.instead)
}

const drawn = (drawing: string) => rowsOf(drawing).join("\n")
const leaves = (row: string, chosen: string[], limit?: number) => leavesLone(drawnHall(row), chosen, limit)

t.test("the rule", async (t) => {
  t.equal(leaves("ooooo", ["A2"]), true, "one left at the end of the row")
  t.equal(leaves("ooooo", ["A1"]), false)
  t.equal(leaves("ooooo", ["A3"]), false, "two on each side")
  t.equal(leaves("ooooo", ["A3"], 3), true, "unless three must be left")
  t.equal(leaves("ooooo", ["A2"], 1), false, "or one may be")
  t.equal(leaves("oox oo", ["A2"]), true, "the aisle is no seat")
  t.equal(leaves("oobx", ["A1"]), false, "another zone is free")
  t.equal(leaves("oosx", ["A1"]), true, "another allotment is taken")
  t.equal(leaves("oxo oo", ["A5"]), true)
  t.equal(leaves("xoxooo", ["A4"]), false, "a seat that was alone before is nobody's fault")
  t.equal(leaves("ooooo", ["A1", "A3"]), true, "one left between two chosen")
})

t.test("picked by hand: refused when other places as together leave none", async (t) => {
  t.equal(judge("x*oooox"), "allowed")
  t.equal(judge("xo*ooox"), "xoo*oox")
  t.equal(
    judge(`
      xo**oox
      ooooooo`),
    drawn(`
      x**ooox
      ooooooo`),
  )
  t.equal(
    judge(`
      xo**xxx
      xxooooo`),
    drawn(`
      xoooxxx
      xx**ooo`),
  )
  t.equal(judge("*o*oooo"), "oo**ooo", "two apart, when they could sit together")
})

t.test("never moved, and never refused when nothing as together is better", async (t) => {
  t.equal(judge("x**ox"), "allowed", "the last sale of two together")
  t.equal(
    judge(`
      xo**xxx
      xoxxoxx`),
    "allowed",
    "two apart would leave none, but they are two together",
  )
  t.equal(judge("*o*"), "allowed")
  t.equal(judge("x*ox"), "allowed")
})

t.test("places of two zones are judged zone by zone", async (t) => {
  const picture = drawnHall("xoobbx ooo bbb")
  t.strictSame(checkLoneSeats(picture, ["A3", "A4"]).allowed, false, "each leaves one beside it")
  t.strictSame(checkLoneSeats(picture, ["A2", "A3", "A4", "A5"]), { allowed: true })
  const last = drawnHall("xoobbx")
  t.strictSame(checkLoneSeats(last, ["A3", "A4"]).allowed, true, "there is no other seat of either zone")
})
