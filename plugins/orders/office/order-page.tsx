import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, PageParams } from "../../../server/admin-form.ts"
import { adminPage } from "../../../server/admin-page.tsx"
import type { Db } from "../../../server/database.ts"
import type { App } from "../../../server/plugin.ts"
import { problem } from "../../../server/problem.ts"
import {
  Badge,
  Columns,
  DataTable,
  DateTime,
  ErrorSummary,
  Facts,
  LinkButton,
  Money,
  Notice,
  PageHeading,
  Section,
  type Tone,
} from "../../../templates/components/index.ts"
import type { Locale } from "../../../templates/locale.ts"
import { inLocale } from "../../catalogue/localised.ts"
import type { CartItem } from "../../inventory/read-cart.ts"
import { paymentsOf } from "../payments-of.ts"
import { linesOf } from "../read-order.ts"
import type { Order, Payment, PaymentStatus } from "../tables.ts"
import type { OrderView } from "./order-panels.ts"
import { OrderState } from "./order-state.tsx"
import { texts } from "./texts.ts"

/** One order in the back office: who, what, paid how, and what other modules know of it. */
export function registerOrderPage(app: App): void {
  app.get(
    "/admin/:org/orders/:id",
    {
      config: { access: { permission: "orders:read" }, page: true },
      schema: { params: PageParams, querystring: DoneQuery },
    },
    async (request, reply) =>
      showOrder(request, reply, await getOrder(request.db, request.params.id), { done: request.query.done }),
  )
}

/** An order of the organisation `db` is bound to. @throws 404 not_found */
export async function getOrder(db: Db, id: string): Promise<Order> {
  const order = await db.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirst()
  if (!order) throw problem(404, "not_found")
  return order
}

/** Answers with the page of an order; with `errors`, that of a refused form. */
export async function showOrder(
  request: FastifyRequest,
  reply: FastifyReply,
  order: Order,
  view: OrderView,
): Promise<FastifyReply> {
  const { organisation, locale } = request
  const t = texts[locale]
  const { errors = [] } = view
  const csrf = reply.generateCsrf()
  const panels = [...request.server.orderPanels].sort((a, b) => a.order - b.order)
  const [lines, payments, ...parts] = await Promise.all([
    linesOf(request.db, order),
    paymentsOf(request.db, order.id),
    ...panels.map((panel) => panel.render(request, order, { ...view, csrf })),
  ])
  const toRefund = payments.some(({ status }) => status === "to_refund")
  return adminPage(
    request,
    reply,
    { title: t.order(order.number), current: "/orders", status: errors.length > 0 ? 422 : 200 },
    <>
      <PageHeading
        title={t.order(order.number)}
        lead={<OrderState row={{ status: order.status, toRefund }} toRefund={t.toRefund} />}
        back={{ href: `/admin/${organisation.slug}/orders`, label: t.title }}
        actions={
          <LinkButton kind="secondary" href={`/orders/${order.token}`}>
            {t.publicPage}
          </LinkButton>
        }
      />
      <ErrorSummary errors={errors} />
      {toRefund && (
        <Notice kind="warning" title={t.toRefundTitle}>
          {t.toRefundText}
        </Notice>
      )}
      <Columns
        aside={
          <>
            <Customer order={order} locale={locale} />
            <Payments payments={payments} locale={locale} />
          </>
        }
      >
        <Lines lines={lines} order={order} locale={locale} />
        {parts}
      </Columns>
    </>,
  )
}

function Lines({ lines, order, locale }: { lines: CartItem[]; order: Order; locale: Locale }) {
  const t = texts[locale]
  return (
    <Section title={t.lines}>
      <DataTable
        caption={t.linesCaption}
        rows={lines}
        columns={[
          { key: "event", label: t.event, cell: ({ event }) => inLocale(event.title, locale) },
          {
            key: "date",
            label: t.date,
            cell: ({ startsAt, venue }) => <DateTime at={startsAt} timeZone={venue.timezone} />,
          },
          {
            key: "zone",
            label: t.zone,
            cell: ({ zone, seat }) => [zone, seat?.label].filter(Boolean).join(" · "),
          },
          { key: "tariff", label: t.tariff, cell: ({ tariff }) => tariff },
          {
            key: "amount",
            label: t.amount,
            numeric: true,
            cell: ({ amount }) => <Money cents={amount} currency={order.currency} />,
          },
        ]}
        foot={{ event: t.total, amount: <Money cents={order.total} currency={order.currency} /> }}
      />
    </Section>
  )
}

function Customer({ order, locale }: { order: Order; locale: Locale }) {
  const t = texts[locale]
  return (
    <Section title={t.customer}>
      <Facts
        items={[
          { label: t.customer, value: `${order.first_name} ${order.last_name}`.trim() || t.nobody },
          order.email ? { label: t.email, value: <a href={`mailto:${order.email}`}>{order.email}</a> } : null,
          order.phone ? { label: t.phone, value: <a href={`tel:${order.phone}`}>{order.phone}</a> } : null,
          { label: t.language, value: t.languages[order.locale] },
          { label: t.consent, value: order.marketing_consent ? t.consentYes : t.consentNo },
          { label: t.ordered, value: <DateTime at={order.created_at} /> },
          order.paid_at && { label: t.paidOn, value: <DateTime at={order.paid_at} /> },
        ]}
      />
    </Section>
  )
}

const tones: Record<PaymentStatus, Tone> = {
  pending: "attention",
  paid: "good",
  refused: "neutral",
  to_refund: "bad",
  refunded: "neutral",
}

function Payments({ payments, locale }: { payments: Payment[]; locale: Locale }) {
  const t = texts[locale]
  return (
    <Section title={t.payments}>
      {payments.length === 0 && <p>{t.noPayment}</p>}
      {payments.map((payment) => (
        <Facts
          items={[
            { label: t.amount, value: <Money cents={payment.amount} currency={payment.currency} /> },
            {
              label: t.state,
              value: <Badge tone={tones[payment.status]}>{t.paymentStates[payment.status]}</Badge>,
            },
            { label: t.method, value: payment.method },
            payment.reference ? { label: t.reference, value: payment.reference } : null,
            {
              label: t.date,
              value: <DateTime at={payment.refunded_at ?? payment.paid_at ?? payment.created_at} />,
            },
          ]}
        />
      ))}
    </Section>
  )
}
