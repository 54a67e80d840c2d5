import type { PlanFile, PlanFileRow, PlanFileSeat } from "../seating/plan-file.ts"

/** Between two seats, and between two rows. */
const pitch = 25
const rowPitch = 31
const aisle = 34
/** The rows are arcs around a point on the stage, so high above the first one. */
const bend = 620

const letters = "ABCDEFGHIJKL"
const orchestra = [14, 16, 18, 18, 20, 20, 20, 22, 22, 22, 24, 24]
const balcony = 4

/** Where a plan begins to the left and at the top, so that no coordinate is negative. */
const middle = 520
const top = 190

/** The large hall of the demonstration in the pretix format: a small Italian theatre of 400 seats. */
export function hallPlan(): PlanFile {
  return {
    name: "Grande salle",
    size: { width: 2 * middle, height: 900 },
    categories: [
      { name: "Carré d’or", color: "#9a5b00" },
      { name: "Orchestre", color: "#24578f" },
      { name: "Balcon", color: "#2c6e49" },
      { name: "Loges", color: "#75428f" },
    ],
    zones: [
      {
        name: "Orchestre",
        position: { x: 0, y: 0 },
        rows: orchestra.map((count, index) => orchestraRow(count, index)),
        areas: [
          {
            shape: "rectangle",
            color: "#4a443c",
            border_color: "#1b1917",
            position: { x: middle - 210, y: 30 },
            rectangle: { width: 420, height: 84 },
            text: { position: { x: 210, y: 42 }, color: "#fffefb", size: 26, text: "Scène" },
          },
        ],
      },
      { name: "Loges", position: { x: 0, y: 0 }, rows: [1, 2, 3, 4, 5, 6].map(box), areas: [] },
      {
        name: "Balcon",
        position: { x: 0, y: 0 },
        rows: Array.from({ length: balcony }, (_, index) => balconyRow(index)),
        areas: [],
      },
    ],
  }
}

function orchestraRow(count: number, index: number): PlanFileRow {
  const row = letters[index] ?? ""
  const best = index >= 3 && index <= 7
  return arc(row, `O-${row}`, [count / 2, count / 2], index * rowPitch, (place) => {
    // The last row has a step-free way to its ends.
    const end = Math.min(place, count + 1 - place)
    const features =
      index === orchestra.length - 1 && end <= 2 ? [end === 1 ? "wheelchair" : "companion"] : []
    return { category: best && end > 4 ? "Carré d’or" : "Orchestre", features }
  })
}

function balconyRow(index: number): PlanFileRow {
  const row = letters[index] ?? ""
  const below = orchestra.length * rowPitch + 70
  return arc(row, `B-${row}`, [10, 14, 10], below + index * rowPitch, (place) => ({
    category: "Balcon",
    features: Math.min(place, 35 - place) <= 2 ? ["restricted_view"] : [],
  }))
}

/** A row bent around the stage, in blocks with an aisle between them, numbered from the left. */
function arc(
  row: string,
  id: string,
  blocks: readonly number[],
  depth: number,
  seat: (place: number) => { category: string; features: string[] },
): PlanFileRow {
  const radius = bend + depth
  const count = blocks.reduce((sum, block) => sum + block, 0)
  const width = (count - 1) * pitch + (blocks.length - 1) * aisle
  const seats: PlanFileSeat[] = []
  let along = -width / 2
  for (const block of blocks) {
    for (let within = 0; within < block; within++, along += pitch) {
      const place = seats.length + 1
      const angle = along / radius
      const { category, features } = seat(place)
      seats.push({
        seat_guid: `${id}-${place}`,
        seat_number: String(place),
        position: {
          x: tenth(middle + radius * Math.sin(angle)),
          y: tenth(top + radius * Math.cos(angle) - bend),
        },
        category,
        radius: 10,
        ...(features.length > 0 ? { features } : {}),
      })
    }
    along += aisle
  }
  return { row_number: row, row_number_position: "both", seats }
}

/** A box of four beside the orchestra: 1 to 3 on the left, 4 to 6 on the right, the stage ahead of them. */
function box(number: number): PlanFileRow {
  const left = number <= 3
  const fromStage = (number - 1) % 3
  return {
    row_number: `Loge ${number}`,
    row_number_position: null,
    seats: [1, 2, 3, 4].map((place) => ({
      seat_guid: `L-${number}-${place}`,
      seat_number: String(place),
      position: {
        x: middle + (left ? -1 : 1) * 395,
        y: tenth(top - 40 + fromStage * (4 * pitch + 22) + (place - 1) * pitch),
      },
      category: "Loges",
      radius: 10,
      ...(fromStage === 0 ? { features: ["restricted_view"] } : {}),
    })),
  }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
