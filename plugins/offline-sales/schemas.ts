import { Type } from "typebox"
import { Payments } from "../till/sale-routes.ts"

export const closed = { additionalProperties: false }
const Text = Type.String()
const Maybe = Type.Union([Text, Type.Null()])
export const Id = Type.String({ pattern: "^[0-9]{1,18}$" })
export const Time = Type.String({ format: "date-time" })
export const Holder = Type.String({
  pattern: "^[0-9a-f]{24,64}$",
  description: "made by the browser or phone, once: it alone gets the codes",
})

export const KeepBody = Type.Object(
  {
    tillSessionId: Id,
    performanceId: Id,
    holder: Holder,
    zones: Type.Array(
      Type.Object(
        {
          zoneId: Id,
          places: Type.Integer({ minimum: 1, maximum: 500, description: "how many it should have to sell" }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  closed,
)

const Reserve = Type.Object({
  id: Id,
  performance: Type.Object({
    ...{ id: Id, title: Type.Record(Text, Text), venue: Text, address: Maybe, timezone: Text },
    ...{ startsAt: Text, doorsAt: Maybe, endsAt: Text, seated: Type.Boolean() },
  }),
  zones: Type.Array(
    Type.Object({
      ...{ id: Id, name: Text, wanted: Type.Integer() },
      prices: Type.Array(
        Type.Object({
          ...{ id: Id, tariff: Text, proof: Maybe, amount: Type.Integer({ description: "cents" }) },
          seal: Type.String({ description: "to be sent back with what is sold at this price" }),
        }),
      ),
    }),
  ),
  places: Type.Array(
    Type.Object({
      ...{ ticketId: Id, zoneId: Id, seatId: Maybe, seat: Maybe },
      orderNumber: Type.String({
        description: "the number of the order, if this is the first of its tickets",
      }),
      code: Type.Optional(Type.String({ description: "what the QR holds; for a counter" })),
      lookup: Type.Optional(Text),
      proof: Type.Optional(Type.String({ description: "for a scanner, which lets in at once" })),
    }),
  ),
})

export const ReservesAnswer = Type.Object({
  data: Type.Array(Reserve),
  paper: Type.Object(
    {
      ...{ organiser: Text, licences: Type.Array(Text), siret: Maybe, address: Maybe, conditions: Text },
      currency: Text,
    },
    { description: "what a printed ticket must say" },
  ),
  serverTime: Time,
  nextCursor: Type.Null(),
})

export const SalesBody = Type.Object(
  {
    sales: Type.Array(
      Type.Object(
        {
          id: Type.String({
            pattern: "^[0-9a-f]{24,64}$",
            description: "made by the device: the same again is the same sale",
          }),
          number: Type.Integer({ minimum: 1, maximum: 1_000_000, description: "of the device, as printed" }),
          at: { ...Time, description: "when it was sold, by the clock of the device" },
          tillSessionId: Id,
          lines: Type.Array(
            Type.Object(
              {
                ...{ ticketId: Id, priceId: Id, seal: Type.String({ maxLength: 40 }) },
                amount: Type.Integer({ minimum: 0, maximum: 100_000_000, description: "cents" }),
              },
              closed,
            ),
            { minItems: 1, maxItems: 500 },
          ),
          payments: Payments,
          instead: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description: "Idempotency-Key of a sale that was tried before and whose answer was not heard",
            }),
          ),
        },
        closed,
      ),
      { maxItems: 200 },
    ),
    tries: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        maxItems: 50,
        description:
          "Idempotency-Keys of sales that were tried, whose answer was not heard, and that were given up",
      }),
    ),
    sentAt: Type.Optional({ ...Time, description: "the device's clock now, to put right a wrong one" }),
  },
  closed,
)

const State = Type.Enum(["recorded", "moved", "unplaced", "refused"], {
  description:
    "recorded; with other places than those printed; recorded, without a place left: the money is to be given back; kept, and to be looked at",
})

export const SalesAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Text,
      state: State,
      repeated: Type.Boolean({ description: "it was known already" }),
      remarks: Type.Array(Type.Object({ code: Text, words: Text })),
      order: Type.Union([
        Type.Object({ id: Text, number: Text, total: Type.Integer(), token: Type.Optional(Text) }),
        Type.Null(),
      ]),
    }),
  ),
  tries: Type.Array(
    Type.Object({
      key: Text,
      order: Type.Union([Type.Object({ number: Text, total: Type.Integer() }), Type.Null()], {
        description: "recorded after all; null: it was not, and never will be",
      }),
    }),
  ),
  serverTime: Time,
})

export const SalesList = Type.Object({
  data: Type.Array(
    Type.Object({
      ...{
        id: Text,
        number: Type.Integer(),
        till: Maybe,
        tillSessionId: Maybe,
        soldAt: Time,
        receivedAt: Time,
      },
      ...{ total: Type.Integer(), state: State, remarks: Type.Array(Text) },
      late: Type.Boolean({ description: "its till was closed when it came" }),
      ...{ orderId: Maybe, orderNumber: Maybe, owed: Type.Integer({ description: "cents to give back" }) },
    }),
  ),
  nextCursor: Maybe,
})
