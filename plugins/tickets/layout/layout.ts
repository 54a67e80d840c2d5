import { type Static, Type } from "typebox"
import { type FieldError, problem } from "../../../server/problem.ts"
import { type FieldName, fieldNames, mandatoryFields } from "../ticket-fields.ts"

/** What a ticket is printed on: an A4 page as PDF, a roll of a receipt printer, the cut stock of a ticket printer. */
export const layoutFormats = ["page", "roll", "stock"] as const
export type LayoutFormat = (typeof layoutFormats)[number]

export const layoutSizes = ["small", "normal", "large", "huge"] as const
export type LayoutSize = (typeof layoutSizes)[number]

/** "a4": the page that folds in four; "a6": its front quarter alone. */
export const layoutPapers = ["a4", "a6"] as const

const LayoutField = Type.Object(
  {
    field: Type.Enum([...fieldNames, "rule"], { description: "what is said; rule: a line across" }),
    size: Type.Optional(Type.Enum([...layoutSizes])),
    strong: Type.Optional(Type.Boolean()),
    centred: Type.Optional(Type.Boolean({ description: "on a roll" })),
  },
  { additionalProperties: false },
)
export type LayoutField = Static<typeof LayoutField>

/** How a ticket is laid out: what it says, in which order, and how large. */
export const Layout = Type.Object(
  {
    paper: Type.Optional(Type.Enum([...layoutPapers], { description: "of the page" })),
    logo: Type.Optional(Type.Boolean({ description: "on the page, when the organisation has one" })),
    message: Type.Optional(
      Type.String({ maxLength: 300, description: "words of the organisation’s own: the field “message”" }),
    ),
    fields: Type.Array(LayoutField, { minItems: 1, maxItems: 40 }),
  },
  { additionalProperties: false, title: "TicketLayout" },
)
export type Layout = Static<typeof Layout>

const field = (name: LayoutField["field"], size: LayoutSize = "normal", strong = false, centred = false) => ({
  ...{ field: name, size },
  ...(strong ? { strong } : {}),
  ...(centred ? { centred } : {}),
})

const paperFields: LayoutField[] = [
  field("organiser", "normal", true, true),
  field("licences", "small", false, true),
  field("rule"),
  field("title", "large", true),
  field("subtitle"),
  field("date", "normal", true),
  field("time", "large", true),
  field("doors", "small"),
  field("venue", "normal", true),
  field("venueAddress", "small"),
  field("rule"),
  field("zone", "normal", true),
  field("seat", "large", true),
  field("tariff"),
  field("proof", "small"),
  field("price", "large", true),
  field("code"),
  field("number", "normal", true),
  field("operation", "small"),
  field("sale", "small"),
  field("order", "small"),
  field("holder"),
]

/** Where an organisation starts from; on rolls and stock, what is printed as long as it changes nothing. */
export const usualLayouts: Record<LayoutFormat, Layout> = {
  page: {
    ...{ paper: "a4", logo: true },
    fields: [
      field("organiser", "normal", true),
      field("licences", "small"),
      field("rule"),
      field("title", "huge"),
      field("subtitle", "normal"),
      field("date", "large"),
      field("time", "large"),
      field("doors", "small"),
      field("venue", "normal", true),
      field("venueAddress", "small"),
      field("rule"),
      field("code"),
      field("zone", "normal", true),
      field("seat", "normal", true),
      field("tariff", "normal", true),
      field("proof", "small"),
      field("price", "large", true),
      field("number", "normal", true),
      field("operation", "small"),
      field("sale", "small"),
      field("holder", "normal"),
    ],
  },
  roll: { fields: paperFields },
  stock: { fields: paperFields },
}

/** What a layout lacks that each ticket must say. */
export function missingFields(layout: Layout): FieldName[] {
  const there = new Set(layout.fields.map(({ field }) => field))
  return [...mandatoryFields].filter((name) => !there.has(name))
}

/** @throws 422 mandatory_mention at each field that is missing; invalid_request where one comes twice */
export function checkLayout(layout: Layout): void {
  const missing = missingFields(layout)
  if (missing.length > 0)
    throw problem(
      422,
      "mandatory_mention",
      undefined,
      missing.map((name) => ({ path: `/fields/${name}`, message: "must be on each ticket" })),
    )
  const seen = new Set<string>()
  const errors: FieldError[] = []
  for (const [index, { field }] of layout.fields.entries()) {
    if (field !== "rule" && seen.has(field))
      errors.push({ path: `/fields/${index}`, message: "is there already" })
    seen.add(field)
  }
  if (errors.length > 0) throw problem(422, "invalid_request", undefined, errors)
}

/** The layout with whatever is mandatory, even if it was kept before something became so. */
export function completeLayout(layout: Layout): Layout {
  const missing = missingFields(layout)
  if (missing.length === 0) return layout
  return { ...layout, fields: [...layout.fields, ...missing.map((name) => field(name))] }
}
