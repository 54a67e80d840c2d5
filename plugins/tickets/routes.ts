import { Type } from "typebox"
import type { App } from "../../server/plugin.ts"
import { inLocale } from "../catalogue/localised.ts"
import { linesOf, orderByToken } from "../orders/read-order.ts"
import { ticketsCalendar } from "./attachments.ts"
import { isPrinted, printedTickets, ticketsOf } from "./read-tickets.ts"

const Token = Type.Object({ token: Type.String({ maxLength: 60 }) })

const OrderAnswer = Type.Object({
  number: Type.String(),
  status: Type.Enum(["pending", "paid", "cancelled", "expired"]),
  total: Type.Integer({ description: "cents" }),
  currency: Type.String(),
  lines: Type.Array(
    Type.Object({
      performance: Type.Object({ id: Type.String(), title: Type.String(), startsAt: Type.String() }),
      zone: Type.String(),
      tariff: Type.String(),
      amount: Type.Integer(),
      seat: Type.Optional(Type.String({ description: "the numbered seat, as it is said to people" })),
    }),
  ),
  tickets: Type.Array(
    Type.Object({
      id: Type.String(),
      number: Type.String(),
      code: Type.String(),
      status: Type.Enum(["valid", "cancelled"]),
      performance: Type.Object({ id: Type.String(), title: Type.String(), startsAt: Type.String() }),
      zone: Type.String(),
      tariff: Type.String(),
      amount: Type.Integer(),
      seat: Type.Optional(Type.String({ description: "the numbered seat, as it is said to people" })),
      name: Type.Optional(Type.String({ description: "who it is for, where that was said" })),
      documentReady: Type.Boolean(),
    }),
  ),
})

/** An order and its tickets, for who has its token; the keys that verify tickets. */
export function registerRoutes(app: App): void {
  const open = { config: { access: "public" as const } }

  app.get(
    "/api/v1/orders/:token",
    {
      ...open,
      schema: {
        tags: ["Shop"],
        summary: "An order with its tickets",
        params: Token,
        response: { 200: OrderAnswer },
      },
    },
    async (request, reply) => {
      const { order, db } = await orderByToken(app.databases, request.params.token)
      const [lines, tickets, printed] = await Promise.all([
        linesOf(db, order),
        ticketsOf(db, app.signingKeys, order.organisation_id, order.id),
        isPrinted(db, order.id),
      ])
      reply.header("cache-control", "private, no-store")
      return {
        number: order.number,
        status: order.status,
        total: order.total,
        currency: order.currency,
        lines: lines.map((line) => ({
          performance: {
            id: line.performanceId,
            title: inLocale(line.event.title, order.locale),
            startsAt: line.startsAt.toISOString(),
          },
          zone: line.zone,
          tariff: line.tariff,
          amount: line.amount,
          ...(line.seat ? { seat: line.seat.label } : {}),
        })),
        tickets: tickets.map((ticket) => ({
          id: ticket.id,
          number: ticket.number,
          code: ticket.code,
          status: ticket.status,
          performance: {
            id: ticket.performanceId,
            title: ticket.eventTitle,
            startsAt: ticket.startsAt.toISOString(),
          },
          zone: ticket.zone,
          tariff: ticket.tariff,
          amount: ticket.amount,
          ...(ticket.seat ? { seat: ticket.seat } : {}),
          ...(ticket.name ? { name: ticket.name } : {}),
          documentReady: printed,
        })),
      }
    },
  )

  app.get(
    "/api/v1/orders/:token/tickets.pdf",
    {
      ...open,
      schema: {
        tags: ["Shop"],
        summary: "The printed tickets, one page a ticket; 202 while they are being made",
        params: Token,
      },
    },
    async (request, reply) => {
      const { order, db } = await orderByToken(app.databases, request.params.token)
      const pdf = await printedTickets(db, order.id)
      reply.header("cache-control", "private, no-store")
      if (!pdf)
        return reply
          .code(order.status === "paid" ? 202 : 404)
          .header("retry-after", "1")
          .send({ status: order.status === "paid" ? "being made" : "not paid" })
      return reply
        .type("application/pdf")
        .header("content-disposition", `inline; filename="tickets-${order.number}.pdf"`)
        .send(pdf)
    },
  )

  app.get(
    "/api/v1/orders/:token/tickets.ics",
    { ...open, schema: { tags: ["Shop"], summary: "The dates, for a calendar", params: Token } },
    async (request, reply) => {
      const { order } = await orderByToken(app.databases, request.params.token)
      return reply
        .type("text/calendar; charset=utf-8")
        .header("content-disposition", `attachment; filename="tickets-${order.number}.ics"`)
        .send(Buffer.from(await ticketsCalendar(app, order.organisation_id, order.id)))
    },
  )

  const keys = { config: { access: { permission: "signing-keys:write" } } }
  const Key = Type.Object({
    keyId: Type.Integer(),
    publicKey: Type.String({ description: "raw Ed25519, base64url" }),
  })

  app.get(
    "/api/v1/organisations/:org/signing-keys",
    {
      config: { access: { permission: "scan" } },
      schema: {
        tags: ["Door"],
        summary: "The public keys that verify the organisation's tickets",
        response: { 200: Type.Object({ data: Type.Array(Key), nextCursor: Type.Null() }) },
      },
    },
    async (request) => {
      const rows = await request.db
        .selectFrom("signing_keys")
        .select(["key_id", "public_key"])
        .orderBy("key_id")
        .execute()
      return {
        data: rows.map((row) => ({ keyId: row.key_id, publicKey: row.public_key.toString("base64url") })),
        nextCursor: null,
      }
    },
  )

  app.post(
    "/api/v1/organisations/:org/signing-keys",
    {
      ...keys,
      schema: {
        tags: ["Setting up"],
        summary: "A new signing key; tickets signed by the ones before stay good",
        response: { 201: Type.Object({ keyId: Type.Integer() }) },
      },
    },
    async (request, reply) => reply.code(201).send(await app.signingKeys.rotate(request.db)),
  )
}
