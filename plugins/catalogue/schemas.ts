import { type Static, type TSchema, Type } from "typebox"
import { OrNull } from "../../server/api-list.ts"

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: "^[1-9][0-9]{0,17}$" })
const Day = Type.String({ format: "date", description: "2026-09-01" })
const Instant = Type.String({ format: "date-time" })
const Ref = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: "^[^\\s\\p{Cc}\\p{Cs}](?:[^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}])?$",
    description: "a stable name; made from the title when unset",
  }),
)
const Line = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" })
const Maybe = <T extends TSchema>(schema: T) => Type.Optional(OrNull(schema))
const Localised = (maxLength: number) =>
  Type.Object(
    { fr: Type.Optional(Type.String({ maxLength })), en: Type.Optional(Type.String({ maxLength })) },
    closed,
  )

export const SeasonInput = Type.Object(
  { ref: Ref, name: Line(200), startsOn: Day, endsOn: Day },
  { ...closed, title: "SeasonInput" },
)
export type SeasonInput = Static<typeof SeasonInput>

export const SeasonItem = Type.Object(
  { id: Id, ref: Type.String(), name: Type.String(), startsOn: Type.String(), endsOn: Type.String() },
  { title: "Season" },
)
export type SeasonItem = Static<typeof SeasonItem>

export const TariffInput = Type.Object(
  {
    ref: Ref,
    name: Line(200),
    proof: Maybe(Type.String({ maxLength: 300, description: "what must be shown at the door" })),
    rank: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, description: "lower comes first" })),
  },
  { ...closed, title: "TariffInput" },
)
export type TariffInput = Static<typeof TariffInput>

export const TariffItem = Type.Object(
  { id: Id, ref: Type.String(), name: Type.String(), proof: OrNull(Type.String()), rank: Type.Integer() },
  { title: "Tariff" },
)
export type TariffItem = Static<typeof TariffItem>

const EventStatus = Type.Union([Type.Literal("draft"), Type.Literal("published")])
const VatRate = Type.Integer({
  minimum: 0,
  maximum: 10_000,
  description: "hundredths of a percent: 550 is 5.5 %",
})

export const EventInput = Type.Object(
  {
    ref: Ref,
    seasonId: Maybe(Id),
    title: Localised(300),
    subtitle: Maybe(Localised(300)),
    description: Maybe(Localised(20_000)),
    genre: Maybe(Type.String({ maxLength: 100 })),
    durationMinutes: Maybe(Type.Integer({ minimum: 1, maximum: 527_040 })),
    vatRate: VatRate,
    status: EventStatus,
  },
  { ...closed, title: "EventInput" },
)
export type EventInput = Static<typeof EventInput>

export const EventItem = Type.Object(
  {
    id: Id,
    ref: Type.String(),
    seasonId: OrNull(Id),
    title: Localised(300),
    subtitle: OrNull(Localised(300)),
    description: OrNull(Localised(20_000)),
    genre: OrNull(Type.String()),
    durationMinutes: OrNull(Type.Integer()),
    vatRate: VatRate,
    status: EventStatus,
  },
  { title: "Event" },
)
export type EventItem = Static<typeof EventItem>

const PriceInput = Type.Object(
  { tariffId: Id, amount: Type.Integer({ minimum: 0, maximum: 99_999_999, description: "cents" }) },
  closed,
)

export const ZoneInput = Type.Object(
  {
    id: Type.Optional(Id),
    ref: Ref,
    name: Line(200),
    capacity: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 10_000_000, description: "with a seating plan, the plan says it" }),
    ),
    prices: Type.Array(PriceInput, { maxItems: 500 }),
  },
  closed,
)
export type ZoneInput = Static<typeof ZoneInput>

/** A performance as programs send it: the same as PerformanceInput, with times in RFC 3339. */
export const PerformanceBody = Type.Object(
  {
    ref: Ref,
    eventId: Id,
    venueId: Id,
    startsAt: Instant,
    endsAt: Type.Optional(
      OrNull(Type.String({ format: "date-time", description: "unset: from the event's duration" })),
    ),
    doorsAt: Type.Optional(
      OrNull(Type.String({ format: "date-time", description: "unset: one hour before" })),
    ),
    onSaleFrom: Maybe(Instant),
    onSaleUntil: Type.Optional(
      OrNull(Type.String({ format: "date-time", description: "unset: until the start" })),
    ),
    maxPerOrder: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    seatingVersionId: Maybe(Id),
    zones: Type.Array(ZoneInput, {
      maxItems: 200,
      description: "all zones of the performance: one that is missing is removed, unless it has sold",
    }),
  },
  { ...closed, title: "PerformanceInput" },
)
export type PerformanceBody = Static<typeof PerformanceBody>

export const PerformanceAnswer = Type.Object(
  {
    id: Id,
    ref: Type.String(),
    eventId: Id,
    venueId: Id,
    startsAt: Type.String(),
    endsAt: Type.String(),
    doorsAt: OrNull(Type.String()),
    onSaleFrom: OrNull(Type.String()),
    onSaleUntil: OrNull(Type.String()),
    maxPerOrder: Type.Integer(),
    status: Type.Union([Type.Literal("scheduled"), Type.Literal("cancelled")]),
    seatingVersionId: OrNull(Id),
    zones: Type.Array(
      Type.Object({
        id: Id,
        ref: Type.String(),
        name: Type.String(),
        capacity: Type.Integer(),
        prices: Type.Array(Type.Object({ id: Id, tariffId: Id, amount: Type.Integer() })),
      }),
    ),
  },
  { title: "Performance" },
)
export type PerformanceAnswer = Static<typeof PerformanceAnswer>
