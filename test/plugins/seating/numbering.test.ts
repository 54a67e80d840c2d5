import t from "tap"
import { rowNames, seatNumbers } from "../../../plugins/seating/editing/numbering.ts"

const numbers = (
  count: number,
  style: "sequential" | "odd" | "even" | "odd-even" | "letters",
  from: "left" | "right" = "left",
  start = 1,
) => seatNumbers(count, { style, from, start }).join(" ")

t.test("seats, from left to right", async (t) => {
  t.equal(numbers(4, "sequential"), "1 2 3 4")
  t.equal(numbers(4, "sequential", "right"), "4 3 2 1")
  t.equal(numbers(3, "sequential", "left", 101), "101 102 103")
  t.equal(numbers(3, "odd"), "1 3 5")
  t.equal(numbers(3, "even", "right"), "6 4 2")
  t.equal(numbers(6, "odd-even"), "5 3 1 2 4 6", "as in many French theatres")
  t.equal(numbers(5, "odd-even"), "5 3 1 2 4", "the one in the middle is odd")
  t.equal(numbers(5, "odd-even", "right"), "4 2 1 3 5")
  t.equal(numbers(28, "letters").slice(-5), "AA AB")
})

t.test("rows, from the top down", async (t) => {
  const base = { style: "letters", from: "top", start: 1, skipIO: false } as const
  t.equal(rowNames(3, base).join(" "), "A B C")
  t.equal(rowNames(3, { ...base, from: "bottom" }).join(" "), "C B A")
  t.equal(rowNames(16, { ...base, skipIO: true }).join(""), "ABCDEFGHJKLMNPQR")
  t.equal(rowNames(2, { ...base, start: 26 }).join(" "), "Z AA")
  t.equal(rowNames(3, { ...base, style: "numbers", start: 5 }).join(" "), "5 6 7")
})
