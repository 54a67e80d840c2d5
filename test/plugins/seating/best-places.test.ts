import t from "tap"
import { bestPlaces } from "../../../plugins/seating/best-places.ts"
import { seatParty } from "../../../plugins/seating/seat-party.ts"
import { drawnBest, drawnHall, rowsOf } from "./drawn-hall.ts"

const drawn = (drawing: string) => rowsOf(drawing).join("\n")

t.test("side by side, in the best seats that leave nobody a lone seat", async (t) => {
  t.equal(
    drawnBest(
      `
      ooooooo
      ooooooo`,
      3,
    ),
    drawn(`
      oo***oo
      ooooooo
      row`),
  )
  t.equal(
    drawnBest(
      `
      xooooox
      ooooooo`,
      3,
    ),
    drawn(`
      x***oox
      ooooooo
      row`),
    "the middle of A would leave one on each side",
  )
  t.equal(
    drawnBest(
      `
      xooox
      ooooo`,
      2,
    ),
    drawn(`
      xooox
      **ooo
      row`),
    "any two of A would leave one: a row behind is better",
  )
})

t.test("an aisle ends a row", async (t) => {
  t.equal(
    drawnBest(
      `
      oo oo
      ooooo`,
      3,
    ),
    drawn(`
      oo oo
      ***oo
      row`),
  )
})

t.test("with a lone seat when there is no other way to sit together, and as few as can be", async (t) => {
  t.equal(
    drawnBest(
      `
      xooox
      xxxxo`,
      2,
    ),
    drawn(`
      x**ox
      xxxxo
      row`),
  )
  t.equal(
    drawnBest(
      `
      ooxxooooxx`,
      2,
      { loneLimit: 3 },
    ),
    drawn(`
      **xxooooxx
      row`),
    "with three to be left, two of the four leave too few",
  )
})

t.test("over rows right behind each other, nobody alone", async (t) => {
  t.equal(
    drawnBest(
      `
      xooxxoo
      xooxxxx
      xxxxxoo`,
      4,
    ),
    drawn(`
      x**xxoo
      x**xxxx
      xxxxxoo
      block`),
  )
  t.equal(
    drawnBest(
      `
      xooooxx
      xxooxxo
      ooxxxxx`,
      6,
    ),
    drawn(`
      x****xx
      xx**xxo
      ooxxxxx
      block`),
  )
  t.equal(
    drawnBest(
      `
      oooxoo
      oooxoo
      oooxxx`,
      8,
    ),
    drawn(`
      ***xoo
      ***xoo
      o**xxx
      block`),
    "three rows before any two apart, one lone seat being the only way",
  )
  t.equal(
    drawnBest(
      `
      xxoox
      ooxxx
      xxoox
      xxoox`,
      4,
    ),
    drawn(`
      xxoox
      ooxxx
      xx**x
      xx**x
      block`),
    "better seats that are not behind each other are no block",
  )
})

t.test("then in groups near each other, nobody alone", async (t) => {
  t.equal(
    drawnBest(
      `
      ooxxxxxxxxxoo
      xxxxxxxxxxxxx
      xxxxxxxxxxooo`,
      5,
    ),
    drawn(`
      ooxxxxxxxxx**
      xxxxxxxxxxxxx
      xxxxxxxxxx***
      apart`),
  )
})

t.test("and some alone only if there is no other way", async (t) => {
  t.equal(
    drawnBest(
      `
      oxxxxxxoox
      xxxxxxxoxx
      oxxoxxxxxx`,
      3,
    ),
    drawn(`
      oxxxxxx**x
      xxxxxxx*xx
      oxxoxxxxxx
      scattered`),
  )
  t.equal(
    drawnBest(
      `
      xoxxxxxx
      xoxxxoxo`,
      2,
    ),
    drawn(`
      x*xxxxxx
      x*xxxoxo
      scattered`),
  )
  t.equal(drawnBest("oxoxo", 4), "none")
})

t.test("a seat of another allotment is taken, one of another zone is free", async (t) => {
  t.equal(drawnBest("xosoox", 2), drawn("xos**x\nrow"))
  t.equal(drawnBest("xooosxoox", 2), drawn("xooosx**x\nrow"), "what is left beside seats set aside is lone")
  t.equal(drawnBest("xooobxxxx", 2), drawn("x**obxxxx\nrow"), "what is left beside b is not")
})

t.test("no worse than accepted", async (t) => {
  t.equal(drawnBest("ooxoo", 4, { atWorst: "block" }), "none")
  t.equal(drawnBest("ooxoo", 4, { atWorst: "apart" }), drawn("**x**\napart"))
})

t.test("a party of mixed tariffs sits together", async (t) => {
  const picture = drawnHall("xxooooxx")
  t.strictSame(seatParty(picture, { zone: "wanted", best: { full: 2, reduced: 1, child: 1 } }), {
    manner: "row",
    seats: [
      { guid: "A3", priceId: "full" },
      { guid: "A4", priceId: "full" },
      { guid: "A5", priceId: "reduced" },
      { guid: "A6", priceId: "child" },
    ],
  })
  t.equal(seatParty(picture, { zone: "wanted", best: { full: 5 } }), null)
})

t.test("nothing for a zone the hall does not have, nor for no one", async (t) => {
  const picture = drawnHall("ooo")
  t.equal(bestPlaces(picture, { zone: "gone", count: 1 }), null)
  t.equal(bestPlaces(picture, { zone: "wanted", count: 0 }), null)
  t.equal(bestPlaces(picture, { zone: "wanted", count: 1.5 }), null)
})
