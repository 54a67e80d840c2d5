import type { FastifyReply, FastifyRequest } from "fastify"
import type { ComponentChildren } from "preact"
import { adminPage } from "../../../server/admin-page.tsx"
import type { Refusal } from "../../../server/refusal.ts"
import {
  Actions,
  BarMeter,
  Button,
  DataTable,
  DateTime,
  Facts,
  Form,
  LinkButton,
  Money,
  Notice,
  PageHeading,
  Section,
} from "../../../templates/components/index.ts"
import { formatDate, sentence } from "../../../templates/format.ts"
import { inLocale } from "../localised.ts"
import type { Fill } from "../performance-fill.ts"
import type { PerformanceInContext } from "./get-performance.ts"
import { PerformanceState } from "./performance-table.tsx"
import { texts } from "./texts.ts"

/** What a performance is, what it costs, and what can be done with it. */
export function performancePage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: { performance: PerformanceInContext; fill: Fill | undefined; refusal?: Refusal },
): Promise<FastifyReply> {
  const { locale, organisation } = request
  const { performance, fill, refusal } = page
  const { event, venue } = performance
  const t = texts[locale]
  const home = `/admin/${organisation.slug}`
  const address = `${home}/performances/${performance.id}`
  const reading = { locale, timeZone: venue.timezone }
  const when = sentence(formatDate(performance.startsAt, reading))
  const eventTitle = inLocale(event.title, locale)
  const query = request.query as { done?: string; count?: string }
  const done = query.done === "copied" ? t.created(Number(query.count) || 1) : t.done[query.done ?? ""]
  const notice = refusal?.title ? (
    <Notice kind="error" title={refusal.title}>
      {refusal.detail}
    </Notice>
  ) : (
    done && <Notice kind="success">{done}</Notice>
  )
  const said = (at: Date | null) => at && formatDate(at, reading)
  const capacity = performance.zones.reduce((sum, zone) => sum + zone.capacity, 0)
  return adminPage(
    request,
    reply,
    { title: `${eventTitle}, ${when}`, current: "/performances", notice, status: refusal?.status ?? 200 },
    <>
      <PageHeading
        title={when}
        lead={eventTitle}
        back={{ href: `${home}/events/${event.id}`, label: eventTitle }}
        actions={
          <>
            {request.can("programme:write") && (
              <>
                <LinkButton kind="secondary" href={`${address}/edit`}>
                  {t.edit}
                </LinkButton>
                <LinkButton kind="secondary" href={`${address}/copies`}>
                  {t.duplicate}
                </LinkButton>
              </>
            )}
            {request.server.performanceLinks
              .flatMap((link) => link(request, performance.id) ?? [])
              .map(({ href, label }) => (
                <LinkButton kind="secondary" href={href}>
                  {label}
                </LinkButton>
              ))}
          </>
        }
      />
      <Facts
        items={[
          performance.status === "cancelled" && {
            label: t.state,
            value: (
              <PerformanceState performance={{ status: performance.status, eventStatus: event.status }} />
            ),
          },
          { label: t.place, value: venue.name, icon: "place" },
          {
            label: t.doors,
            value: performance.doorsAt && (
              <DateTime as="time" at={performance.doorsAt} timeZone={venue.timezone} />
            ),
            icon: "door",
          },
          { label: t.end, value: <DateTime as="time" at={performance.endsAt} timeZone={venue.timezone} /> },
          { label: t.onSale, value: t.fromTo(said(performance.onSaleFrom), said(performance.onSaleUntil)) },
          { label: t.perOrder, value: t.atMost(performance.maxPerOrder) },
          {
            label: t.fill,
            value: fill && (
              <BarMeter label={t.fill} max={fill.capacity || capacity} parts={[{ value: fill.taken }]} />
            ),
          },
        ]}
      />
      <Section title={t.pricing}>
        <Prices {...{ t, performance }} />
      </Section>
      {request.can("programme:write") && (
        <Operations {...{ t, performance, address }} csrf={reply.generateCsrf()} />
      )}
    </>,
  )
}

type Zone = PerformanceInContext["zones"][number]

function Prices({ t, performance }: { t: (typeof texts)["fr"]; performance: PerformanceInContext }) {
  const tariffs = new Map(
    performance.zones.flatMap((zone) => zone.prices.map((price) => [price.tariffId, price.tariff])),
  )
  const cell = (zone: Zone, tariffId: string): ComponentChildren => {
    const price = zone.prices.find((one) => one.tariffId === tariffId)
    return price && <Money cents={price.amount} orFree />
  }
  return (
    <DataTable
      caption={t.pricing}
      rows={performance.zones}
      columns={[
        { key: "zone", label: t.zone, cell: (zone) => zone.name },
        { key: "capacity", label: t.capacity, cell: (zone) => zone.capacity, numeric: true },
        ...[...tariffs].map(([id, name]) => ({
          key: id,
          label: name,
          cell: (zone: Zone) => cell(zone, id),
          numeric: true,
        })),
      ]}
    />
  )
}

function Operations(props: {
  t: (typeof texts)["fr"]
  performance: PerformanceInContext
  address: string
  csrf: string
}) {
  const { t, performance, address, csrf } = props
  const cancelled = performance.status === "cancelled"
  return (
    <Section>
      <Form
        action={`${address}/status`}
        csrf={csrf}
        hidden={{ status: cancelled ? "scheduled" : "cancelled" }}
      >
        <Actions>
          <Button kind="secondary" size="small">
            {cancelled ? t.reinstate : t.cancel}
          </Button>
          <Button kind="secondary" size="small" formAction={`${address}/removal`}>
            {t.remove}
          </Button>
        </Actions>
        <p class="hint">
          {!cancelled && `${t.cancelHint} `}
          {t.removeHint}
        </p>
      </Form>
    </Section>
  )
}
