import { adminPage } from "../../../server/admin-page.tsx"
import type { App } from "../../../server/plugin.ts"
import { DataTable, DateTime, EmptyState, PageHeading } from "../../../templates/components/index.ts"
import { inLocale } from "../../catalogue/localised.ts"
import { listSetAside } from "./read-stock.ts"
import { texts } from "./texts.ts"

/** The coming performances, with what is set aside of each. */
export function registerAllotmentList(app: App): void {
  app.get(
    "/admin/:org/allotments",
    { config: { access: { permission: "allotments:read" }, page: true } },
    async (request, reply) => {
      const { locale, organisation } = request
      const t = texts[locale]
      const performances = await listSetAside(request.db)
      return adminPage(
        request,
        reply,
        { title: t.title, current: "/allotments" },
        <>
          <PageHeading title={t.title} lead={t.lead} />
          {performances.length === 0 ? (
            <EmptyState title={t.nothing} icon="ticket">
              {t.nothingHint}
            </EmptyState>
          ) : (
            <DataTable
              caption={t.title}
              rows={performances}
              rowHref={({ id }) => `/admin/${organisation.slug}/performances/${id}/allotments`}
              columns={[
                { key: "title", label: t.performance, cell: ({ title }) => inLocale(title, locale) },
                {
                  key: "date",
                  label: "Date",
                  cell: ({ startsAt, timezone }) => <DateTime at={startsAt} timeZone={timezone} start />,
                },
                {
                  key: "allotments",
                  label: t.title,
                  numeric: true,
                  cell: ({ allotments }) => allotments || "–",
                },
                { key: "places", label: t.aside, numeric: true, cell: ({ places }) => places || "–" },
                {
                  key: "taken",
                  label: t.ofThose,
                  numeric: true,
                  cell: ({ places, taken }) => (places ? taken : "–"),
                },
              ]}
            />
          )}
        </>,
      )
    },
  )
}
