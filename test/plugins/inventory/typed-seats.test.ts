import fc from "fast-check"
import t from "tap"
import { readSeats, rowsOf, type SeatRows, sayRuns } from "../../../plugins/inventory/office/typed-seats.ts"
import { readPlan } from "../../../plugins/seating/read-plan.ts"
import { planFile } from "../../support/seated.ts"

const all = () => true
const reading = readPlan(planFile("theatre-italienne"))
if ("errors" in reading) throw new Error("the plan of the theatre can be read")
const [stalls] = rowsOf(reading.plan, all)
if (!stalls) throw new Error("the theatre has a part")
const seats = stalls.rows.flatMap((row) => row.seats)
const labelsOf = (ids: readonly string[]) =>
  ids.map((id) => seats.find(({ guid }) => guid === id)?.label ?? "nobody’s")
const read = (text: string, free: (id: string) => boolean = all, part: SeatRows = stalls) => {
  const { ids, unknown, gone } = readSeats(text, part, free)
  return { seats: labelsOf(ids), unknown, gone }
}

t.test("seats as people write them", async (t) => {
  const [first] = stalls.rows
  const labels = first?.seats.map(({ label }) => label) ?? []
  t.same(read(`${labels[0]}, ${labels[2]}`).seats, [labels[0], labels[2]])
  t.same(read(` ${labels[3]?.toLowerCase()} à ${labels[1]} ;\n${labels[0]}`).seats, [
    ...labels.slice(1, 4),
    labels[0],
  ])
  t.same(read(`${labels[1]}..${labels[2]}`).seats, labels.slice(1, 3))
  t.same(read(first?.name ?? "").seats, labels, "a whole row")
  t.same(read(`${labels[0]}, ${labels[0]} to ${labels[1]}`).seats, labels.slice(0, 2), "each once")
  t.same(read("").seats, [])
  t.same(read("ZZ-1, perdu").unknown, ["ZZ-1", "perdu"])
  const other = stalls.rows[1]?.seats[0]?.label
  t.same(read(`${labels[0]} à ${other}`).unknown, [`${labels[0]} à ${other}`], "of two rows")
  const taken = first?.seats[1]?.guid
  t.same(read(labels[1] ?? "", (id) => id !== taken).gone, [labels[1]])
  t.same(read(first?.name ?? "", (id) => id !== taken).seats, labels.toSpliced(1, 1), "what is free of it")
})

t.test("from one seat to another are those between them, whatever their numbers", async (t) => {
  const row = (numbers: number[]): SeatRows => ({
    section: "Salle",
    rows: [{ name: "A", seats: numbers.map((n) => ({ guid: `${n}`, label: `A-${n}` })) }],
  })
  t.same(readSeats("A-5 à A-2", row([5, 3, 1, 2, 4, 6]), all).ids, ["5", "3", "1", "2"])
})

t.test("what is written is read the same", async () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(seats.length - 1), { maxLength: 80 }),
      fc.constantFrom("à", "to"),
      (picks, to) => {
        const chosen = new Set(picks.map((at) => seats[at]?.guid))
        const { ids, unknown, gone } = readSeats(
          sayRuns(stalls, (id) => chosen.has(id), to),
          stalls,
          all,
        )
        return (
          unknown.length + gone.length === 0 &&
          ids.length === chosen.size &&
          ids.every((id) => chosen.has(id))
        )
      },
    ),
  )
})
