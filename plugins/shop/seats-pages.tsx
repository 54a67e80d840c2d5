import { randomBytes } from "node:crypto"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FormBody } from "../../server/form-reader.ts"
import { type FieldError, Problem } from "../../server/problem.ts"
import {
  ErrorSummary,
  Field,
  Filters,
  Form,
  PriceTable,
  SeatList,
  SeatMap,
  SeatMark,
} from "../../templates/components/index.ts"
import { formatPrice } from "../../templates/format.ts"
import type { ShopPerformance } from "../inventory/list-performances.ts"
import { LoneSeats } from "../inventory/places-gone.ts"
import { openBasket } from "./basket.ts"
import { keepPlaces } from "./keep-places.ts"
import {
  PlacesFrame,
  pageKey,
  placesTitle,
  readPerformance,
  WaysOn,
  wayOn,
  zonesOf,
} from "./places-frame.tsx"
import { type Choice, fieldOf, readChoice, shortOf } from "./read-choice.ts"
import { bestWishes, readSeatChoice } from "./read-seats-choice.ts"
import { seatTexts } from "./seat-texts.ts"
import { type SeatsView, viewSeats } from "./seats-view.ts"
import { shopPage } from "./shop-page.tsx"
import { texts } from "./texts.ts"

interface Asked {
  way: "seats" | "best"
  chosen: ReadonlyMap<string, string>
  quantities: ReadonlyMap<string, number>
  anywhere: boolean
}

const seatsField = "seats"

/** What a performance by numbered seats may answer instead of taking them. */
const refusals = ["seat_taken", "sold_out", "not_enough_together", "lone_seat", "too_many", "not_on_sale"]

/** Takes the seats that were picked, or the best ones, and leads on; a refused choice comes back as it was. */
export async function takeSeats(
  request: FastifyRequest,
  reply: FastifyReply,
  performance: ShopPerformance,
  body: FormBody,
): Promise<FastifyReply> {
  const t = texts[request.locale]
  const performanceId = performance.id
  const way = body.way === "best" ? "best" : "seats"
  const view = await viewSeats(request, performance)
  const { quantities, errors }: Choice =
    way === "best" ? readChoice(body, performance, t) : { quantities: new Map(), errors: [] }
  const chosen = way === "seats" ? readSeatChoice(body, performance, view.zoneOf) : new Map<string, string>()
  const asked: Asked = { way, chosen, quantities, anywhere: body.anywhere !== undefined }
  if (way === "seats" && chosen.size === 0)
    errors.push({ path: seatsField, message: seatTexts[request.locale].chooseSeats })
  if (errors.length > 0) return seatsPage(request, reply, performance, { asked, errors, status: 422 })
  const wishes =
    way === "best"
      ? bestWishes(performance, quantities, asked.anywhere)
      : [{ performanceId, seats: [...chosen].map(([seatId, priceId]) => ({ seatId, priceId })) }]
  try {
    await keepPlaces(request, reply, wishes, pageKey(body))
  } catch (error) {
    if (!(error instanceof Problem) || !refusals.includes(error.code)) throw error
    const now = await readPerformance(request, performanceId)
    const said = await refusal(request, error, now, asked)
    return seatsPage(request, reply, now, { asked, errors: said, status: error.status })
  }
  return reply.redirect(wayOn(request, body), 303)
}

async function refusal(
  request: FastifyRequest,
  error: Problem,
  performance: ShopPerformance,
  { way, chosen, quantities }: Asked,
): Promise<FieldError[]> {
  const t = texts[request.locale]
  const words = seatTexts[request.locale]
  if (performance.status !== "on_sale") return []
  const path = way === "seats" ? seatsField : fieldOf([...quantities.keys()][0] ?? "")
  if (error.code === "not_on_sale") return [{ path, message: t.notOnSale }]
  if (error.code === "too_many") {
    const basket = await openBasket(request)
    const already = basket?.items.filter((item) => item.performanceId === performance.id).length ?? 0
    return [{ path, message: t.tooMany(performance.maxPerOrder, already) }]
  }
  if (way === "best") {
    if (error.code !== "not_enough_together") return shortOf(performance, quantities, t)
    const asked = performance.zones.filter((zone) => zone.prices.some(({ id }) => quantities.has(id)))
    return [{ path, message: words.notTogether(asked.map(({ name }) => name).join(", ")) }]
  }
  const view = await viewSeats(request, performance)
  if (error instanceof LoneSeats)
    return [{ path, message: words.lone(error.seatIds.map(view.nameOf).join(" ; ")) }]
  const gone = [...chosen.keys()].filter((id) => !view.isFree(id))
  if (gone.length === 0) return [{ path, message: t.gone }]
  return gone.map((id) => ({ path, message: words.gone(view.nameOf(id)) }))
}

interface Refused {
  asked: Asked
  errors: FieldError[]
  status: number
}

/** Choosing numbered seats: on the map, in the list, or the best ones. */
export async function seatsPage(
  request: FastifyRequest,
  reply: FastifyReply,
  performance: ShopPerformance,
  refused?: Refused,
): Promise<FastifyReply> {
  const title = placesTitle(request, performance, refused?.status)
  if (performance.status !== "on_sale")
    return shopPage(request, reply, title, <PlacesFrame {...{ request, performance }}>{null}</PlacesFrame>)
  const view = await viewSeats(request, performance, refused?.asked.chosen)
  const api = `/api/v1/shop/${request.organisation.slug}`
  const plan = `${api}/plans/${view.versionId}`
  const news = `${api}/performances/${performance.id}/seats/taken`
  return shopPage(
    request,
    reply,
    { ...title, scripts: ["seat-map.js"], data: [plan] },
    <PlacesFrame {...{ request, performance }}>
      <ErrorSummary errors={refused?.errors} />
      <Seating {...{ request, performance, view, refused, plan, news }} />
    </PlacesFrame>,
  )
}

interface SeatingProps {
  request: FastifyRequest
  performance: ShopPerformance
  view: SeatsView
  refused?: Refused
  plan: string
  news: string
}

function Seating(props: SeatingProps) {
  const { request, performance, refused } = props
  const words = seatTexts[request.locale]
  const action = `/${request.organisation.slug}/performances/${performance.id}`
  return (
    <div class="seating" data-seating={forTheMap(props)}>
      <Filters
        label={words.ways.label}
        items={[
          { href: "#map", label: words.ways.map },
          { href: "#list", label: words.ways.list },
          { href: "#best", label: words.ways.best },
        ]}
      />
      <section class="seating-best" id="best" aria-labelledby="best-title">
        <Form action={action} hidden={{ key: newKey(), way: "best" }}>
          <h2 id="best-title">{words.best}</h2>
          <p>{words.bestLead}</p>
          <PriceTable
            zones={zonesOf(performance, refused && { ...refused, ...refused.asked }).map((zone) => ({
              ...zone,
              look: performance.zones.findIndex(({ id }) => id === zone.id),
            }))}
            max={performance.maxPerOrder}
          />
          <Field
            type="checkbox"
            name="anywhere"
            label={words.anywhere}
            hint={words.anywhereHint}
            checked={refused?.asked.anywhere}
          />
          <Ways {...{ request, performance }} />
        </Form>
      </section>
      <form class="seating-form" action={action} method="post" novalidate>
        <input type="hidden" name="key" value={newKey()} />
        <input type="hidden" name="way" value="seats" />
        <ByHand {...props} />
        <section class="chosen" aria-labelledby="chosen-title">
          <h2 id="chosen-title">{words.yourSeats}</h2>
          <div data-chosen />
          <p class="unseen" role="status" data-said />
          <div class="chosen-foot">
            <p class="chosen-total" data-total hidden>
              <span>{words.map.total}</span> <span class="money" />
            </p>
            <Ways {...{ request, performance }} />
          </div>
        </section>
      </form>
    </div>
  )
}

/** The map and the list: two views of one choice. */
function ByHand({ request, performance, view }: SeatingProps) {
  const { locale, organisation } = request
  const words = seatTexts[locale]
  const { features } = view
  return (
    <div class="seating-views" id={`field-${seatsField}`} tabindex={-1}>
      <section class="seating-map" id="map" aria-labelledby="map-title">
        <h2 class="seating-title" id="map-title">
          {words.onMap}
        </h2>
        <SeatMap
          marks={[
            ...(view.kept.length > 0 ? (["kept"] as const) : []),
            ...(features.has("wheelchair") ? (["wheelchair"] as const) : []),
            ...(features.has("companion") ? (["companion"] as const) : []),
            ...(features.has("restricted_view") ? (["restricted"] as const) : []),
          ]}
        >
          {performance.zones.map(
            ({ name, prices, remaining }, look) =>
              prices.length > 0 && (
                <li class="hall-key-zone">
                  <SeatMark zone={look} />
                  <span>
                    {name}{" "}
                    <span class="hint">
                      {prices
                        .map(({ amount }) => formatPrice(amount, organisation.currency, locale))
                        .join(" · ")}
                      {remaining !== null && ` (${words.left(remaining)})`}
                    </span>
                  </span>
                </li>
              ),
          )}
        </SeatMap>
      </section>
      <section class="seating-list" id="list" aria-labelledby="list-title">
        <h2 class="seating-title" id="list-title">
          {words.inList}
        </h2>
        <p class="hint seating-plain">{words.listLead}</p>
        <SeatList zones={view.zones} />
      </section>
    </div>
  )
}

function Ways({ request, performance }: Pick<SeatingProps, "request" | "performance">) {
  const t = texts[request.locale]
  return (
    <>
      <p class="hint">{t.max(performance.maxPerOrder)}</p>
      <WaysOn request={request} />
    </>
  )
}

/** What the script needs to know besides the drawing of the hall. */
function forTheMap({ request, performance, view, refused, plan, news }: SeatingProps): string {
  const { locale, organisation } = request
  return JSON.stringify({
    plan,
    news,
    taken: view.bits,
    kept: view.kept,
    max: performance.maxPerOrder,
    start: refused?.asked.way === "best" ? "best" : "map",
    locale: locale === "fr" ? "fr-FR" : "en-GB",
    currency: organisation.currency,
    zones: performance.zones.map(({ id, name, prices }) => ({
      id,
      name,
      prices: prices.map(({ id: priceId, tariff, amount }) => ({ id: priceId, tariff, amount })),
    })),
    zoneOf: view.categories,
    words: seatTexts[locale].map,
  })
}

const newKey = () => randomBytes(15).toString("base64url")
