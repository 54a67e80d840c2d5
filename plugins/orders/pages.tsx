import type { FastifyReply, FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import { Type } from "typebox"
import { themeUrl } from "../../server/admin-page.tsx"
import { assetUrl } from "../../server/assets.ts"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { Actions, LinkButton, PageHeading } from "../../templates/components/index.ts"
import { BareLayout } from "../../templates/layouts/index.ts"
import { paymentByToken } from "./payment-by-token.ts"
import { startPayment } from "./start-payment.ts"
import { texts } from "./texts.ts"

/** Where a payment begins: the address that checking out gives. */
export function registerPages(app: App): void {
  app.get(
    "/payments/:token",
    {
      // It may ask the provider: no more often than the shop is written to.
      config: { access: "public", page: true, shopWrite: true },
      schema: { params: Type.Object({ token: Type.String() }) },
    },
    async (request, reply) => {
      const { payment, order, db, organisationId } = await paymentByToken(app.databases, request.params.token)
      request.currentOrganisation = await app.identity.organisationById(organisationId)
      const orderPage = `/orders/${order.token}`
      if (payment.status !== "pending" || order.status !== "pending") return reply.redirect(orderPage, 303)
      try {
        const { redirectUrl } = await startPayment(app, db, payment, order)
        return leadTo(request, reply, new URL(redirectUrl))
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== "payment_unavailable") throw error
        const t = texts[request.locale]
        const words = app.problems[error.code]?.[request.locale]
        reply.headers(error.headers)
        return bare(request, reply, words?.title ?? "", error.status, [
          <PageHeading title={words?.title} lead={words?.detail} />,
          <Actions>
            <LinkButton href={`/payments/${payment.token}`}>{t.retry}</LinkButton>
            <LinkButton href={orderPage} kind="secondary">
              {t.toOrder}
            </LinkButton>
          </Actions>,
        ])
      }
    },
  )
}

/**
 * Sends the person to the provider. A form may only lead to our own pages, redirects included (the policy's
 * form-action): the way to another site goes over a page that leaves by itself.
 */
function leadTo(request: FastifyRequest, reply: FastifyReply, url: URL) {
  if (url.origin === new URL(request.server.config.publicUrl).origin)
    return reply.redirect(url.pathname + url.search, 303)
  const t = texts[request.locale]
  reply.header("refresh", `0; url=${url.href}`)
  return bare(request, reply, t.toPayment, 200, [
    <PageHeading title={t.toPayment} lead={t.toPaymentLead} />,
    <Actions>
      <LinkButton href={url.href}>{t.pay}</LinkButton>
    </Actions>,
  ])
}

function bare(
  request: FastifyRequest,
  reply: FastifyReply,
  title: string,
  status: number,
  children: ComponentChildren,
) {
  const { organisation, locale } = request
  return reply.page(
    <BareLayout
      locale={locale}
      currency={organisation.currency}
      timeZone={organisation.timezone}
      title={title}
      css={assetUrl("shop-page.css")}
      theme={themeUrl(organisation)}
      name={organisation.name}
      href={`/${organisation.slug}`}
    >
      {children}
    </BareLayout>,
    status,
  )
}
