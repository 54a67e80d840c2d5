import { type FieldError, Problem } from "../../server/problem.ts"

/** The places that were asked for are not there any more, as far as is known: carts whose time is over may hold them. */
export class PlacesGone extends Problem {
  /** We proposed them, and somebody was faster: others may do as well. */
  readonly proposed: boolean
  constructor(
    code: "sold_out" | "seat_taken" | "not_enough_together",
    { proposed = false, errors }: { proposed?: boolean; errors?: FieldError[] } = {},
  ) {
    super(409, code, undefined, errors)
    this.proposed = proposed
  }
}

/** The choice would leave seats alone that nobody will want. */
export class LoneSeats extends Problem {
  readonly seatIds: readonly string[]
  constructor(seatIds: readonly string[]) {
    super(
      409,
      "lone_seat",
      undefined,
      seatIds.map((id) => ({ path: "/items", message: `seat ${id} would be left alone` })),
    )
    this.seatIds = seatIds
  }
}
