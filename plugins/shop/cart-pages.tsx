import type { FastifyRequest } from "fastify"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import {
  Actions,
  BasketSummary,
  Button,
  EmptyState,
  Form,
  LinkButton,
  Notice,
  PageHeading,
} from "../../templates/components/index.ts"
import { removeFromCart } from "../inventory/change-cart.ts"
import type { Cart } from "../inventory/read-cart.ts"
import { type Basket, basketGroups, readBasket } from "./basket.ts"
import { clearCartCookie, readCartCookie } from "./cart-cookie.ts"
import { ChooseAgain } from "./choose-again.tsx"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

/** The basket: what it keeps, and what became of it. */
export function registerCartPages(app: App): void {
  app.get("/:org/cart", { config: { access: "public", page: true } }, async (request, reply) => {
    const basket = await readBasket(request)
    const cart = basket.state === "open" ? basket.cart : null
    const page = { title: texts[request.locale].basket, current: "basket", own: true, basket: cart } as const
    return shopPage(request, reply, page, <BasketPage {...{ request, basket }} />)
  })

  app.post(
    "/:org/cart/removals",
    { config: { access: "public", page: true, shopWrite: true } },
    async (request, reply) => {
      const key = readCartCookie(request)
      const { items = "" } = (request.body ?? {}) as { items?: unknown }
      const ids = typeof items === "string" ? items.split("-").filter((id) => /^\d{1,5}$/.test(id)) : []
      const back = `/${request.organisation.slug}/cart`
      if (!key || ids.length === 0) return reply.redirect(back, 303)
      try {
        if (await removeFromBasket(request, key, ids)) clearCartCookie(request, reply)
      } catch (error) {
        // Over, ordered or somebody else's: the basket's page says so.
        if (!(error instanceof Problem) || (error.status !== 410 && error.status !== 404)) throw error
      }
      return reply.redirect(back, 303)
    },
  )
}

/** Answers whether the basket is empty now. */
async function removeFromBasket(
  request: FastifyRequest,
  key: { id: string; secret: string },
  ids: readonly string[],
): Promise<boolean> {
  await removeFromCart(request.db, key, ids)
  const left = await readBasket(request)
  return left.state !== "open"
}

function BasketPage({ request, basket }: { request: FastifyRequest; basket: Basket }) {
  const { organisation, locale } = request
  const t = texts[locale]
  const shop = `/${organisation.slug}`
  if (basket.state === "open") return <OpenBasket {...{ request }} cart={basket.cart} />
  if (basket.state === "ordered")
    return (
      <>
        <PageHeading title={t.basket} />
        <Notice kind="success" title={t.ordered(basket.order.number)}>
          <p>{t.orderedHint}</p>
        </Notice>
        <Actions>
          <LinkButton href={`/orders/${basket.order.token}`}>{t.seeOrder}</LinkButton>
          <LinkButton href={shop} kind="secondary">
            {t.wholeProgramme}
          </LinkButton>
        </Actions>
      </>
    )
  if (basket.state === "over")
    return (
      <>
        <PageHeading title={t.basket} />
        <Notice kind="warning" title={t.over}>
          <p>{t.overHint}</p>
        </Notice>
        <ChooseAgain {...{ request }} items={basket.cart.items} />
      </>
    )
  return (
    <>
      <PageHeading title={t.basket} />
      <EmptyState title={t.emptyBasket} icon="basket" action={{ href: shop, label: t.wholeProgramme }}>
        {t.emptyBasketHint}
      </EmptyState>
    </>
  )
}

function OpenBasket({ request, cart }: { request: FastifyRequest; cart: Cart }) {
  const { organisation, locale } = request
  const t = texts[locale]
  const shop = `/${organisation.slug}`
  return (
    <>
      <PageHeading title={t.basket} lead={t.basketLead} />
      <BasketSummary
        title={t.yourChoice}
        groups={basketGroups(cart.items, locale, shop)}
        totalCents={cart.total}
        removal={(line) => (
          <Form action={`${shop}/cart/removals`} hidden={{ items: line.id }}>
            <Button kind="quiet" size="small">
              {t.remove}
              <span class="unseen"> {[line.quantity, line.tariff, line.zone].filter(Boolean).join(" ")}</span>
            </Button>
          </Form>
        )}
      >
        <Actions>
          <LinkButton href={`${shop}/checkout`} size="large">
            {t.goToPayment}
          </LinkButton>
          <LinkButton href={shop} size="large" kind="secondary">
            {t.keepChoosing}
          </LinkButton>
        </Actions>
      </BasketSummary>
    </>
  )
}
