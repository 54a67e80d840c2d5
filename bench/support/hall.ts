/** A hall of so many rows in the pretix seating plan format, one category ("all"), an aisle in the middle of each row. */
export function hallPlan(rows: number, seatsOfRow: number): unknown {
  return {
    name: "Hall",
    categories: [{ name: "all", color: "#7f4a91" }],
    size: { width: (seatsOfRow + 3) * 30, height: (rows + 3) * 40 },
    zones: [
      {
        name: "Stalls",
        position: { x: 0, y: 0 },
        areas: [],
        rows: Array.from({ length: rows }, (_, row) => ({
          position: { x: 0, y: (row + 1) * 40 },
          row_number: String(row + 1),
          row_number_position: "start",
          seats: Array.from({ length: seatsOfRow }, (_, seat) => ({
            seat_number: String(seat + 1),
            seat_guid: `${row + 1}-${seat + 1}`,
            category: "all",
            position: { x: (seat + (seat >= seatsOfRow / 2 ? 2 : 0)) * 30, y: 0 },
          })),
        })),
      },
    ],
  }
}
