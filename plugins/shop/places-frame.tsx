import type { FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import type { FormBody } from "../../server/form-reader.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Button,
  DateTime,
  errorOf,
  LinkButton,
  Notice,
  PageHeading,
  PriceTable,
  Steps,
} from "../../templates/components/index.ts"
import { formatDate } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import type { ShopPerformance } from "../inventory/list-performances.ts"
import { fieldOf } from "./read-choice.ts"
import { SoldOutLinks } from "./sold-out-links.tsx"
import { texts } from "./texts.ts"

/** @throws 404 not_found */
export function readPerformance(
  { db, organisation, server }: FastifyRequest,
  id: string,
): Promise<ShopPerformance> {
  return server.shopPerformances.one(db, organisation.id, id)
}

/** What names the page a choice was made on. */
export function pageKey(body: FormBody): string | undefined {
  return typeof body.key === "string" && /^[\w-]{16,64}$/.test(body.key) ? body.key : undefined
}

/** Where the button that was pressed leads. */
export function wayOn({ organisation }: FastifyRequest, body: FormBody): string {
  return `/${organisation.slug}/${body.then === "checkout" ? "checkout" : "cart"}`
}

/** The buttons below a choice of places. */
export function WaysOn({ request }: { request: FastifyRequest }) {
  const t = texts[request.locale]
  return (
    <Actions>
      <Button size="large" name="then" value="checkout">
        {t.continue}
      </Button>
      <Button size="large" kind="secondary" name="then" value="cart">
        {t.addToBasket}
      </Button>
    </Actions>
  )
}

export function placesTitle({ locale }: FastifyRequest, { event }: ShopPerformance, status?: number) {
  const title = `${inLocale(event.title, locale)} · ${texts[locale].choosePlaces}`
  return { title, status, current: "programme" as const, own: true }
}

/** What every page of places begins with; `children` while they are on sale, else why they are not. */
export function PlacesFrame(props: {
  request: FastifyRequest
  performance: ShopPerformance
  children: ComponentChildren
}) {
  const { request, performance, children } = props
  const t = texts[request.locale]
  const { event, venue, status } = performance
  return (
    <>
      <Steps
        steps={[{ label: t.step.places }, { label: t.step.details }, { label: t.step.tickets }]}
        current={0}
      />
      <PageHeading
        title={inLocale(event.title, request.locale)}
        back={{ href: `/${request.organisation.slug}/events/${event.id}`, label: t.otherDates }}
        lead={
          <>
            <DateTime at={performance.startsAt} timeZone={venue.timezone} start />, {venue.name}
          </>
        }
      />
      {status === "on_sale" ? children : <Closed {...{ request, performance, status }} />}
      <SoldOutLinks {...{ request, performance }} />
    </>
  )
}

/** What was asked for and refused. */
export interface Refused {
  quantities: ReadonlyMap<string, number>
  errors: FieldError[]
  status: number
}

/** The zones as the table of prices shows them. */
export function zonesOf(performance: ShopPerformance, refused?: Refused) {
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
