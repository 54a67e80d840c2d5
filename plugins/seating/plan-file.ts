import { type Static, type TSchema, Type } from "typebox"
import { planLimits } from "./plan-limits.ts"

const far = planLimits.coordinate
const Name = Type.String({ minLength: 1, maxLength: planLimits.name })
const Short = Type.String({ maxLength: planLimits.name })
const Coordinate = Type.Number({ minimum: -far, maximum: far })
const Length = Type.Number({ minimum: 0, maximum: far })
const Maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const Uuid = Type.Optional(Short)
const Color = Type.Optional(Type.String({ maxLength: planLimits.color }))
const Position = Type.Object({ x: Coordinate, y: Coordinate })

/**
 * `features` is Parterre's own: pretix has no word for what a seat is like (step-free, beside an aisle ...).
 * Everything else of a seat is the format's. So is a row's `table`: the `uuid` of the area around which it sits.
 */
const PlanFileSeat = Type.Object({
  seat_guid: Name,
  seat_number: Short,
  uuid: Uuid,
  position: Position,
  category: Name,
  radius: Type.Optional(Length),
  start_direction: Maybe(Short),
  features: Type.Optional(Type.Array(Short, { maxItems: 20 })),
})

const PlanFileRow = Type.Object({
  row_number: Short,
  row_label: Maybe(Type.String({ maxLength: planLimits.label })),
  seat_label: Maybe(Type.String({ maxLength: planLimits.label })),
  uuid: Uuid,
  row_number_position: Maybe(Short),
  table: Uuid,
  position: Type.Optional(Position),
  seats: Type.Array(PlanFileSeat, { maxItems: planLimits.seatsOfRow }),
})

/**
 * The earliest plans gave an area's text as a bare string and its size without a shape. `capacity` and `category` are
 * Parterre's own: so many people stand there, at the price of that category.
 */
const PlanFileArea = Type.Object({
  uuid: Uuid,
  capacity: Type.Optional(Type.Integer({ minimum: 0, maximum: planLimits.standing })),
  category: Type.Optional(Short),
  shape: Type.Optional(Short),
  color: Color,
  border_color: Color,
  rotation: Type.Optional(Type.Number({ minimum: -far, maximum: far })),
  position: Type.Optional(Position),
  width: Type.Optional(Length),
  height: Type.Optional(Length),
  rectangle: Type.Optional(Type.Object({ width: Length, height: Length })),
  circle: Type.Optional(Type.Object({ radius: Length })),
  ellipse: Type.Optional(Type.Object({ radius: Position })),
  polygon: Type.Optional(Type.Object({ points: Type.Array(Position, { maxItems: planLimits.points }) })),
  text: Type.Optional(
    Type.Union([
      Type.Object({
        text: Type.String({ maxLength: planLimits.text }),
        position: Type.Optional(Position),
        color: Color,
        size: Type.Optional(Length),
      }),
      Type.String({ maxLength: planLimits.text }),
    ]),
  ),
})

const PlanFileZone = Type.Object({
  name: Type.Optional(Short),
  zone_id: Type.Optional(Short),
  uuid: Uuid,
  position: Type.Optional(Position),
  rows: Type.Array(PlanFileRow, { maxItems: planLimits.rowsOfZone }),
  areas: Type.Optional(Type.Array(PlanFileArea, { maxItems: planLimits.areasOfZone })),
})

const PlanFileCategory = Type.Object({ name: Name, color: Color })

/**
 * A seating plan file as pretix writes it (`src/pretix/static/seating/seating-plan.schema.json` of that project, with
 * what its older versions left out). A zone there is a part of the hall; what Parterre calls a zone, a price area, is
 * a category there. Properties that are not listed are let through: they come back in the export.
 */
export const PlanFileSchema = Type.Object(
  {
    name: Short,
    categories: Type.Array(PlanFileCategory, { maxItems: planLimits.categories }),
    zones: Type.Array(PlanFileZone, { maxItems: planLimits.zones }),
    size: Type.Optional(Type.Object({ width: Length, height: Length })),
  },
  { title: "SeatingPlanFile" },
)

export type PlanFile = Static<typeof PlanFileSchema>
export type PlanFileZone = Static<typeof PlanFileZone>
export type PlanFileRow = Static<typeof PlanFileRow>
export type PlanFileSeat = Static<typeof PlanFileSeat>
export type PlanFileArea = Static<typeof PlanFileArea>
