import type { FastifyReply, FastifyRequest } from "fastify"
import { adminPage } from "../../../server/admin-page.tsx"
import type { Page } from "../../../server/list-page.ts"
import type { Refusal } from "../../../server/refusal.ts"
import {
  Actions,
  Button,
  DataTable,
  EmptyState,
  Facts,
  Form,
  LinkButton,
  Notice,
  PageHeading,
  Pagination,
  Prose,
  Section,
  Status,
} from "../../../templates/components/index.ts"
import { formatDuration, formatRate } from "../../../templates/format.ts"
import { genreLabel } from "../genres.ts"
import { inLocale } from "../localised.ts"
import type { Fill } from "../performance-fill.ts"
import type { PerformanceListItem } from "../performances/list-performances.ts"
import {
  PerformanceFill,
  PerformancePrices,
  PerformanceState,
  PerformanceWhen,
} from "../performances/performance-table.tsx"
import { texts as performanceTexts } from "../performances/texts.ts"
import type { EventItem } from "../schemas.ts"
import { texts } from "./texts.ts"

export interface EventPage {
  event: EventItem
  season: string | null
  performances: Page<PerformanceListItem>
  /** Performances that are to come and have no price. */
  unpriced: number
  fills: Map<string, Fill>
  refusal?: Refusal
}

/** What an event is, what is missing before it can be published, and when it plays. */
export function eventPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: EventPage,
): Promise<FastifyReply> {
  const { locale, organisation } = request
  const { event, refusal } = page
  const t = texts[locale]
  const home = `/admin/${organisation.slug}`
  const address = `${home}/events/${event.id}`
  const title = inLocale(event.title, locale)
  const writes = request.can("programme:write")
  const done = t.done[(request.query as { done?: string }).done ?? ""]
  const csrf = reply.generateCsrf()
  const missing = [
    page.performances.total === 0 ? t.missing.performance : null,
    page.unpriced > 0 ? t.missing.price(page.unpriced) : null,
  ].filter((sentence) => sentence !== null)
  const notice = refusal?.title ? (
    <Notice kind="error" title={refusal.title}>
      {refusal.detail}
    </Notice>
  ) : (
    done && <Notice kind="success">{done}</Notice>
  )
  return adminPage(
    request,
    reply,
    { title, current: "/events", notice, status: refusal?.status ?? 200 },
    <>
      <PageHeading
        title={title}
        lead={inLocale(event.subtitle, locale)}
        back={{ href: `${home}/events`, label: t.title }}
        actions={
          writes && (
            <>
              <LinkButton kind="secondary" href={`${address}/edit`}>
                {t.edit}
              </LinkButton>
              <Publication {...{ t, event, address, csrf }} ready={missing.length === 0} />
            </>
          )
        }
      />
      {event.status === "draft" && missing.length > 0 && (
        <Notice title={t.toComplete}>
          {missing.map((sentence) => (
            <p>{sentence}</p>
          ))}
        </Notice>
      )}
      <Facts
        items={[
          { label: t.status, value: <Status state={event.status} /> },
          { label: t.season, value: page.season },
          { label: t.genre, value: genreLabel(event.genre, locale) },
          {
            label: t.duration,
            value: event.durationMinutes && formatDuration(event.durationMinutes, locale),
            icon: "clock",
          },
          { label: t.vatRate, value: formatRate(event.vatRate, locale) },
        ]}
      />
      <Section
        title={t.performances}
        actions={
          writes &&
          page.performances.data.length > 0 && (
            <LinkButton size="small" icon="plus" href={`${home}/performances/new?event=${event.id}`}>
              {t.addPerformance}
            </LinkButton>
          )
        }
      >
        <Performances {...{ request, page, home }} />
      </Section>
      {event.description && (
        <Section title={t.description}>
          <Prose>
            {inLocale(event.description, locale)
              .split(/\n{2,}/)
              .map((paragraph) => (
                <p>{paragraph}</p>
              ))}
          </Prose>
        </Section>
      )}
      {writes && event.status === "draft" && (
        <Section>
          <Form action={`${address}/removal`} csrf={csrf}>
            <Actions>
              <Button kind="secondary" size="small">
                {t.remove}
              </Button>
            </Actions>
            <p class="hint">{t.removeHint}</p>
          </Form>
        </Section>
      )}
    </>,
  )
}

type Part = { request: FastifyRequest; page: EventPage }

function Publication(props: {
  t: (typeof texts)["fr"]
  event: EventItem
  address: string
  csrf: string
  ready: boolean
}) {
  const { t, event, address, csrf, ready } = props
  const draft = event.status === "draft"
  return (
    <Form action={`${address}/publication`} csrf={csrf} hidden={{ status: draft ? "published" : "draft" }}>
      <Button kind={draft && ready ? "primary" : "secondary"}>{draft ? t.publish : t.unpublish}</Button>
    </Form>
  )
}

function Performances({ request, page, home }: Part & { home: string }) {
  const { locale } = request
  const t = texts[locale]
  const p = performanceTexts[locale]
  const { event, performances, fills } = page
  const add = `${home}/performances/new?event=${event.id}`
  if (performances.data.length === 0)
    return (
      <EmptyState
        title={t.noPerformance}
        icon="calendar"
        action={request.can("programme:write") ? { href: add, label: t.addPerformance } : undefined}
      >
        {t.noPerformanceText}
      </EmptyState>
    )
  const address = `${home}/events/${event.id}`
  const { previousCursor, nextCursor } = performances
  return (
    <>
      <DataTable
        caption={t.performances}
        rows={performances.data}
        rowHref={(row) => `${home}/performances/${row.id}`}
        columns={[
          { key: "when", label: p.date, cell: (row) => <PerformanceWhen performance={row} /> },
          { key: "venue", label: p.venue, cell: (row) => row.venue },
          { key: "prices", label: p.prices, cell: (row) => <PerformancePrices performance={row} /> },
          {
            key: "fill",
            label: p.fill,
            cell: (row) => <PerformanceFill performance={row} fill={fills.get(row.id)} />,
          },
          {
            key: "state",
            label: p.state,
            cell: (row) => row.status === "cancelled" && <PerformanceState performance={row} />,
          },
        ]}
      />
      <Pagination
        previousHref={previousCursor && `${address}?cursor=${previousCursor}`}
        nextHref={nextCursor && `${address}?cursor=${nextCursor}`}
      />
    </>
  )
}
