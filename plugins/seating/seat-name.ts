import type { SeatedHall } from "./read-hall.ts"

/** A seat as it is said to people and printed: "Orchestre, C-12"; where the hall is of one piece, "C-12". */
export function seatName({ plan, seats }: Pick<SeatedHall, "plan" | "seats">, seatId: string): string {
  const seat = seats.get(seatId)
  if (!seat) return seatId
  return plan.sections.length > 1 ? `${seat.section}, ${seat.label}` : seat.label
}
