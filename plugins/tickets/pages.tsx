import type { FastifyRequest } from "fastify"
import { FormFields, PageParams } from "../../server/admin-form.ts"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import {
  Actions,
  Button,
  DataTable,
  errorOf,
  Field,
  Form,
  Money,
  Notice,
  Section,
  Status,
} from "../../templates/components/index.ts"
import { getOrder, showOrder } from "../orders/office/order-page.tsx"
import type { OrderView } from "../orders/office/order-panels.ts"
import type { Order } from "../orders/tables.ts"
import { isPrinted } from "./read-tickets.ts"
import { resendTickets } from "./resend-tickets.ts"
import { texts } from "./texts.ts"

const emailPattern = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

/** The tickets of an order on its page in the back office, and sending them once more. */
export function registerPages(app: App): void {
  app.orderPanels.push({ order: 10, render: ticketPanel })

  app.post(
    "/admin/:org/orders/:id/mails",
    {
      config: { access: { permission: "orders:write" }, page: true },
      schema: { params: PageParams, body: FormFields },
    },
    async (request, reply) => {
      const order = await getOrder(request.db, request.params.id)
      const t = texts[request.locale].office
      const form = new FormReader(request.body, request.locale)
      const email = form.line("email", { label: t.email, max: 254 })
      if (email && !emailPattern.test(email)) form.refuse("email", t.emailWrong)
      if (form.errors.length > 0)
        return showOrder(request, reply, order, { body: request.body, errors: form.errors })
      await resendTickets(app, order, email)
      return reply.redirect(`/admin/${request.organisation.slug}/orders/${order.id}?done=mailed#resend`, 303)
    },
  )
}

async function ticketPanel(request: FastifyRequest, order: Order, view: OrderView & { csrf: string }) {
  const { db, locale, organisation } = request
  const t = texts[locale].office
  const tickets = await db
    .selectFrom("tickets")
    .select(["id", "number", "event_title", "zone_name", "tariff_name", "amount", "status"])
    .where("order_id", "=", order.id)
    .orderBy("position")
    .execute()
  if (tickets.length === 0) return null
  const printed = await isPrinted(db, order.id)
  const email = view.body ? new FormReader(view.body, locale).typed("email") : (order.email ?? "")
  return (
    <>
      <Section title={t.tickets}>
        <DataTable
          caption={t.ticketsCaption}
          rows={tickets}
          columns={[
            { key: "number", label: t.number, cell: ({ number }) => number },
            { key: "event", label: t.event, cell: ({ event_title }) => event_title },
            {
              key: "place",
              label: t.place,
              cell: ({ zone_name, tariff_name }) => `${zone_name}, ${tariff_name}`,
            },
            {
              key: "amount",
              label: t.amount,
              numeric: true,
              secondary: true,
              cell: ({ amount }) => <Money cents={amount} currency={order.currency} />,
            },
            { key: "state", label: t.state, cell: ({ status }) => <Status state={status} /> },
          ]}
        />
        <p>{printed ? <a href={`/api/v1/orders/${order.token}/tickets.pdf`}>{t.pdf}</a> : t.beingPrinted}</p>
      </Section>
      {order.status === "paid" && request.can("orders:write") && (
        <Section title={t.resend} id="resend">
          {view.done === "mailed" && <Notice kind="success">{t.mailed}</Notice>}
          <Form action={`/admin/${organisation.slug}/orders/${order.id}/mails`} csrf={view.csrf}>
            <Field
              type="email"
              name="email"
              label={t.sendTo}
              hint={t.sendToHint}
              value={email}
              error={errorOf(view.errors, "email")}
              autocomplete="off"
              width="medium"
            />
            <Actions>
              <Button kind="secondary" icon="mail">
                {t.send}
              </Button>
            </Actions>
          </Form>
        </Section>
      )}
    </>
  )
}
