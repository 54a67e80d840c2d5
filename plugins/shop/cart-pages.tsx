import type { FastifyRequest } from "fastify"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import {
  Actions,
  type BasketLine,
  BasketSummary,
  Button,
  EmptyState,
  Form,
  LinkButton,
  Notice,
  PageHeading,
} from "../../templates/components/index.ts"
import { formatPrice } from "../../templates/format.ts"
import { removeFromCart } from "../inventory/change-cart.ts"
import { changePrice } from "../inventory/change-price.ts"
import type { ShopPrice } from "../inventory/list-performances.ts"
import type { Cart } from "../inventory/read-cart.ts"
import { type Basket, basketGroups, readBasket } from "./basket.ts"
import { clearCartCookie, readCartCookie } from "./cart-cookie.ts"
import { ChooseAgain } from "./choose-again.tsx"
import { seatTexts } from "./seat-texts.ts"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

/** The basket: what it keeps, and what became of it. */
export function registerCartPages(app: App): void {
  app.get("/:org/cart", { config: { access: "public", page: true } }, async (request, reply) => {
    const basket = await readBasket(request)
    const cart = basket.state === "open" ? basket.cart : null
    const choices = cart ? await tariffsOf(request, cart) : []
    const page = { title: texts[request.locale].basket, current: "basket", own: true, basket: cart } as const
    return shopPage(request, reply, page, <BasketPage {...{ request, basket, choices }} />)
  })

  app.post(
    "/:org/cart/removals",
    { config: { access: "public", page: true, shopWrite: true } },
    async (request, reply) => {
      const key = readCartCookie(request)
      const { items = "" } = (request.body ?? {}) as { items?: unknown }
      const ids = idsIn(items)
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

  app.post(
    "/:org/cart/tariffs",
    { config: { access: "public", page: true, shopWrite: true } },
    async (request, reply) => {
      const key = readCartCookie(request)
      const { items, price } = (request.body ?? {}) as { items?: unknown; price?: unknown }
      const ids = idsIn(items)
      if (key && ids.length > 0 && typeof price === "string" && /^\d{1,18}$/.test(price))
        try {
          await changePrice(request.db, key, ids, price)
        } catch (error) {
          // Over, ordered, or a tariff that is no longer offered: the basket shows what is.
          if (!(error instanceof Problem) || ![404, 410, 422].includes(error.status)) throw error
        }
      return reply.redirect(`/${request.organisation.slug}/cart`, 303)
    },
  )
}

/** What the boxes of a line name: the places of the basket. */
function idsIn(items: unknown): string[] {
  return typeof items === "string" ? items.split("-").filter((id) => /^\d{1,5}$/.test(id)) : []
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

/** The tariffs of each zone in which the basket has numbered seats. */
async function tariffsOf(
  { db, organisation, server }: FastifyRequest,
  { items }: Cart,
): Promise<ShopPrice[][]> {
  const seated = items.filter(({ seat }) => seat)
  const performances = await Promise.all(
    [...new Set(seated.map(({ performanceId }) => performanceId))].map((performanceId) =>
      server.shopPerformances.list(db, organisation.id, { performanceId, limit: 1 }),
    ),
  )
  const zones = new Set(seated.map(({ zoneId }) => zoneId))
  return performances
    .flat()
    .flatMap((one) =>
      one.zones.flatMap((zone) => (zones.has(zone.id) && zone.prices.length > 1 ? [zone.prices] : [])),
    )
}

function BasketPage(props: { request: FastifyRequest; basket: Basket; choices: ShopPrice[][] }) {
  const { request, basket, choices } = props
  const { organisation, locale } = request
  const t = texts[locale]
  const shop = `/${organisation.slug}`
  if (basket.state === "open") return <OpenBasket {...{ request, choices }} cart={basket.cart} />
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

function OpenBasket(props: { request: FastifyRequest; cart: Cart; choices: ShopPrice[][] }) {
  const { request, cart, choices } = props
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
          <>
            <TariffForm {...{ request, line }} prices={pricesFor(line, choices)} />
            <Form action={`${shop}/cart/removals`} hidden={{ items: line.id }}>
              <Button kind="quiet" size="small">
                {t.remove}
                <span class="unseen">
                  {" "}
                  {line.seat ?? [line.quantity, line.tariff, line.zone].filter(Boolean).join(" ")}
                </span>
              </Button>
            </Form>
          </>
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

function pricesFor(line: BasketLine, choices: ShopPrice[][]): ShopPrice[] {
  return line.seat ? (choices.find((prices) => prices.some(({ id }) => id === line.priceId)) ?? []) : []
}

/** Another tariff for a numbered seat, where its zone has several. */
function TariffForm(props: { request: FastifyRequest; line: BasketLine; prices: ShopPrice[] }) {
  const { request, line, prices } = props
  const { organisation, locale } = request
  const words = seatTexts[locale]
  if (prices.length === 0) return null
  return (
    <Form action={`/${organisation.slug}/cart/tariffs`} hidden={{ items: line.id }}>
      <div class="summary-tariff">
        <select
          class="control"
          name="price"
          id={`tariff-${line.id}`}
          aria-label={words.tariffOf(line.seat ?? line.tariff)}
        >
          {prices.map(({ id, tariff, amount }) => (
            <option value={id} selected={id === line.priceId}>
              {`${tariff}, ${formatPrice(amount, organisation.currency, locale)}`}
            </option>
          ))}
        </select>
        <Button kind="secondary" size="small">
          {words.changeTariff}
          <span class="unseen"> {line.seat}</span>
        </Button>
      </div>
    </Form>
  )
}
