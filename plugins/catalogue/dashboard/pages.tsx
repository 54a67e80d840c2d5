import type { FastifyReply, FastifyRequest } from "fastify"
import { DateTime } from "luxon"
import { adminPage } from "../../../server/admin-page.tsx"
import type { App } from "../../../server/plugin.ts"
import {
  Columns,
  DataTable,
  EmptyState,
  Figures,
  LinkButton,
  PageHeading,
  Section,
} from "../../../templates/components/index.ts"
import { formatDayLong, sentence } from "../../../templates/format.ts"
import { venueChoices } from "../../venues/list-venues.ts"
import { type EventListItem, listEvents } from "../events/list-events.ts"
import { inLocale } from "../localised.ts"
import type { Fill } from "../performance-fill.ts"
import { listPerformances, type PerformanceListItem } from "../performances/list-performances.ts"
import { PerformanceFill, PerformanceState, PerformanceWhen } from "../performances/performance-table.tsx"
import { texts as performanceTexts } from "../performances/texts.ts"
import { tariffChoices } from "../tariffs/list-tariffs.ts"
import { texts } from "./texts.ts"

const nextShown = 8
const draftsShown = 6

/** The first page of the back office: what plays next and how full it is, what waits to be completed. */
export function registerDashboard(app: App): void {
  app.get(
    "/admin/:org",
    { config: { access: { permission: "programme:read" }, page: true } },
    async (request, reply) => {
      const { locale, organisation } = request
      const shared = { organisationId: organisation.id, locale, counted: true }
      const now = DateTime.now().setZone(organisation.timezone)
      const between = (from: DateTime, to: DateTime) =>
        listPerformances(request.db, { ...shared, from: from.toJSDate(), to: to.toJSDate(), limit: 1 })
      const [next, today, week, drafts, all] = await Promise.all([
        listPerformances(request.db, { ...shared, notOverAt: now.toJSDate(), limit: nextShown }),
        between(now.startOf("day"), now.startOf("day").plus({ days: 1 })),
        between(now, now.plus({ days: 7 })),
        listEvents(request.db, { ...shared, status: "draft", limit: draftsShown }),
        listEvents(request.db, { ...shared, limit: 1 }),
      ])
      if (all.total === 0) return emptyPage(request, reply)
      const fills = await app.performanceFill.read(
        request.db,
        next.data.map(({ id }) => id),
      )
      return dashboard(request, reply, {
        next: next.data,
        fills,
        today: today.total ?? 0,
        week: week.total ?? 0,
        drafts: drafts.data,
        draftCount: drafts.total ?? 0,
      })
    },
  )
}

interface Dashboard {
  next: PerformanceListItem[]
  fills: Map<string, Fill>
  today: number
  week: number
  drafts: EventListItem[]
  draftCount: number
}

function dashboard(request: FastifyRequest, reply: FastifyReply, data: Dashboard) {
  const { locale, organisation } = request
  const t = texts[locale]
  const home = `/admin/${organisation.slug}`
  const date = sentence(formatDayLong(new Date(), { locale, timeZone: organisation.timezone }))
  const main = (
    <Section
      title={t.next}
      actions={
        <LinkButton kind="quiet" size="small" href={`${home}/performances`}>
          {t.seeAll}
        </LinkButton>
      }
    >
      <Next {...{ request, data, home }} />
    </Section>
  )
  return adminPage(
    request,
    reply,
    { title: t.title, current: "" },
    <>
      <PageHeading title={organisation.name} lead={date} />
      <Figures
        items={[
          { label: t.today, value: data.today, note: t.todayNote(data.today) },
          { label: t.week, value: data.week, note: t.todayNote(data.week) },
          { label: t.drafts, value: data.draftCount, note: t.draftsNote(data.draftCount) },
        ]}
      />
      {data.drafts.length === 0 ? (
        main
      ) : (
        <Columns aside={<Drafts {...{ request, data, home }} />}>{main}</Columns>
      )}
    </>,
  )
}

type Part = { request: FastifyRequest; data: Dashboard; home: string }

function Next({ request, data, home }: Part) {
  const { locale } = request
  const t = texts[locale]
  const p = performanceTexts[locale]
  if (data.next.length === 0)
    return (
      <EmptyState title={t.nothingNext} icon="calendar">
        {t.nothingNextText}
      </EmptyState>
    )
  return (
    <DataTable
      caption={t.next}
      rows={data.next}
      rowHref={(row) => `${home}/performances/${row.id}`}
      columns={[
        {
          key: "event",
          label: p.event,
          cell: (row) => inLocale(row.title, locale),
        },
        { key: "when", label: p.date, cell: (row) => <PerformanceWhen performance={row} /> },
        { key: "venue", label: p.venue, cell: (row) => row.venue, secondary: true },
        {
          key: "fill",
          label: p.fill,
          cell: (row) =>
            row.status === "cancelled" || row.eventStatus === "draft" ? (
              <PerformanceState performance={row} />
            ) : (
              <PerformanceFill performance={row} fill={data.fills.get(row.id)} />
            ),
        },
      ]}
    />
  )
}

function Drafts({ request, data, home }: Part) {
  const t = texts[request.locale]
  return (
    <Section
      title={t.toComplete}
      actions={
        <LinkButton kind="quiet" size="small" href={`${home}/events?status=draft`}>
          {t.seeAll}
        </LinkButton>
      }
    >
      <ul class="plain">
        {data.drafts.map((event) => (
          <li>
            <a href={`${home}/events/${event.id}`}>{inLocale(event.title, request.locale)}</a>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What an organisation without any event does first. */
async function emptyPage(request: FastifyRequest, reply: FastifyReply) {
  const { locale, organisation } = request
  const t = texts[locale]
  const home = `/admin/${organisation.slug}`
  const [venues, tariffs] = await Promise.all([
    venueChoices(request.db, organisation.id),
    tariffChoices(request.db, organisation.id),
  ])
  const step = venues.length === 0 ? "venue" : tariffs.length === 0 ? "tariff" : "event"
  return adminPage(
    request,
    reply,
    { title: t.title, current: "" },
    <>
      <PageHeading title={t.empty} lead={t.emptyLead} />
      {request.can("programme:write") && (
        <>
          <EmptyState
            title={t.importTitle}
            icon="download"
            action={{ href: `${home}/import`, label: t.importAction }}
          >
            {t.importText}
          </EmptyState>
          <EmptyState
            title={t.createTitle}
            icon="plus"
            action={{ href: `${home}/${step}s/new`, label: t.add[step] }}
          >
            {t.createText[step]}
          </EmptyState>
        </>
      )}
    </>,
  )
}
