import { type Static, type TSchema, Type } from "typebox"
import { importLimits as limits } from "./season-import.ts"

/** The same type or null, as one schema, so that a wrong value has one error and not one per branch. */
function nullable<T>(schema: TSchema & { type: string }) {
  return Type.Optional(Type.Unsafe<T | null>({ ...schema, type: [schema.type, "null"] }))
}

const text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description ? { description } : {}) })

const ref = (description?: string) => text(limits.ref, description)

const instant = (description: string) => Type.String({ format: "date-time", description })

/** A text in the language of the organisation, or the same text in French and English. */
export type LocalisedText = string | { fr?: string | null; en?: string | null }

function localised(maxLength: number) {
  const oneLanguage = { type: ["string", "null"], maxLength }
  return { type: "object", maxLength, properties: { fr: oneLanguage, en: oneLanguage } }
}

const localisedText = (maxLength: number) =>
  Type.Unsafe<LocalisedText>({ ...localised(maxLength), type: ["string", "object"], minLength: 1 })

const nullableLocalisedText = (maxLength: number) =>
  Type.Optional(
    Type.Unsafe<LocalisedText | null>({ ...localised(maxLength), type: ["string", "object", "null"] }),
  )

const Venue = Type.Object({
  ref: ref(),
  name: text(limits.name),
  address: nullable<string>(Type.String({ maxLength: limits.address })),
  timezone: Type.Optional(text(100, "IANA name; without it, the organisation's time zone")),
})

const SeatingPlan = Type.Object({ ref: ref(), venue: ref(), plan: Type.Unknown() })

const Tariff = Type.Object({
  ref: ref(),
  name: text(limits.name),
  proof: nullable<string>(Type.String({ maxLength: limits.title })),
})

const Zone = Type.Object({
  ref: ref("unique in its performance; with a seating plan, the name of one of its categories"),
  name: Type.Optional(text(limits.name)),
  capacity: nullable<number>(Type.Integer({ minimum: 0, maximum: limits.capacity })),
  prices: Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: limits.amount }), {
    description: "cents, by the reference of the tariff",
  }),
})

const Performance = Type.Object({
  ref: ref("unique in the whole file"),
  venue: ref(),
  startsAt: instant("RFC 3339, with the offset"),
  doorsAt: nullable<string>(instant("when the doors open; without it, one hour before the start")),
  onSaleFrom: nullable<string>(instant("when sales open")),
  onSaleUntil: nullable<string>(instant("when sales close")),
  seatingPlan: nullable<string>(Type.String({ maxLength: limits.ref })),
  maxPerOrder: nullable<number>(Type.Integer({ minimum: 1, maximum: 10_000 })),
  zones: Type.Array(Zone, { minItems: 1, maxItems: limits.zonesPerPerformance }),
})

const Event = Type.Object({
  ref: ref(),
  title: localisedText(limits.title),
  subtitle: nullableLocalisedText(limits.title),
  description: nullableLocalisedText(limits.description),
  genre: nullable<string>(Type.String({ maxLength: 100 })),
  durationMinutes: nullable<number>(Type.Integer({ minimum: 1, maximum: 527_040 })),
  vatRate: nullable<number>(
    Type.Integer({ minimum: 0, maximum: 10_000, description: "hundredths of a percent: 550 is 5.5 %" }),
  ),
  performances: Type.Array(Performance, { maxItems: limits.performances }),
})

const Season = Type.Object({
  ref: ref(),
  name: text(limits.name),
  startsOn: Type.String({ format: "date" }),
  endsOn: Type.String({ format: "date" }),
})

/** The shape of a season file; `season-file-rules.ts` holds what a schema cannot say. */
export const SeasonFileSchema = Type.Object(
  {
    format: Type.Literal("parterre-season/1"),
    season: Type.Optional(Type.Unsafe<Static<typeof Season> | null>({ ...Season, type: ["object", "null"] })),
    venues: Type.Optional(Type.Array(Venue, { maxItems: limits.venues })),
    seatingPlans: Type.Optional(Type.Array(SeatingPlan, { maxItems: limits.venues })),
    tariffs: Type.Optional(Type.Array(Tariff, { maxItems: limits.tariffs })),
    events: Type.Array(Event, { maxItems: limits.events }),
  },
  { title: "SeasonFile" },
)

export type SeasonFile = Static<typeof SeasonFileSchema>
export type SeasonFileEvent = SeasonFile["events"][number]
export type SeasonFilePerformance = SeasonFileEvent["performances"][number]
