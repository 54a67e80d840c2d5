import type { FastifyRequest } from "fastify"
import {
  Actions,
  BasketSummary,
  Button,
  Columns,
  Form,
  LinkButton,
  Notice,
  PageHeading,
} from "../../templates/components/index.ts"
import { basketGroups } from "./basket.ts"
import { mostTries, type OrderView } from "./order-view.ts"
import { texts } from "./texts.ts"

interface Props {
  request: FastifyRequest
  view: OrderView
}

/** An order that waits for its payment: on its way, refused, or still to be made. */
export function PendingOrder({ request, view }: Props) {
  const { locale } = request
  const { order, cart, waiting } = view
  const t = texts[locale]
  return (
    <>
      <PageHeading title={t.order(order.number)} />
      <Columns
        aside={
          <BasketSummary
            title={t.orderSummary}
            groups={basketGroups(cart.items, locale)}
            totalCents={order.total}
            until={waiting.confirmation ? null : cart.expiresAt}
          />
        }
      >
        {waiting.confirmation ? <Confirming {...{ request, view }} /> : <ToPay {...{ request, view }} />}
      </Columns>
    </>
  )
}

function Confirming({ request, view: { waiting } }: Props) {
  const t = texts[request.locale]
  if (waiting.long)
    return (
      <Notice title={t.confirmingLong}>
        <p>{t.confirmingLongHint}</p>
      </Notice>
    )
  return (
    <Notice title={t.confirming}>
      <p>{t.confirmingHint}</p>
      <progress aria-label={t.confirming} />
    </Notice>
  )
}

function ToPay({ request, view: { order, payments } }: Props) {
  const { locale, organisation, server } = request
  const t = texts[locale]
  const waiting = payments.find(({ status }) => status === "pending")
  const refused = payments[0]?.status === "refused"
  const spent = payments.length >= mostTries
  const others = spent
    ? []
    : server.paymentMethods.offered(organisation).filter(({ name }) => name !== waiting?.method)
  return (
    <>
      <Notice kind="warning" title={refused ? t.refused : t.toPay}>
        <p>{refused ? (spent ? t.refusedForGood : t.refusedHint) : t.toPayHint}</p>
      </Notice>
      {waiting && (
        <Actions>
          <LinkButton href={`/payments/${waiting.token}`} size="large">
            {t.payNow}
          </LinkButton>
        </Actions>
      )}
      {others.length > 0 && (
        <Form action={`/orders/${order.token}/payments`}>
          <Actions>
            {others.map((method, index) => (
              <Button
                name="method"
                value={method.name}
                size="large"
                kind={waiting || index > 0 ? "secondary" : "primary"}
              >
                {waiting ? t.payOtherwise : t.payAgain}
                {others.length > 1 && ` (${method.label[locale]})`}
              </Button>
            ))}
          </Actions>
        </Form>
      )}
    </>
  )
}
