import { bestPlaces, type Manner, type WantedPlaces } from "../../../plugins/seating/best-places.ts"
import { type HallPicture, type SeatState, takePicture } from "../../../plugins/seating/hall-picture.ts"
import { prepareHall } from "../../../plugins/seating/prepare-hall.ts"
import type { Behind } from "../../../plugins/seating/propose-behind.ts"

/**
 * A hall drawn in letters, the stage above: each line is a row and each column a place behind the one above.
 *
 *     o  free              b  free, of another zone
 *     x  taken             s  free, set aside for schools
 *        (space) no seat: an aisle
 *
 * Seats are named by row letter and column ("B3"); the best is the middle of the front row.
 */
export function drawnHall(drawing: string): HallPicture {
  const rows = rowsOf(drawing)
  const width = Math.max(...rows.map((row) => row.length))
  const seats = rows.flatMap((row, y) =>
    [...row].flatMap((letter, x) =>
      letter === " " ? [] : [{ guid: nameOf(y, x), x: x * 20, y: y * 30, letter, row: y }],
    ),
  )
  const quality = ({ x, y }: { x: number; y: number }) => Math.hypot(x - (width - 1) * 10, y + 30)
  const order = seats.toSorted((a, b) => quality(a) - quality(b) || a.x - b.x)
  const drawn = new Set(seats.map((seat) => seat.guid))
  const hall = prepareHall(
    seats.map((seat) => ({
      ...seat,
      section: "Parterre",
      zone: seat.letter === "b" ? "other" : "wanted",
      rank: order.indexOf(seat),
    })),
    {
      blocks: rows.flatMap((row, y) =>
        [...row.matchAll(/\S+/g)].map((run) => [...run[0]].map((_, i) => nameOf(y, run.index + i))),
      ),
      behind: seats.flatMap((seat): Behind[] => {
        const back = nameOf(seat.row + 1, seat.x / 20)
        return drawn.has(back) ? [[seat.guid, back]] : []
      }),
    },
  )
  const states = seats.map(
    ({ guid, letter }): SeatState => ({
      guid,
      taken: letter === "x",
      allotment: letter === "s" ? "schools" : null,
    }),
  )
  return takePicture(hall, states, new Set(["web"]))
}

/** The drawing with the chosen seats as `*`. */
export function withChosen(drawing: string, guids: Iterable<string>): string {
  const chosen = new Set(guids)
  return rowsOf(drawing)
    .map((row, y) => [...row].map((letter, x) => (chosen.has(nameOf(y, x)) ? "*" : letter)).join(""))
    .join("\n")
}

/** What `bestPlaces` chooses in a drawn hall, drawn, with the manner on a last line; "none" for nothing. */
export function drawnBest(drawing: string, count: number, more: Partial<WantedPlaces> = {}): string {
  const places = bestPlaces(drawnHall(drawing), { zone: "wanted", count, ...more })
  return places ? `${withChosen(drawing, places.guids)}\n${places.manner satisfies Manner}` : "none"
}

/** A drawing as its tests write it: without the margin that the source code gives it. */
export function rowsOf(drawing: string): string[] {
  const lines = drawing.split("\n").filter((line) => line.trim())
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length))
  return lines.map((line) => line.slice(margin).trimEnd())
}

export function nameOf(row: number, column: number): string {
  return `${String.fromCharCode(65 + row)}${column + 1}`
}
