import { PageParams } from "../../server/admin-form.ts"
import { registerAdminList } from "../../server/admin-list.tsx"
import { adminPage } from "../../server/admin-page.tsx"
import { sendCsv } from "../../server/csv.ts"
import type { App } from "../../server/plugin.ts"
import {
  DateTime,
  EmptyState,
  Facts,
  LinkButton,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatNumber, isoLocal } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import { getPerformance } from "../catalogue/performances/get-performance.ts"
import {
  listPerformances,
  type PerformanceListItem,
  type performanceOrders,
} from "../catalogue/performances/list-performances.ts"
import { statementOf } from "../ledger/statement.ts"
import { sendStatements } from "./send-statements.ts"
import { statementRows } from "./statement-rows.ts"
import { StatementTable } from "./statement-table.tsx"
import { texts } from "./texts.ts"

const permission = "books:read"
const config = { access: { permission }, page: true } as const
const current = "/statements"

/** The recipe statement of each performance, on a page and for a spreadsheet. */
export function registerStatementPages(app: App): void {
  registerAdminList<PerformanceListItem>(app, {
    path: current,
    permission,
    view({ locale, organisation }) {
      const t = texts[locale]
      return {
        title: t.statements,
        searchLabel: t.search,
        count: t.count,
        rowHref: ({ id }) => `/admin/${organisation.slug}${current}/${id}`,
        defaultSort: { key: "startsAt", direction: "desc" },
        filters: [
          {
            name: "when",
            label: t.when,
            options: [
              { value: "all", label: t.all },
              { value: "past", label: t.past },
              { value: "upcoming", label: t.upcoming },
            ],
          },
        ],
        columns: [
          {
            key: "startsAt",
            label: t.date,
            cell: ({ startsAt, timezone }) => <DateTime at={startsAt} timeZone={timezone} start />,
            text: ({ startsAt, timezone }) => isoLocal(startsAt, timezone).replace("T", " "),
            sortable: true,
          },
          {
            key: "event",
            label: t.performance,
            cell: ({ title }) => inLocale(title, locale),
            text: ({ title }) => inLocale(title, locale),
            sortable: true,
            main: true,
          },
          {
            key: "venue",
            label: t.venue,
            cell: ({ venue }) => venue,
            text: ({ venue }) => venue,
            sortable: true,
          },
        ],
        empty: { title: t.emptyTitle, text: t.emptyText, icon: "ticket" },
      }
    },
    load(request, { sort, filters, ...list }) {
      const now = new Date()
      return listPerformances(request.db, {
        organisationId: request.organisation.id,
        locale: request.locale,
        ...list,
        notOverAt: filters.when === "upcoming" ? now : undefined,
        overAt: filters.when === "past" ? now : undefined,
        sort: { key: sort.key as keyof typeof performanceOrders, direction: sort.direction },
      })
    },
  })

  app.get(
    "/admin/:org/statements/:id",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const { locale, organisation, db } = request
      const { id } = request.params
      const t = texts[locale]
      const [part, { event, venue, startsAt }] = await Promise.all([
        statementOf(db, id),
        getPerformance(db, { organisationId: organisation.id, id }),
      ])
      const { siret, licences } = organisation.legal
      const home = `/admin/${organisation.slug}${current}`
      const title = inLocale(event.title, locale)
      return adminPage(
        request,
        reply,
        { title: `${t.statement} · ${title}`, current },
        <>
          <PageHeading
            title={title}
            lead={
              <>
                {t.statement} · <DateTime at={startsAt} timeZone={venue.timezone} as="long" />
              </>
            }
            back={{ href: home, label: t.statements }}
            actions={
              <>
                <LinkButton kind="secondary" icon="download" href={`${home}/${id}/export.pdf`}>
                  {t.pdf}
                </LinkButton>
                <LinkButton kind="secondary" icon="download" href={`${home}/${id}/export.csv`}>
                  {t.export}
                </LinkButton>
              </>
            }
          />
          <Facts
            items={[
              { label: t.venue, value: venue.name },
              { label: t.licences, value: licences.length > 0 ? licences.join(", ") : null },
              { label: t.siret, value: siret },
              { label: t.entries, value: formatNumber(part.entries, locale) },
              {
                label: t.free,
                value: formatNumber(part.totals.free.issued - part.totals.free.cancelled, locale),
              },
              { label: t.editedAt, value: <DateTime at={new Date()} as="long" /> },
            ]}
          />
          {part.lines.length === 0 ? (
            <EmptyState title={t.nothingSold} icon="ticket">
              {t.nothingSoldText}
            </EmptyState>
          ) : (
            <Section>
              <StatementTable part={part} locale={locale} />
            </Section>
          )}
        </>,
      )
    },
  )

  app.get(
    "/admin/:org/statements/:id/export.pdf",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const part = await statementOf(request.db, request.params.id)
      return sendStatements(app, request, reply, `${request.params.id}`, [part])
    },
  )

  app.get(
    "/admin/:org/statements/:id/export.csv",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const { locale, organisation, db } = request
      const part = await statementOf(db, request.params.id)
      const rows = statementRows([part], { currency: organisation.currency, locale })
      return sendCsv(reply, `${texts[locale].statements.toLowerCase()}-${request.params.id}`, rows)
    },
  )
}
