import { Type } from "typebox"

const Text = Type.String()
const Maybe = Type.Union([Type.String(), Type.Null()])
const Cents = Type.Integer({ description: "cents" })

const Line = Type.Object({
  performance: Text,
  title: Text,
  starts: Type.String({ format: "date-time" }),
  venue: Text,
  zone: Text,
  tariff: Text,
  quantity: Type.Integer({ description: "negative: given up" }),
  unit: Type.Integer({ description: "cents, tax included" }),
  rate: Type.Integer({ description: "VAT, hundredths of a percent" }),
  gross: Cents,
  net: Cents,
  vat: Cents,
  tickets: Type.Array(Text),
})

export const JournalAnswer = Type.Object({
  number: Type.Integer(),
  at: Type.String({ description: "when it was committed" }),
  kind: Type.String(),
  by: Type.Union([Type.String(), Type.Null()], { description: "user:12 or device:3; null: Parterre itself" }),
  about: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), {
    description: "ids, numbers and codes; never personal data",
  }),
  mac: Type.String(),
})

export const OperationAnswer = Type.Object({
  number: Type.Integer(),
  kind: Type.Enum([
    "sale",
    "free_entry",
    "cancellation",
    "exchange",
    "reprint",
    "split",
    "payment",
    "refund",
    "entry",
  ]),
  at: Type.String({ format: "date-time" }),
  orderId: Maybe,
  total: Cents,
  paid: Cents,
  channel: Type.Optional(Text),
  by: Type.Optional(Maybe),
  tillSession: Type.Optional(Maybe),
  offline: Type.Optional(
    Type.Union([Type.String({ format: "date-time" }), Type.Null()], {
      description: "sold without a network: when, by the clock of the till",
    }),
  ),
  of: Type.Optional(
    Type.Union([Type.Integer(), Type.Null()], { description: "the operation that sold the order" }),
  ),
  lines: Type.Optional(Type.Array(Line)),
  payments: Type.Optional(Type.Array(Type.Object({ id: Maybe, method: Text, amount: Cents }))),
  performance: Type.Optional(Text),
  ticket: Type.Optional(Text),
  entered: Type.Optional(Type.String({ format: "date-time", description: "the time of the door" })),
  gate: Type.Optional(Maybe),
  mac: Type.String({ description: "HMAC-SHA-256 of this operation and the one before, hexadecimal" }),
})

const Anchor = Type.Object({ at: Text, chain: Text, number: Type.Integer(), mac: Text })

export const VerificationAnswer = Type.Object({
  ok: Type.Boolean(),
  count: Type.Integer({ description: "operations in order from the first" }),
  head: Type.String({ description: "the last operation's HMAC, hexadecimal" }),
  brokenAt: Type.Union([Type.Integer(), Type.Null()]),
  faults: Type.Array(
    Type.Object({
      chain: Text,
      number: Type.Integer(),
      kind: Type.Enum([
        "altered",
        "missing",
        "inserted",
        "reordered",
        "truncated",
        "head",
        "rolled_back",
        "index",
        "closing",
        "tickets",
      ]),
    }),
  ),
  chains: Type.Array(Type.Object({ chain: Text, count: Type.Integer() })),
  anchors: Type.Object({
    checked: Type.Integer(),
    forged: Type.Integer({ description: "lines of the file of anchors that this instance did not write" }),
    latest: Type.Union([Anchor, Type.Null()]),
  }),
})

const RateTotal = Type.Object({ rate: Type.Integer(), gross: Cents, net: Cents, vat: Cents })

const Totals = Type.Object({
  operations: Type.Integer(),
  byKind: Type.Record(Type.String(), Type.Integer()),
  issued: Type.Integer(),
  cancelled: Type.Integer(),
  free: Type.Integer(),
  entries: Type.Integer(),
  gross: Cents,
  net: Cents,
  vat: Cents,
  paid: Cents,
  absolute: Cents,
  byRate: Type.Array(RateTotal),
  byTariff: Type.Array(
    Type.Object({
      tariff: Text,
      issued: Type.Integer(),
      cancelled: Type.Integer(),
      gross: Cents,
      net: Cents,
      vat: Cents,
    }),
  ),
  byMethod: Type.Array(Type.Object({ method: Text, received: Cents, returned: Cents, amount: Cents })),
})

export const ClosingAnswer = Type.Object({
  number: Type.Integer(),
  period: Type.Enum(["day", "month", "year"]),
  date: Text,
  at: Type.String({ format: "date-time" }),
  until: Type.String({ format: "date-time" }),
  first: Type.Integer(),
  last: Type.Integer({ description: "before `first`: there was no operation" }),
  totals: Totals,
  perpetualTotal: Type.Integer({ description: "cents sold since the first operation of all; never reset" }),
  perpetual: Type.Object({ gross: Cents, absolute: Cents, paid: Cents }),
  version: Text,
  by: Maybe,
  mac: Text,
})

const StatementTotals = Type.Object({
  issued: Type.Integer(),
  cancelled: Type.Integer(),
  gross: Cents,
  net: Cents,
  vat: Cents,
  free: Type.Object({ issued: Type.Integer(), cancelled: Type.Integer() }),
})

export const StatementAnswer = Type.Object({
  organisation: Type.Object({ name: Text, siret: Maybe, licences: Type.Array(Text) }),
  currency: Text,
  performance: Type.Object({
    id: Text,
    title: Text,
    startsAt: Type.String({ format: "date-time" }),
    venue: Text,
  }),
  editedAt: Type.String({ format: "date-time" }),
  lines: Type.Array(
    Type.Object({
      zone: Text,
      tariff: Text,
      unit: Cents,
      rate: Type.Integer(),
      free: Type.Boolean(),
      issued: Type.Integer(),
      cancelled: Type.Integer(),
      gross: Cents,
      net: Cents,
      vat: Cents,
    }),
  ),
  totals: StatementTotals,
  entries: Type.Integer(),
})
