import { registerAdminList } from "../../../server/admin-list.tsx"
import { typedMoney } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import { DateTime, Money } from "../../../templates/components/index.ts"
import { isoLocal } from "../../../templates/format.ts"
import { texts as common } from "../../../templates/texts.ts"
import type { OrderStatus } from "../tables.ts"
import { listOrders, type OrderRow, type orderOrders } from "./list-orders.ts"
import { OrderState } from "./order-state.tsx"
import { texts } from "./texts.ts"

/** The orders of an organisation: search, filters, export. */
export function registerOrderList(app: App): void {
  registerAdminList<OrderRow>(app, {
    path: "/orders",
    permission: "orders:read",
    view({ organisation, locale }) {
      const t = texts[locale]
      const states = common[locale].states
      return {
        title: t.title,
        searchLabel: t.search,
        count: t.count,
        rowHref: ({ id }) => `/admin/${organisation.slug}/orders/${id}`,
        defaultSort: { key: "date", direction: "desc" },
        filters: [
          {
            name: "status",
            label: t.filter,
            options: [
              { value: "", label: t.all },
              { value: "paid", label: t.paid },
              { value: "pending", label: t.pending },
              { value: "to_refund", label: t.toRefund },
              { value: "expired", label: t.expired },
              { value: "cancelled", label: t.cancelled },
            ],
          },
        ],
        columns: [
          {
            key: "number",
            label: t.number,
            sortable: true,
            cell: ({ number }) => number,
            text: ({ number }) => number,
          },
          { key: "customer", label: t.customer, cell: nameOf, text: nameOf },
          {
            key: "email",
            label: t.email,
            secondary: true,
            cell: ({ email }) => email,
            text: ({ email }) => email ?? "",
          },
          {
            key: "places",
            label: t.places,
            numeric: true,
            cell: ({ places }) => places,
            text: ({ places }) => places,
          },
          {
            key: "total",
            label: t.total,
            numeric: true,
            sortable: true,
            cell: ({ total, currency }) => <Money cents={total} currency={currency} />,
            text: ({ total, currency }) => typedMoney(total, currency, locale),
          },
          {
            key: "state",
            label: t.state,
            cell: (row) => <OrderState row={row} toRefund={t.toRefund} />,
            text: ({ status, toRefund }) => (toRefund ? t.toRefund : states[status]),
          },
          {
            key: "date",
            label: t.date,
            sortable: true,
            cell: ({ createdAt }) => <DateTime at={createdAt} />,
            text: ({ createdAt }) => isoLocal(createdAt, organisation.timezone).replace("T", " "),
          },
        ],
        empty: { title: t.emptyTitle, text: t.emptyText, icon: "basket" },
      }
    },
    load: (request, { q, sort, cursor, limit, counted, filters }) =>
      listOrders(request.db, {
        q,
        status: (filters.status || undefined) as OrderStatus | "to_refund" | undefined,
        sort: { key: sort.key as keyof typeof orderOrders, direction: sort.direction },
        cursor,
        limit,
        counted,
      }),
  })
}

function nameOf({ firstName, lastName }: Pick<OrderRow, "firstName" | "lastName">): string {
  return `${lastName} ${firstName}`.trim()
}
