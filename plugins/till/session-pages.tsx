import { PageParams } from "../../server/admin-form.ts"
import { registerAdminList } from "../../server/admin-list.tsx"
import { adminPage } from "../../server/admin-page.tsx"
import type { App } from "../../server/plugin.ts"
import {
  Badge,
  DateTime,
  DocumentView,
  LinkButton,
  Money,
  Notice,
  PageHeading,
} from "../../templates/components/index.ts"
import { isoLocal } from "../../templates/format.ts"
import { fiscalVersion } from "./fiscal-version.ts"
import { listSessions, type SessionItem } from "./list-sessions.ts"
import { sendPaper } from "./office-paper.ts"
import { officeTexts } from "./office-texts.ts"
import { readReport, type TillReport } from "./read-report.ts"
import { reportParts } from "./report-document.ts"

const permission = "till:read"
const config = { access: { permission }, page: true } as const
const path = "/till-sessions"

/** Sessions of the tills and their reports: X while they are open, Z afterwards. */
export function registerSessionPages(app: App): void {
  registerAdminList<SessionItem>(app, {
    path,
    permission,
    view({ locale, organisation }) {
      const t = officeTexts[locale]
      const local = (at: Date | null) => (at ? isoLocal(at, organisation.timezone).replace("T", " ") : "")
      return {
        title: t.sessions,
        searchLabel: t.searchSessions,
        count: t.countSessions,
        rowHref: ({ id }) => `/admin/${organisation.slug}${path}/${id}`,
        defaultSort: { key: "openedAt", direction: "desc" },
        filters: [
          {
            name: "state",
            label: t.state,
            options: [
              { value: "all", label: t.all },
              { value: "open", label: t.openOnes },
              { value: "difference", label: t.withDifference },
              { value: "kept", label: t.notTransferred },
            ],
          },
        ],
        columns: [
          {
            key: "till",
            label: t.till,
            cell: ({ till, number }) => t.session(till, number),
            text: ({ till, number }) => t.session(till, number),
            sortable: true,
            main: true,
          },
          {
            key: "person",
            label: t.person,
            cell: ({ person }) => person,
            text: ({ person }) => person,
            sortable: true,
          },
          {
            key: "openedAt",
            label: t.openedAt,
            cell: ({ openedAt }) => <DateTime at={openedAt} />,
            text: ({ openedAt }) => local(openedAt),
            sortable: true,
          },
          {
            key: "closedAt",
            label: t.closedAt,
            cell: ({ closedAt }) =>
              closedAt ? <DateTime at={closedAt} /> : <Badge tone="attention">{t.isOpen}</Badge>,
            text: ({ closedAt }) => local(closedAt),
          },
          {
            key: "counted",
            label: t.counted,
            numeric: true,
            cell: ({ counted }) => counted !== null && <Money cents={counted} />,
            text: ({ counted }) => (counted === null ? "" : counted / 100),
          },
          {
            key: "difference",
            label: t.difference,
            numeric: true,
            cell: ({ difference }) => difference !== null && <Money cents={difference} />,
            text: ({ difference }) => (difference === null ? "" : difference / 100),
          },
          {
            key: "transfer",
            label: t.transfer,
            cell: ({ transfer }) => transfer !== null && t.transferred(transfer),
            text: ({ transfer }) => transfer ?? "",
            secondary: true,
          },
        ],
        empty: { title: t.noSession, text: t.noSessionText, icon: "ticket" },
      }
    },
    load: (request, list) => listSessions(request.db, list),
  })

  app.get(`/admin/:org${path}/:id`, { config, schema: { params: PageParams } }, async (request, reply) => {
    const { locale, organisation, db, params } = request
    const t = officeTexts[locale]
    const report = await readReport(db, params.id)
    const home = `/admin/${organisation.slug}${path}`
    const { title, subtitle } = headingOf(report, locale)
    return adminPage(
      request,
      reply,
      { title: `${title} · ${subtitle}`, current: path },
      <>
        <PageHeading
          title={title}
          lead={subtitle}
          back={{ href: home, label: t.sessions }}
          actions={
            <LinkButton kind="secondary" icon="print" href={`${home}/${report.id}/report.pdf`}>
              {t.pdf}
            </LinkButton>
          }
        />
        {!report.closedAt && <Notice>{t.xHint}</Notice>}
        <DocumentView
          parts={reportParts(report, { locale, organisation, fiscalVersion: fiscalVersion(app) })}
        />
      </>,
    )
  })

  app.get(
    `/admin/:org${path}/:id/report.pdf`,
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const { locale, organisation, db, params } = request
      const report = await readReport(db, params.id)
      const parts = reportParts(report, { locale, organisation, fiscalVersion: fiscalVersion(app) })
      const name = `${report.closedAt ? "z" : "x"}-${report.id}`
      return sendPaper(request, reply, { ...headingOf(report, locale), name, parts })
    },
  )
}

function headingOf({ closedAt, till, number }: TillReport, locale: "fr" | "en") {
  const t = officeTexts[locale]
  return { title: closedAt ? t.z : t.x, subtitle: t.session(till, number) }
}
