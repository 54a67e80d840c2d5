import { randomBytes } from "node:crypto"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FormBody } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem } from "../../server/problem.ts"
import { ErrorSummary, Form, PriceTable } from "../../templates/components/index.ts"
import { formatTime } from "../../templates/format.ts"
import type { ShopPerformance } from "../inventory/list-performances.ts"
import "../inventory/wants-places.ts"
import { openBasket } from "./basket.ts"
import { IdPath } from "./event-pages.tsx"
import { keepPlaces } from "./keep-places.ts"
import {
  PlacesFrame,
  pageKey,
  placesTitle,
  type Refused,
  readPerformance,
  WaysOn,
  wayOn,
  zonesOf,
} from "./places-frame.tsx"
import { fieldOf, readChoice, shortOf } from "./read-choice.ts"
import { seatsPage, takeSeats } from "./seats-pages.tsx"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

/** Choosing the places of one performance. */
export function registerPlacesPages(app: App): void {
  app.get(
    "/:org/performances/:id",
    { config: { access: "public", page: true, wantsPlaces }, schema: { params: IdPath } },
    async (request, reply) => {
      const performance = await readPerformance(request, request.params.id)
      return performance.seated
        ? seatsPage(request, reply, performance)
        : placesPage(request, reply, performance)
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
      if (performance.seated) return takeSeats(request, reply, performance, body)
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
      return reply.redirect(wayOn(request, body), 303)
    },
  )
}

function wantsPlaces({ params }: FastifyRequest): readonly string[] {
  return [(params as { id: string }).id]
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

async function placesPage(
  request: FastifyRequest,
  reply: FastifyReply,
  performance: ShopPerformance,
  refused?: Refused,
): Promise<FastifyReply> {
  return shopPage(
    request,
    reply,
    placesTitle(request, performance, refused?.status),
    <PlacesFrame {...{ request, performance }}>
      <ErrorSummary errors={refused?.errors} />
      <PlacesForm {...{ request, performance, refused }} />
    </PlacesFrame>,
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
      <WaysOn request={request} />
    </Form>
  )
}
