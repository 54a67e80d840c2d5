import type { FastifyReply, FastifyRequest } from "fastify"
import type { FormBody } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem } from "../../server/problem.ts"
import {
  Actions,
  BasketSummary,
  Button,
  Columns,
  ErrorSummary,
  errorOf,
  Field,
  FieldRow,
  Form,
  Notice,
  PageHeading,
  Steps,
} from "../../templates/components/index.ts"
import { formatMoney } from "../../templates/format.ts"
import type { Cart } from "../inventory/read-cart.ts"
import { checkOut } from "../orders/check-out.ts"
import { orderOfCart } from "../orders/order-of-cart.ts"
import { paymentsOf } from "../orders/payments-of.ts"
import { basketGroups, readBasket } from "./basket.ts"
import { type CartKey, readCartCookie } from "./cart-cookie.ts"
import { type Details, emptyDetails, readDetails, type TypedDetails } from "./read-details.ts"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

/** Details and payment, in one form. */
export function registerCheckoutPages(app: App): void {
  app.get("/:org/checkout", { config: { access: "public", page: true } }, async (request, reply) => {
    const basket = await readBasket(request)
    if (basket.state === "open") return checkoutPage(request, reply, basket.cart)
    return reply.redirect(await wayOn(request), 303)
  })

  app.post(
    "/:org/checkout",
    { config: { access: "public", page: true, shopWrite: true } },
    async (request, reply) => {
      const basket = await readBasket(request)
      if (basket.state !== "open") return reply.redirect(await wayOn(request), 303)
      const { cart, key } = basket
      const body = (request.body ?? {}) as FormBody
      const details = readDetails(
        body,
        request.locale,
        app.paymentMethods.offered(request.organisation),
        cart.total === 0,
      )
      if (details.errors.length > 0) return checkoutPage(request, reply, cart, details)
      return reply.redirect(await order(request, key, details), 303)
    },
  )
}

/** Orders what the basket keeps; answers where the person goes next. */
async function order(request: FastifyRequest, key: CartKey, { customer, method }: Details): Promise<string> {
  const { db, organisation, server, locale } = request
  try {
    const { order: made, payment } = await db.transaction().execute((trx) =>
      checkOut(trx, server.events, {
        organisationId: organisation.id,
        currency: organisation.currency,
        locale,
        cart: key,
        customer,
        method,
      }),
    )
    server.queue.nudge()
    return payment ? `/payments/${payment.id}` : `/orders/${made.token}`
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "cart_expired") throw error
    return wayOn(request)
  }
}

/** Where a basket that is no longer open leads: to its order, which a button pressed twice made, or to its own page. */
async function wayOn(request: FastifyRequest): Promise<string> {
  const key = readCartCookie(request)
  const made = key && (await orderOfCart(request.db, key))
  if (!made) return `/${request.organisation.slug}/cart`
  const [payment] = made.status === "pending" ? await paymentsOf(request.db, made.id) : []
  return payment?.status === "pending" ? `/payments/${payment.token}` : `/orders/${made.token}`
}

async function checkoutPage(
  request: FastifyRequest,
  reply: FastifyReply,
  cart: Cart,
  refused?: Details,
): Promise<FastifyReply> {
  const { organisation, locale, server } = request
  const t = texts[locale]
  const shop = `/${organisation.slug}`
  const errors = refused?.errors ?? []
  const performance = cart.items[0]?.performanceId
  return shopPage(
    request,
    reply,
    { title: t.details, own: true, basket: cart, status: refused ? 422 : 200 },
    <>
      <Steps
        steps={[
          { label: t.step.places, href: performance && `${shop}/performances/${performance}` },
          { label: t.step.details },
          { label: t.step.tickets },
        ]}
        current={1}
      />
      <PageHeading title={t.details} lead={server.mailer.sends ? t.detailsLead : t.detailsLeadNoMail} />
      <Columns
        aside={
          <BasketSummary title={t.basket} groups={basketGroups(cart.items, locale)} totalCents={cart.total} />
        }
      >
        <ErrorSummary errors={errors} />
        <DetailsForm {...{ request, cart, errors }} values={refused?.typed ?? emptyDetails} />
      </Columns>
    </>,
  )
}

function DetailsForm(props: {
  request: FastifyRequest
  cart: Cart
  errors: FieldError[]
  values: TypedDetails
}) {
  const { request, cart, errors, values } = props
  const { organisation, locale, server } = request
  const t = texts[locale]
  const methods = server.paymentMethods.offered(organisation)
  const free = cart.total === 0
  return (
    <Form action={`/${organisation.slug}/checkout`}>
      <Field
        type="email"
        name="email"
        label={t.email}
        hint={server.mailer.sends ? t.emailHint : t.emailHintNoMail}
        value={values.email}
        error={errorOf(errors, "email")}
        autocomplete="email"
        inputmode="email"
        spellcheck={false}
        maxlength={254}
      />
      <FieldRow>
        <Field
          name="firstName"
          label={t.firstName}
          value={values.firstName}
          error={errorOf(errors, "firstName")}
          autocomplete="given-name"
          maxlength={100}
        />
        <Field
          name="lastName"
          label={t.lastName}
          value={values.lastName}
          error={errorOf(errors, "lastName")}
          autocomplete="family-name"
          maxlength={100}
        />
      </FieldRow>
      <Field
        type="tel"
        name="phone"
        label={t.phone}
        hint={t.phoneHint}
        optional
        value={values.phone}
        error={errorOf(errors, "phone")}
        autocomplete="tel"
        inputmode="tel"
        width="medium"
        maxlength={40}
      />
      {!free && methods.length > 0 && (
        <Field
          type="radio"
          name="method"
          label={t.method}
          options={methods.map((method) => ({ value: method.name, label: method.label[locale] }))}
          value={values.method || (methods.length === 1 ? methods[0]?.name : null)}
          error={errorOf(errors, "method")}
        />
      )}
      <Field
        type="checkbox"
        name="marketingConsent"
        label={t.consent(organisation.name)}
        checked={values.marketingConsent}
        optional
      />
      <Conditions {...{ request }} />
      {free || methods.length > 0 ? (
        <Actions>
          <Button size="large">
            {free ? t.book : t.pay(formatMoney(cart.total, organisation.currency, locale))}
          </Button>
        </Actions>
      ) : (
        <Notice kind="warning" title={t.noMethod}>
          <p>{t.noMethodHint}</p>
        </Notice>
      )}
    </Form>
  )
}

function Conditions({ request }: { request: FastifyRequest }) {
  const t = texts[request.locale]
  return (
    <p class="hint">
      {t.accept}
      <a href={`/${request.organisation.slug}/legal#conditions`}>{t.acceptLink}</a>. {t.noWithdrawal}
    </p>
  )
}
