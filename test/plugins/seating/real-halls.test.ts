import t from "tap"
import { bestPlaces } from "../../../plugins/seating/best-places.ts"
import { hallOf, planFile, printRows, readGoodPlan } from "./real-plan.ts"

const theatre = readGoodPlan(planFile("theatre-italienne"))
const small = readGoodPlan(planFile("petite-salle"))

/** The best places of a zone in the theatre, drawn: `*` chosen, `x` taken, a bar for an aisle. */
function theatreBest(zone: string, count: number, rows: readonly string[], taken: readonly string[] = []) {
  const picture = hallOf(theatre, taken)
  return printRows(picture, rows, bestPlaces(picture, { zone, count })?.guids, taken)
}

const row = (name: string, numbers: readonly number[]) => numbers.map((number) => `${name}-${number}`)
const front = ["P-A", "P-B", "P-C", "P-D"]

t.test("the theatre: the middle of the front row, and never one left over", async (t) => {
  t.equal(
    theatreBest("Carré or", 2, front),
    `
P-A ......|..**..|......
P-B ......|......|......
P-C ......|........|......
P-D ......|........|......`.trim(),
  )
  t.equal(
    theatreBest("Carré or", 3, front),
    `
P-A ......|***...|......
P-B ......|......|......
P-C ......|........|......
P-D ......|........|......`.trim(),
    "the middle would leave 1 and 2",
  )
  t.equal(
    theatreBest("Carré or", 5, front),
    `
P-A ......|......|......
P-B ......|......|......
P-C ......|*****...|......
P-D ......|........|......`.trim(),
    "five of the six of A or B would leave one",
  )
})

t.test("the theatre: too many for any row sit right behind each other", async (t) => {
  t.equal(
    theatreBest("Carré or", 12, front),
    `
P-A ......|******|......
P-B ......|******|......
P-C ......|........|......
P-D ......|........|......`.trim(),
  )
  t.equal(
    theatreBest("Carré or", 20, front),
    `
P-A ......|******|......
P-B ......|******|......
P-C ......|********|......
P-D ......|........|......`.trim(),
  )
})

t.test("the theatre: an almost full front", async (t) => {
  const free = new Set([
    ...row("P-A", [3, 1]),
    ...row("P-B", [3, 1, 2]),
    ...row("P-C", [20]),
    ...row("P-D", [10, 12, 14, 16]),
  ])
  const taken = theatre.seats
    .filter((seat) => seat.category === "Carré or" && !free.has(seat.guid))
    .map((seat) => seat.guid)
  const best = (count: number) => theatreBest("Carré or", count, front, taken)
  t.equal(
    best(1),
    `
P-A xxxxxx|x..xxx|xxxxxx
P-B xxxxxx|x..*xx|xxxxxx
P-C xxxxxx|xxxxxxxx|xxxxx.
P-D xxxxxx|xxxxxxxx|....xx`.trim(),
    "of three, the end; C-20, taken alone, is worse",
  )
  t.equal(
    best(2),
    `
P-A xxxxxx|x**xxx|xxxxxx
P-B xxxxxx|x...xx|xxxxxx
P-C xxxxxx|xxxxxxxx|xxxxx.
P-D xxxxxx|xxxxxxxx|....xx`.trim(),
  )
  t.equal(
    best(5),
    `
P-A xxxxxx|x**xxx|xxxxxx
P-B xxxxxx|x***xx|xxxxxx
P-C xxxxxx|xxxxxxxx|xxxxx.
P-D xxxxxx|xxxxxxxx|....xx`.trim(),
    "two before three",
  )
  t.equal(
    best(6),
    `
P-A xxxxxx|x**xxx|xxxxxx
P-B xxxxxx|x...xx|xxxxxx
P-C xxxxxx|xxxxxxxx|xxxxx.
P-D xxxxxx|xxxxxxxx|****xx`.trim(),
    "four and two, where three and three would leave one",
  )
  t.equal(
    best(10),
    `
P-A xxxxxx|x**xxx|xxxxxx
P-B xxxxxx|x***xx|xxxxxx
P-C xxxxxx|xxxxxxxx|xxxxx*
P-D xxxxxx|xxxxxxxx|****xx`.trim(),
    "all that is left, one of them alone",
  )
  t.equal(bestPlaces(hallOf(theatre, taken), { zone: "Carré or", count: 11 }), null)
})

t.test("the theatre: wheelchair places and boxes", async (t) => {
  t.equal(theatreBest("Fauteuil roulant", 3, ["P-PMR"]), "P-PMR ***|...")
  t.equal(theatreBest("Fauteuil roulant", 4, ["P-PMR"]), "P-PMR .**|**.", "nobody alone: not three and one")
})

t.test("the small hall: staggered rows", async (t) => {
  const rows = ["S-A", "S-B", "S-C", "S-D", "S-E", "S-F"]
  const best = (count: number) => {
    const picture = hallOf(small)
    return printRows(picture, rows, bestPlaces(picture, { zone: "Unique", count })?.guids)
  }
  t.equal(
    best(4),
    `
S-A ****...
S-B ........
S-C .........
S-D .........
S-E ..........
S-F ..........`.trim(),
    "the middle four would leave 1 and 2",
  )
  t.equal(
    best(11),
    `
S-A *****..
S-B ******..
S-C .........
S-D .........
S-E ..........
S-F ..........`.trim(),
  )
})
