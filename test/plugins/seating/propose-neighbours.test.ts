import fc from "fast-check"
import t from "tap"
import { proposeBehind } from "../../../plugins/seating/propose-behind.ts"
import { proposeNeighbours } from "../../../plugins/seating/propose-neighbours.ts"
import { hallOf, planFile, printRows, readGoodPlan } from "./real-plan.ts"

interface Drawn {
  guid: string
  x: number
  y: number
  number?: string
}

/** A plan of one section; rows of seats at given places. */
function planOf(rows: readonly (readonly Drawn[])[], names: readonly string[] = []) {
  return readGoodPlan({
    name: "Salle",
    categories: [{ name: "Unique" }],
    zones: [
      {
        name: "Parterre",
        rows: rows.map((seats, r) => ({
          row_number: names[r] ?? `${r + 1}`,
          seats: seats.map(({ guid, x, y, number }, i) => ({
            seat_guid: guid,
            seat_number: number ?? `${i + 1}`,
            position: { x, y },
            category: "Unique",
          })),
        })),
      },
    ],
  })
}

const straight = (name: string, xs: readonly number[], y = 0): Drawn[] =>
  xs.map((x) => ({ guid: `${name}${x}`, x, y }))

t.test("the theatre: odd and even numbers, two aisles, curved rows", async (t) => {
  const plan = readGoodPlan(planFile("theatre-italienne"))
  const { neighbours } = hallOf(plan)
  t.equal(
    printRows({ neighbours }, ["P-A", "P-C", "P-P", "P-PMR", "B-1", "B-6"]),
    `P-A ......|......|......
P-C ......|........|......
P-P ..........|............|..........
P-PMR ...|...
B-1 .............|.............
B-6 ..................|..................`,
  )
  t.strictSame(
    neighbours.blocks.find((block) => block.includes("P-A-1")),
    ["P-A-5", "P-A-3", "P-A-1", "P-A-2", "P-A-4", "P-A-6"],
  )
  t.strictSame(
    neighbours.blocks.filter((block) => block[0]?.startsWith("L-1")),
    [
      ["L-1-2", "L-1-1"],
      ["L-1-4", "L-1-3"],
    ],
    "a box of two by two is two rows, though the file calls it one",
  )
  t.equal(neighbours.blocks.flat().length, 624)
  t.equal(new Set(neighbours.blocks.flat()).size, 624)
})

t.test("the small hall: whole rows, staggered", async (t) => {
  const { neighbours } = hallOf(readGoodPlan(planFile("petite-salle")))
  t.strictSame(
    neighbours.blocks.map((block) => block.length),
    [7, 8, 9, 9, 10, 10],
  )
  const behind = (guid: string) =>
    neighbours.behind.filter(([front]) => front === guid).map(([, back]) => back)
  t.strictSame(behind("S-A-1"), ["S-B-1", "S-B-2"], "between two")
  t.strictSame(behind("S-C-1"), ["S-D-1"], "right in front")
  t.strictSame(behind("S-F-1"), [])
})

t.test("who sits behind whom in the theatre", async (t) => {
  const { behind } = hallOf(readGoodPlan(planFile("theatre-italienne"))).neighbours
  const of = (guid: string) => behind.filter(([front]) => front === guid).map(([, back]) => back)
  t.strictSame(of("P-A-1"), ["P-B-1"])
  t.strictSame(of("L-1-1"), ["L-1-3"])
  t.strictSame(of("L-1-3"), [], "the next box is another room")
  t.notOk(
    behind.some(([front, back]) => front[0] !== back[0]),
    "nobody of the balcony sits behind the stalls",
  )
})

t.test("neither numbers nor the order of the file count", async (t) => {
  const row = [0, 20, 40, 60, 120, 140, 160]
  const expected = [
    ["a0", "a20", "a40", "a60"],
    ["a120", "a140", "a160"],
  ]
  await fc.assert(
    fc.property(fc.shuffledSubarray(straight("a", row), { minLength: row.length }), (seats) => {
      t.strictSame(
        proposeNeighbours(planOf([seats.map((seat, i) => ({ ...seat, number: `${99 - i}` }))])),
        expected,
      )
    }),
    { numRuns: 30 },
  )
})

t.test("curved rows of any bend, in any order, break at their aisles only", async () => {
  const rowArbitrary = fc.record({
    blocks: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
    radius: fc.integer({ min: 150, max: 3_000 }),
    spacing: fc.integer({ min: 15, max: 30 }),
    turn: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
    aisle: fc.double({ min: 1.9, max: 4, noNaN: true }),
    seed: fc.integer(),
  })
  fc.assert(
    fc.property(rowArbitrary, ({ blocks, radius, spacing, turn, aisle, seed }) => {
      const steps = blocks.reduce((sum, size) => sum + size, 0) + aisle * blocks.length
      const single = blocks.filter((size) => size === 1).length
      if ((steps * spacing) / radius > 1.5 * Math.PI || 2 * single >= blocks.reduce((a, b) => a + b))
        return true
      let at = 0
      const chains = blocks.map((size, b) =>
        Array.from({ length: size }, (_, i) => {
          at += i > 0 ? 1 : b > 0 ? aisle : 0
          const angle = turn + (at * spacing) / radius
          return { guid: `${b}-${i}`, x: radius * Math.cos(angle), y: radius * Math.sin(angle) }
        }),
      )
      const shuffled = chains.flat().toSorted((p, q) => ((seed ^ p.x) % 97) - ((seed ^ q.x) % 97))
      const plain = (list: readonly (readonly string[])[]) =>
        list
          .map((chain) =>
            (chain[0] ?? "") < (chain.at(-1) ?? "") || chain.length < 2 ? chain : chain.toReversed(),
          )
          .map((chain) => chain.toSorted((p, q) => Number(p.split("-")[1]) - Number(q.split("-")[1])).join())
          .toSorted()
      const proposed = proposeNeighbours(planOf([shuffled]))
      const neighboursInOrder = proposed.every((chain) =>
        chain.every((guid, i) => i === 0 || Math.abs(numberOf(guid) - numberOf(chain[i - 1] ?? "")) === 1),
      )
      const expected = chains.map((chain) => chain.map(({ guid }) => guid))
      return neighboursInOrder && plain(proposed).join(" ") === plain(expected).join(" ")
    }),
    { numRuns: 200 },
  )
})

const numberOf = (guid: string) => Number(guid.split("-")[1])

t.test("one row in two pieces is one row", async (t) => {
  const rows = [straight("a", [0, 20, 40]), straight("a", [60, 80]), straight("b", [0, 20, 40, 60, 80], 30)]
  t.strictSame(proposeNeighbours(planOf(rows, ["A", "A", "B"])), [
    ["a0", "a20", "a40", "a60", "a80"],
    ["b0", "b20", "b40", "b60", "b80"],
  ])
  t.equal(
    proposeNeighbours(planOf(rows, ["", "", ""])).length,
    3,
    "rows without a name are not taken for one",
  )
})

t.test("two seats far apart are not neighbours because they are a row", async (t) => {
  const rows = [straight("a", [0, 20, 40, 60]), straight("b", [0, 200], 30)]
  t.strictSame(proposeNeighbours(planOf(rows)), [["a0", "a20", "a40", "a60"], ["b0"], ["b200"]])
})

t.test("seats drawn on one spot, and a row of one", async (t) => {
  t.strictSame(
    proposeNeighbours(
      planOf([
        [
          { guid: "a", x: 0, y: 0 },
          { guid: "b", x: 0, y: 0 },
        ],
        [{ guid: "c", x: 0, y: 30 }],
      ]),
    ),
    [["a"], ["b"], ["c"]],
  )
})

t.test("a passage between rows parts them", async (t) => {
  const row = [0, 20, 40, 60]
  const plan = planOf([
    straight("a", row),
    straight("b", row, 30),
    straight("c", row, 100),
    straight("d", row, 130),
  ])
  const pairs = proposeBehind(plan, proposeNeighbours(plan)).map(([front, back]) => `${front[0]}${back[0]}`)
  t.strictSame([...new Set(pairs)], ["ab", "cd"])
})
