import { registerAdminList } from "../../../server/admin-list.tsx"
import type { App } from "../../../server/plugin.ts"
import { formatMoney, isoLocal } from "../../../templates/format.ts"
import { inLocale } from "../localised.ts"
import type { Fill } from "../performance-fill.ts"
import { listPerformances, type PerformanceListItem, type performanceOrders } from "./list-performances.ts"
import {
  PerformanceFill,
  PerformancePrices,
  PerformanceState,
  PerformanceWhen,
  stateOf,
} from "./performance-table.tsx"
import { texts } from "./texts.ts"

type Row = PerformanceListItem & { fill: Fill | undefined }

/** The list of performances: those to come, unless others are asked for. */
export function registerPerformanceList(app: App): void {
  registerAdminList<Row>(app, {
    path: "/performances",
    permission: "programme:read",
    view(request) {
      const { locale, organisation } = request
      const t = texts[locale]
      const home = `/admin/${organisation.slug}`
      const past = (request.query as { when?: string }).when === "past"
      const money = (cents: number | null) =>
        cents === null ? "" : formatMoney(cents, organisation.currency, locale)
      return {
        title: t.title,
        searchLabel: t.search,
        count: t.count,
        // Of what is over, the latest is what people look for.
        defaultSort: { key: "startsAt", direction: past ? "desc" : "asc" },
        filters: [
          {
            name: "when",
            label: t.when,
            options: [
              { value: "upcoming", label: t.upcoming },
              { value: "past", label: t.past },
              { value: "all", label: t.all },
            ],
          },
        ],
        columns: [
          {
            key: "startsAt",
            label: t.date,
            cell: (row) => <PerformanceWhen performance={row} />,
            text: (row) => isoLocal(row.startsAt, row.timezone).replace("T", " "),
            sortable: true,
          },
          {
            key: "event",
            label: t.event,
            cell: (row) => inLocale(row.title, locale),
            text: (row) => inLocale(row.title, locale),
            sortable: true,
            main: true,
          },
          {
            key: "venue",
            label: t.venue,
            cell: (row) => row.venue,
            text: (row) => row.venue,
            sortable: true,
          },
          {
            key: "prices",
            label: t.prices,
            cell: (row) => <PerformancePrices performance={row} />,
            text: (row) => [...new Set([money(row.lowest), money(row.highest)])].join(" – "),
            secondary: true,
          },
          {
            key: "fill",
            label: t.fill,
            cell: (row) => <PerformanceFill performance={row} fill={row.fill} />,
            text: (row) => (row.fill ? `${row.fill.taken}/${row.fill.capacity}` : row.capacity),
          },
          {
            key: "state",
            label: t.state,
            cell: (row) => <PerformanceState performance={row} />,
            text: (row) => t[stateOf(row)?.word ?? "scheduled"],
          },
        ],
        rowHref: (row) => `${home}/performances/${row.id}`,
        empty: {
          title: t.emptyTitle,
          text: t.emptyText,
          icon: "calendar",
          action: { href: `${home}/events`, label: t.seeEvents },
        },
      }
    },
    async load(request, { sort, filters, ...list }) {
      const now = new Date()
      const page = await listPerformances(request.db, {
        organisationId: request.organisation.id,
        locale: request.locale,
        ...list,
        notOverAt: filters.when === "upcoming" ? now : undefined,
        overAt: filters.when === "past" ? now : undefined,
        sort: { key: sort.key as keyof typeof performanceOrders, direction: sort.direction },
      })
      const fills = await request.server.performanceFill.read(
        request.db,
        page.data.map(({ id }) => id),
      )
      return { ...page, data: page.data.map((row) => ({ ...row, fill: fills.get(row.id) })) }
    },
  })
}
