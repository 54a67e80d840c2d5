import { sql } from "kysely"
import { registerAdminList } from "../../server/admin-list.tsx"
import { typedMoney } from "../../server/form-reader.ts"
import { type ListOrder, listPage } from "../../server/list-page.ts"
import type { App } from "../../server/plugin.ts"
import { DateTime, Money } from "../../templates/components/index.ts"
import { isoLocal } from "../../templates/format.ts"
import { texts } from "./texts.ts"

interface DebtRow {
  id: string
  number: string
  /** Cents: positive, owed to the organisation. */
  amount: string
  at: Date
}

const orders = {
  amount: { expression: sql.ref("ledger_debts.amount"), type: "bigint" },
  at: { expression: sql.ref("orders.created_at"), type: "timestamptz" },
  number: { expression: sql.ref("orders.number"), type: "text" },
} satisfies Record<string, ListOrder>

/** Orders that are not paid, or not paid back. */
export function registerDebtsPage(app: App): void {
  registerAdminList<DebtRow>(app, {
    path: "/books/debts",
    permission: "books:read",
    view(request) {
      const { locale, organisation } = request
      const t = texts[locale]
      return {
        title: t.debtsTitle,
        searchLabel: t.debtsSearch,
        count: t.debtsCount,
        ...(request.can("orders:read")
          ? { rowHref: ({ id }: DebtRow) => `/admin/${organisation.slug}/orders/${id}` }
          : {}),
        defaultSort: { key: "amount", direction: "desc" },
        filters: [
          {
            name: "which",
            label: t.which,
            options: [
              { value: "all", label: t.all },
              { value: "owed", label: t.toReceive },
              { value: "owing", label: t.toGiveBack },
            ],
          },
        ],
        columns: [
          {
            ...{ key: "number", label: t.order, sortable: true, main: true },
            cell: ({ number }) => number,
            text: ({ number }) => number,
          },
          {
            ...{ key: "at", label: t.ordered, sortable: true },
            cell: ({ at }) => <DateTime at={at} as="day" />,
            text: ({ at }) => isoLocal(at, organisation.timezone).replace("T", " "),
          },
          {
            ...{ key: "amount", label: t.owed, sortable: true, numeric: true },
            cell: ({ amount }) => <Money cents={Number(amount)} />,
            text: ({ amount }) => typedMoney(Number(amount), organisation.currency, locale),
          },
        ],
        empty: { title: t.noDebt, text: t.noDebtText, icon: "euro" },
      }
    },
    load(request, { q, sort, filters, ...list }) {
      const query = request.db
        .selectFrom("ledger_debts")
        .innerJoin("orders", (join) =>
          join
            .onRef("orders.organisation_id", "=", "ledger_debts.organisation_id")
            .onRef("orders.id", "=", "ledger_debts.order_id"),
        )
        .select(["orders.id", "orders.number", "ledger_debts.amount", "orders.created_at as at"])
        .$if(filters.which === "owed", (narrowed) => narrowed.where("ledger_debts.amount", ">", "0"))
        .$if(filters.which === "owing", (narrowed) => narrowed.where("ledger_debts.amount", "<", "0"))
        .$if(q !== "", (narrowed) =>
          narrowed.where(
            sql<boolean>`starts_with(replace(orders.number, '-', ''), ${q.toUpperCase().replace(/[\s-]/g, "")})`,
          ),
        )
      return listPage(query, {
        ...list,
        order: orders[sort.key as keyof typeof orders],
        direction: sort.direction,
        id: sql.ref("orders.id"),
      })
    },
  })
}
