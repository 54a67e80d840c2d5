import { randomUUID } from "node:crypto"
import { postMail } from "../../server/mail.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import type { Order } from "../orders/tables.ts"
import { orderMail } from "./order-mail.tsx"
import { ticketsOf } from "./read-tickets.ts"

/**
 * Sends the tickets of a paid order once more, to the address given: that of the order, or the right one when it was
 * mistyped. The order keeps its own.
 * @throws 409 not_paid
 */
export async function resendTickets(app: App, order: Order, recipient: string): Promise<void> {
  if (order.status !== "paid") throw problem(409, "not_paid")
  const organisationId = order.organisation_id
  const db = app.databases.forOrganisation(organisationId)
  const organisation = await app.identity.organisationById(organisationId)
  const all = await ticketsOf(db, app.signingKeys, organisationId, order.id)
  const tickets = all.filter(({ status }) => status === "valid")
  const mail = orderMail(app.config.publicUrl, organisation, order, tickets, recipient)
  const reference = `${mail.reference}:${randomUUID()}`
  await db.transaction().execute((trx) => postMail(trx, organisationId, { ...mail, reference }))
  app.queue.nudge()
}
