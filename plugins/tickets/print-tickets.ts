import { sql } from "kysely"
import { postMail } from "../../server/mail.ts"
import type { JobPayload } from "../../server/outbox.ts"
import type { App } from "../../server/plugin.ts"
import { logoOf } from "../accounts/logo.ts"
import { readLayout } from "./layout/layouts.ts"
import { orderMail } from "./order-mail.tsx"
import { editionOf, ticketsOf } from "./read-tickets.ts"
import { renderTickets } from "./render-tickets.ts"
import { sheetOf } from "./sheet-of-order.ts"

/**
 * Prints the valid tickets of a paid order, again whenever they change, and posts them by mail the first time, where there
 * is an address. Printing is outside any transaction; what it gives and the
 * mail are written together, once: a job that runs twice finds them there.
 */
export async function printTickets(app: App, payload: JobPayload): Promise<void> {
  const { organisationId } = payload
  const db = app.databases.forOrganisation(organisationId)
  const order = await db
    .selectFrom("orders")
    .selectAll()
    .where("id", "=", String(payload.orderId))
    .executeTakeFirstOrThrow()
  const organisation = await app.identity.organisationById(organisationId)
  const { edition: printing } = await db
    .selectNoFrom(editionOf(sql`${order.id}::bigint`).as("edition"))
    .executeTakeFirstOrThrow()
  const tickets = await ticketsOf(db, app.signingKeys, organisationId, order.id)
  const valid = tickets.filter(({ status }) => status === "valid")
  if (valid.length === 0) return
  const operations = await app.ticketOperations.of(db, order.id)
  const layout = await readLayout(db, "page")
  const logo = layout?.logo ? await logoOf(app.databases.system, organisationId) : undefined
  const sheet = sheetOf(organisation, order, valid, operations)
  const pdf = Buffer.from(await renderTickets(sheet, layout, logo))
  await db.transaction().execute(async (trx) => {
    // One that was read later may be there already.
    await sql`
      insert into ticket_documents as d (organisation_id, order_id, pdf, edition)
      values (${organisationId}, ${order.id}, ${pdf}, ${printing})
      on conflict (organisation_id, order_id) do update
        set pdf = excluded.pdf, edition = excluded.edition, made_at = now() where d.edition < excluded.edition`.execute(
      trx,
    )
    if (order.email)
      await postMail(
        trx,
        organisationId,
        orderMail(app.config.publicUrl, organisation, order, valid, order.email),
      )
  })
  app.queue.nudge()
}
