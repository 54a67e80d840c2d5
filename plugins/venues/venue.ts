import { type Static, Type } from "typebox"

export const VenueInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" }),
    address: Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()])),
    timezone: Type.String({ maxLength: 100, description: "IANA name" }),
  },
  { additionalProperties: false, title: "VenueInput" },
)
export type VenueInput = Static<typeof VenueInput>

/** A venue as the API gives it. */
export const VenueItem = Type.Object(
  {
    id: Type.String(),
    ref: Type.String(),
    name: Type.String(),
    address: Type.Union([Type.String(), Type.Null()]),
    timezone: Type.String(),
  },
  { title: "Venue" },
)
export type VenueItem = Static<typeof VenueItem>
