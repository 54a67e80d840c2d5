import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import { themeUrl } from "../../server/admin-page.tsx"
import { assetUrl } from "../../server/assets.ts"
import type { App } from "../../server/plugin.ts"
import {
  Actions,
  Button,
  Facts,
  Form,
  LinkButton,
  Money,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { BareLayout } from "../../templates/layouts/index.ts"
import { recordOutcome } from "../orders/record-outcome.ts"
import type { Order, Payment } from "../orders/tables.ts"
import { sandboxPayment } from "./sandbox-payment.ts"
import { texts } from "./texts.ts"

const params = Type.Object({ token: Type.String() })

/** What the person sees in place of a bank. */
export function registerPages(app: App): void {
  app.get(
    "/payments/sandbox/:token",
    { config: { access: "public", page: true }, schema: { params } },
    async (request, reply) => {
      const { payment, order, organisationId } = await sandboxPayment(app.databases, request.params.token)
      request.currentOrganisation = await app.identity.organisationById(organisationId)
      return sandboxPage(request, reply, payment, order)
    },
  )

  app.post(
    "/payments/sandbox/:token",
    {
      config: { access: "public", page: true, shopWrite: true },
      schema: { params, body: Type.Object({ outcome: Type.Enum(["paid", "refused"]) }) },
    },
    async (request, reply) => {
      const { payment, order, organisationId } = await sandboxPayment(app.databases, request.params.token)
      await recordOutcome(app, organisationId, payment.id, request.body.outcome)
      return reply.redirect(`/orders/${order.token}`, 303)
    },
  )
}

function sandboxPage(request: FastifyRequest, reply: FastifyReply, payment: Payment, order: Order) {
  const { organisation, locale } = request
  const t = texts[locale]
  const here = `/payments/sandbox/${payment.token}`
  return reply.page(
    <BareLayout
      locale={locale}
      currency={order.currency}
      timeZone={organisation.timezone}
      title={t.title}
      css={assetUrl("shop-page.css")}
      theme={themeUrl(organisation)}
      name={organisation.name}
      href={`/${organisation.slug}`}
      alternate={{ fr: `${here}?lang=fr`, en: `${here}?lang=en` }}
    >
      <PageHeading title={t.title} lead={t.lead} />
      <Facts
        items={[
          { label: t.amount, value: <Money cents={payment.amount} /> },
          { label: t.to, value: organisation.name },
          { label: t.order, value: order.number },
        ]}
      />
      {payment.status === "pending" ? (
        <Section>
          <Form action={here}>
            <Actions>
              <Button size="large" name="outcome" value="paid">
                {t.pay}
              </Button>
              <Button size="large" kind="secondary" name="outcome" value="refused">
                {t.refuse}
              </Button>
            </Actions>
          </Form>
        </Section>
      ) : (
        <Section>
          <Notice title={t.decided} />
          <Actions>
            <LinkButton href={`/orders/${order.token}`}>{t.toOrder}</LinkButton>
          </Actions>
        </Section>
      )}
    </BareLayout>,
  )
}
