import { randomBytes } from "node:crypto"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FormBody } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem, problem } from "../../server/problem.ts"
import {
  Actions,
  Button,
  DateTime,
  ErrorSummary,
  errorOf,
  Form,
  LinkButton,
  Notice,
  PageHeading,
  PriceTable,
  Steps,
} from "../../templates/components/index.ts"
import { formatDate, formatTime } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import { listShopPerformances, type ShopPerformance } from "../inventory/list-performances.ts"
import "../inventory/wants-places.ts"
import { openBasket } from "./basket.ts"
import { IdPath } from "./event-pages.tsx"
import { keepPlaces } from "./keep-places.ts"
import { fieldOf, readChoice, shortOf } from "./read-choice.ts"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

/** Choosing the places of one performance. */
export function registerPlacesPages(app: App): void {
  app.get(
    "/:org/performances/:id",
    { config: { access: "public", page: true, wantsPlaces }, schema: { params: IdPath } },
    async (request, reply) => {
      const performance = await readPerformance(request, request.params.id)
      return placesPage(request, reply, performance)
    },
  )

  app.post(
    "/:org/performances/:id",
    { config: { access: "public", page: true, shopWrite: true, wantsPlaces }, schema: { params: IdPath } },
    async (request, reply) => {
      const { id } = request.params
      const t = texts[request.locale]
      const body = (request.body ?? {}) as FormBody
      const performance = await readPerformance(request, id)
      const { quantities, errors } = readChoice(body, performance, t)
      if (errors.length > 0)
        return placesPage(request, reply, performance, { quantities, errors, status: 422 })
      const wishes = [...quantities].map(([priceId, quantity]) => ({ performanceId: id, priceId, quantity }))
      try {
        await keepPlaces(request, reply, wishes, pageKey(body))
      } catch (error) {
        if (!(error instanceof Problem) || !["sold_out", "too_many", "not_on_sale"].includes(error.code))
          throw error
        const now = await readPerformance(request, id)
        const refused = await refusal(request, error.code, now, quantities)
        return placesPage(request, reply, now, { quantities, errors: refused, status: error.status })
      }
      const next = body.then === "checkout" ? "checkout" : "cart"
      return reply.redirect(`/${request.organisation.slug}/${next}`, 303)
    },
  )
}

function wantsPlaces({ params }: FastifyRequest): readonly string[] {
  return [(params as { id: string }).id]
}

async function readPerformance({ db }: FastifyRequest, id: string): Promise<ShopPerformance> {
  const [found] = /^\d{1,18}$/.test(id) ? await listShopPerformances(db, { performanceId: id, limit: 1 }) : []
  if (!found) throw problem(404, "not_found")
  return found
}

function pageKey(body: FormBody): string | undefined {
  return typeof body.key === "string" && /^[\w-]{16,64}$/.test(body.key) ? body.key : undefined
}

async function refusal(
  request: FastifyRequest,
  code: string,
  performance: ShopPerformance,
  quantities: ReadonlyMap<string, number>,
): Promise<FieldError[]> {
  const t = texts[request.locale]
  if (performance.status !== "on_sale") return []
  if (code === "sold_out") return shortOf(performance, quantities, t)
  const path = fieldOf([...quantities.keys()][0] ?? "")
  if (code === "not_on_sale") return [{ path, message: t.notOnSale }]
  const basket = await openBasket(request)
  const already = basket?.items.filter((item) => item.performanceId === performance.id).length ?? 0
  return [{ path, message: t.tooMany(performance.maxPerOrder, already) }]
}

interface Refused {
  quantities: ReadonlyMap<string, number>
  errors: FieldError[]
  status: number
}

async function placesPage(
  request: FastifyRequest,
  reply: FastifyReply,
  performance: ShopPerformance,
  refused?: Refused,
): Promise<FastifyReply> {
  const { organisation, locale } = request
  const t = texts[locale]
  const shop = `/${organisation.slug}`
  const { event, venue } = performance
  const title = inLocale(event.title, locale)
  return shopPage(
    request,
    reply,
    { title: `${title} · ${t.choosePlaces}`, status: refused?.status, current: "programme", own: true },
    <>
      <Steps
        steps={[{ label: t.step.places }, { label: t.step.details }, { label: t.step.tickets }]}
        current={0}
      />
      <PageHeading
        title={title}
        back={{ href: `${shop}/events/${event.id}`, label: t.otherDates }}
        lead={
          <>
            <DateTime at={performance.startsAt} timeZone={venue.timezone} start />, {venue.name}
          </>
        }
      />
      {performance.status === "on_sale" ? (
        <>
          <ErrorSummary errors={refused?.errors} />
          <PlacesForm {...{ request, performance, refused }} />
        </>
      ) : (
        <Closed {...{ request, performance }} status={performance.status} />
      )}
    </>,
  )
}

function PlacesForm(props: { request: FastifyRequest; performance: ShopPerformance; refused?: Refused }) {
  const { request, performance, refused } = props
  const { organisation, locale } = request
  const t = texts[locale]
  const doorsAt = performance.doorsAt
  return (
    <Form
      action={`/${organisation.slug}/performances/${performance.id}`}
      hidden={{ key: randomBytes(15).toString("base64url") }}
    >
      <PriceTable zones={zonesOf(performance, refused)} max={performance.maxPerOrder} />
      <p class="hint">
        {t.max(performance.maxPerOrder)}{" "}
        {doorsAt && `${t.doors(formatTime(doorsAt, { locale, timeZone: performance.venue.timezone }))}.`}
      </p>
      <Actions>
        <Button size="large" name="then" value="checkout">
          {t.continue}
        </Button>
        <Button size="large" kind="secondary" name="then" value="cart">
          {t.addToBasket}
        </Button>
      </Actions>
    </Form>
  )
}

function zonesOf(performance: ShopPerformance, refused?: Refused) {
  return performance.zones
    .filter((zone) => zone.prices.length > 0)
    .map((zone) => {
      const prices = zone.prices.map(({ id, tariff, proof, amount }) => {
        const chosen = refused?.quantities.get(id) ?? 0
        return {
          id,
          name: fieldOf(id),
          tariff,
          proof,
          cents: amount,
          quantity: Math.min(chosen, zone.remaining ?? chosen, performance.maxPerOrder),
          error: errorOf(refused?.errors, fieldOf(id)),
        }
      })
      return { id: zone.id, name: zone.name, status: zone.status, remaining: zone.remaining, prices }
    })
}

function Closed(props: {
  request: FastifyRequest
  performance: ShopPerformance
  status: "not_yet" | "ended" | "sold_out" | "cancelled"
}) {
  const { request, performance, status } = props
  const { organisation, locale } = request
  const t = texts[locale]
  const reading = { locale, timeZone: performance.venue.timezone }
  const opening = performance.onSaleFrom ? t.opensAt(formatDate(performance.onSaleFrom, reading)) : ""
  const hint = status === "not_yet" ? opening : t.closedHint[status]
  const zones = zonesOf(performance)
  return (
    <>
      <Notice title={t.status[status]} kind={status === "cancelled" ? "warning" : "info"}>
        <p>{hint}</p>
      </Notice>
      {(status === "not_yet" || status === "sold_out") && zones.length > 0 && (
        <PriceTable zones={zones} max={performance.maxPerOrder} closed />
      )}
      <Actions>
        <LinkButton kind="secondary" href={`/${organisation.slug}/events/${performance.event.id}`}>
          {t.otherDates}
        </LinkButton>
      </Actions>
    </>
  )
}
