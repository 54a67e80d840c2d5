import fc from "fast-check"
import t from "tap"
import { bestPlaces, manners } from "../../../plugins/seating/best-places.ts"
import { checkLoneSeats, mannerOf } from "../../../plugins/seating/check-lone-seats.ts"
import type { HallPicture } from "../../../plugins/seating/hall-picture.ts"
import { leavesLone, slotsOf } from "../../../plugins/seating/lone-seats.ts"
import { drawnHall, nameOf } from "./drawn-hall.ts"

const runs = { numRuns: 400 }
const letter = fc.constantFrom(..."ooooooxxxbs ")
const busyLetter = fc.constantFrom(..."oooxxxxxbs ")
const rowOf = (letters: fc.Arbitrary<string>, most: number) =>
  fc.array(letters, { minLength: 1, maxLength: most }).map((row) => row.join(""))
const hallOf = (letters: fc.Arbitrary<string>, rows: number, most: number) =>
  fc
    .array(rowOf(letters, most), { minLength: 1, maxLength: rows })
    .filter((drawn) => drawn.every((row) => row.trim()))
/** The margin of a drawing is cut off: the first column holds a seat. */
const anchored = (rows: string[]) => rows.map((row, i) => (i === 0 ? row.replace(/^ /, "x") : row))

const anyHall = fc.oneof(hallOf(letter, 6, 14), hallOf(busyLetter, 6, 14)).map(anchored)
const smallHall = hallOf(busyLetter, 3, 6).map(anchored)
const anyCount = fc.integer({ min: 1, max: 9 })
const anyLimit = fc.integer({ min: 1, max: 3 })

const pictureOf = (rows: readonly string[]) => drawnHall(rows.join("\n"))

/** Everything below reads the letters alone: it shares no code with what it judges. */
function letterAt(rows: readonly string[], guid: string): string | undefined {
  return rows[guid.charCodeAt(0) - 65]?.[Number(guid.slice(1)) - 1]
}

const isFree = (letter: string | undefined) => letter === "o" || letter === "b"

function leavesLoneByHand(rows: readonly string[], chosen: readonly string[], limit: number): boolean {
  return rows.some((row, y) => {
    const after = [...row].map((letter, x) =>
      chosen.includes(nameOf(y, x)) ? "*" : isFree(letter) ? "o" : "-",
    )
    return [...after.join("").matchAll(/o+/g)].some(
      ({ 0: run, index }) =>
        run.length < limit && (after[index - 1] === "*" || after[index + run.length] === "*"),
    )
  })
}

/** Each way to sit `count` side by side. */
function adjacentChoices(rows: readonly string[], count: number): string[][] {
  return rows.flatMap((row, y) =>
    [...row].flatMap((_, x) =>
      row.slice(x, x + count) === "o".repeat(count)
        ? [Array.from({ length: count }, (_, i) => nameOf(y, x + i))]
        : [],
    ),
  )
}

/** The sizes of the runs of wanted seats. */
function runLengths(rows: readonly string[]): number[] {
  return rows.flatMap((row) => (row.match(/o+/g) ?? []).map((run) => run.length))
}

/** The fewest people of a party who must sit without one of it beside them, by trying every sum. */
function fewestAlone(lengths: readonly number[], count: number): number {
  const seatable = new Set([0])
  for (const length of lengths)
    for (const sum of [...seatable])
      for (let size = 2; size <= length; size++) if (sum + size <= count) seatable.add(sum + size)
  return count - Math.max(...seatable)
}

/** How many of the chosen have none of the others beside them. */
function aloneIn(chosen: readonly string[]): number {
  const beside = (guid: string, step: number) => `${guid[0]}${Number(guid.slice(1)) + step}`
  return chosen.filter((guid) => !chosen.includes(beside(guid, -1)) && !chosen.includes(beside(guid, 1)))
    .length
}

/** Whether two rows of people, one right behind the other, can take the party: at least 2 in each. */
function canStackTwoRows(rows: readonly string[], count: number): boolean {
  for (let a = 2; a <= count - 2; a++)
    for (const front of adjacentChoices(rows, a))
      for (const back of adjacentChoices(rows, count - a)) {
        if (back[0]?.charCodeAt(0) !== (front[0]?.charCodeAt(0) ?? 0) + 1) continue
        const columns = [front, back].map((row) => row.map((guid) => guid.slice(1)))
        const [fewer, more] = columns.toSorted((p, q) => p.length - q.length)
        if (fewer?.every((column) => more?.includes(column))) return true
      }
  return false
}

const best = (picture: HallPicture, count: number, loneLimit?: number) =>
  bestPlaces(picture, { zone: "wanted", count, loneLimit })

t.test(
  "the places are free, of the wanted zone, and as many as wanted; none only if there are too few",
  async () => {
    fc.assert(
      fc.property(anyHall, anyCount, anyLimit, (rows, count, limit) => {
        const found = best(pictureOf(rows), count, limit)
        const free = runLengths(rows).reduce((sum, length) => sum + length, 0)
        if (!found) return free < count
        return (
          new Set(found.guids).size === count && found.guids.every((guid) => letterAt(rows, guid) === "o")
        )
      }),
      runs,
    )
  },
)

t.test("the rule sees what a person reading the drawing sees", async () => {
  fc.assert(
    fc.property(anyHall, fc.array(fc.nat(), { maxLength: 4 }), anyLimit, (rows, picks, limit) => {
      const picture = pictureOf(rows)
      const free = picture.hall.guids.filter((guid) => isFree(letterAt(rows, guid)))
      const chosen = [...new Set(picks.flatMap((pick) => free[pick % (free.length || 1)] ?? []))]
      return leavesLone(picture, chosen, limit) === leavesLoneByHand(rows, chosen, limit)
    }),
    runs,
  )
})

t.test("side by side whenever that can be, without a lone seat whenever that can be", async () => {
  fc.assert(
    fc.property(anyHall, anyCount, anyLimit, (rows, count, limit) => {
      const found = best(pictureOf(rows), count, limit)
      const choices = adjacentChoices(rows, count)
      if (choices.length === 0) return found?.manner !== "row"
      const lone = choices.every((choice) => leavesLoneByHand(rows, choice, limit))
      return (
        found?.manner === "row" &&
        choices.some((choice) => choice.join() === found.guids.join()) &&
        leavesLoneByHand(rows, found.guids, limit) === lone
      )
    }),
    runs,
  )
})

t.test("of the choices that are as good, the one of the best seats", async () => {
  fc.assert(
    fc.property(anyHall, anyCount, anyLimit, (rows, count, limit) => {
      const picture = pictureOf(rows)
      const found = best(picture, count, limit)
      if (found?.manner !== "row" || leavesLoneByHand(rows, found.guids, limit)) return true
      const rankOf = (guids: readonly string[]) =>
        slotsOf(picture, guids).reduce((sum, slot) => sum + (picture.hall.rank[slot] ?? 0), 0)
      return adjacentChoices(rows, count)
        .filter((choice) => !leavesLoneByHand(rows, choice, limit))
        .every((choice) => rankOf(found.guids) <= rankOf(choice))
    }),
    runs,
  )
})

t.test("nobody alone whenever that can be, and else as few as must", async () => {
  fc.assert(
    fc.property(anyHall, fc.integer({ min: 2, max: 14 }), (rows, count) => {
      const found = best(pictureOf(rows), count)
      return !found || aloneIn(found.guids) === fewestAlone(runLengths(rows), count)
    }),
    { numRuns: 800 },
  )
})

t.test("in two rows right behind each other when not in one", async () => {
  fc.assert(
    fc.property(anyHall, fc.integer({ min: 4, max: 9 }), (rows, count) => {
      const found = best(pictureOf(rows), count)
      if (!found || found.manner === "row") return true
      return !canStackTwoRows(rows, count) || found.manner === "block"
    }),
    { numRuns: 800 },
  )
})

t.test("the manner told is the manner of the places", async () => {
  fc.assert(
    fc.property(anyHall, anyCount, (rows, count) => {
      const picture = pictureOf(rows)
      const found = best(picture, count)
      if (!found) return true
      const real = mannerOf(picture.hall, slotsOf(picture, found.guids))
      return real === found.manner || (found.manner === "apart" && real === "block")
    }),
    runs,
  )
})

t.test("the same picture gives the same places, and holding them is not refused", async () => {
  fc.assert(
    fc.property(anyHall, anyCount, anyLimit, (rows, count, limit) => {
      const found = best(pictureOf(rows), count, limit)
      const again = best(pictureOf(rows), count, limit)
      if (!found) return again === null
      return (
        found.guids.join() === again?.guids.join() &&
        checkLoneSeats(pictureOf(rows), found.guids, limit).allowed
      )
    }),
    { numRuns: 800 },
  )
})

t.test("a refusal names places that leave no lone seat and are as together", async () => {
  fc.assert(
    fc.property(
      anyHall,
      fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
      anyLimit,
      (rows, picks, limit) => {
        const picture = pictureOf(rows)
        const free = picture.hall.guids.filter((guid) => letterAt(rows, guid) === "o")
        const chosen = [...new Set(picks.flatMap((pick) => free[pick % (free.length || 1)] ?? []))]
        const verdict = checkLoneSeats(picture, chosen, limit)
        const broken = leavesLoneByHand(rows, chosen, limit)
        if (verdict.allowed)
          return (
            !broken || adjacentChoices(rows, chosen.length).every((c) => leavesLoneByHand(rows, c, limit))
          )
        const manner = (guids: readonly string[]) =>
          manners.indexOf(mannerOf(picture.hall, slotsOf(picture, guids)))
        return (
          broken &&
          verdict.lone.length > 0 &&
          verdict.lone.every((guid) => isFree(letterAt(rows, guid)) && !chosen.includes(guid)) &&
          verdict.instead.length === chosen.length &&
          verdict.instead.every((guid) => letterAt(rows, guid) === "o") &&
          !leavesLoneByHand(rows, verdict.instead, limit) &&
          manner(verdict.instead) <= manner(chosen)
        )
      },
    ),
    { numRuns: 800 },
  )
})

/** Each way to choose `count` of the guids. */
function choices(guids: readonly string[], count: number): string[][] {
  if (count === 0) return [[]]
  return guids.flatMap((guid, i) => choices(guids.slice(i + 1), count - 1).map((rest) => [guid, ...rest]))
}

t.test("in groups, no lone seat is left whenever groups can leave none", async () => {
  fc.assert(
    fc.property(smallHall, fc.integer({ min: 4, max: 5 }), (drawn, count) => {
      const rows = drawn.map((row) => row.replaceAll("b", "x"))
      const found = best(pictureOf(rows), count)
      if (found?.manner !== "apart" || !leavesLoneByHand(rows, found.guids, 2)) return true
      const free = pictureOf(rows).hall.guids.filter((guid) => letterAt(rows, guid) === "o")
      return choices(free, count).every((choice) => aloneIn(choice) > 0 || leavesLoneByHand(rows, choice, 2))
    }),
    { numRuns: 300 },
  )
})

t.test("the last sale that can be made is never refused, whatever the seats", async () => {
  fc.assert(
    fc.property(smallHall, fc.integer({ min: 1, max: 3 }), (rows, count) => {
      const picture = pictureOf(rows)
      const all = choices(
        picture.hall.guids.filter((guid) => letterAt(rows, guid) === "o"),
        count,
      )
      const refused = all.filter((chosen) => !checkLoneSeats(picture, chosen).allowed)
      return refused.length === 0 || all.some((chosen) => !leavesLoneByHand(rows, chosen, 2))
    }),
    { numRuns: 150 },
  )
})

t.test("a hall sells to its last seat under the rule", async () => {
  fc.assert(
    fc.property(
      anyHall,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 100, maxLength: 100 }),
      (rows, parties) => {
        const picture = pictureOf(rows)
        let left = runLengths(rows).reduce((sum, length) => sum + length, 0)
        for (const party of parties) {
          const found = best(picture, Math.min(party, left))
          if (left === 0) return found === null
          if (!found || !checkLoneSeats(picture, found.guids).allowed) return false
          for (const slot of slotsOf(picture, found.guids)) picture.taken[slot] = 1
          left -= found.guids.length
        }
        return left === 0
      },
    ),
    { numRuns: 100 },
  )
})
