import { sql } from "kysely"
import { registerAdminList } from "../../server/admin-list.tsx"
import { typedMoney } from "../../server/form-reader.ts"
import { type ListOrder, listPage } from "../../server/list-page.ts"
import type { App } from "../../server/plugin.ts"
import { DateTime, Money } from "../../templates/components/index.ts"
import { isoLocal } from "../../templates/format.ts"
import { texts } from "./texts.ts"

interface TicketRow {
  id: string
  number: string
  title: string
  startsAt: Date
  zone: string
  tariff: string
  amount: number
  status: "valid" | "cancelled"
  issuedAt: Date
  copy: number
  enteredAt: Date | null
}

const orders = {
  issuedAt: { expression: sql.ref("tickets.issued_at"), type: "timestamptz" },
  number: { expression: sql.ref("tickets.number"), type: "text" },
} satisfies Record<string, ListOrder>

/** Every ticket and what became of it, without who holds it: what an inspector compares with the statements. */
export function registerTicketsPage(app: App): void {
  registerAdminList<TicketRow>(app, {
    path: "/books/tickets",
    permission: "books:read",
    view({ locale, organisation }) {
      const t = texts[locale]
      const { currency, timezone } = organisation
      const time = (at: Date | null) => (at ? isoLocal(at, timezone).replace("T", " ") : "")
      const state = (status: TicketRow["status"], copy: number) =>
        copy > 0 ? `${t.statuses[status]}, ${t.reprinted(copy)}` : t.statuses[status]
      return {
        title: t.ticketsTitle,
        searchLabel: t.ticketsSearch,
        count: t.ticketsCount,
        defaultSort: { key: "issuedAt", direction: "desc" },
        filters: [
          {
            name: "status",
            label: t.status,
            options: [
              { value: "all", label: t.allTickets },
              { value: "valid", label: t.statuses.valid },
              { value: "cancelled", label: t.statuses.cancelled },
            ],
          },
        ],
        columns: [
          {
            ...{ key: "number", label: t.ticket, sortable: true, main: true },
            cell: ({ number }) => number,
            text: ({ number }) => number,
          },
          {
            ...{ key: "title", label: t.event },
            cell: ({ title }) => title,
            text: ({ title }) => title,
          },
          {
            ...{ key: "startsAt", label: t.performance, secondary: true },
            cell: ({ startsAt }) => <DateTime at={startsAt} />,
            text: ({ startsAt }) => time(startsAt),
          },
          {
            ...{ key: "tariff", label: `${t.zone}, ${t.tariff.toLowerCase()}` },
            cell: ({ zone, tariff }) => `${zone}, ${tariff}`,
            text: ({ zone, tariff }) => `${zone}, ${tariff}`,
          },
          {
            ...{ key: "amount", label: t.unit, numeric: true },
            cell: ({ amount }) => <Money cents={amount} orFree />,
            text: ({ amount }) => typedMoney(amount, currency, locale),
          },
          {
            ...{ key: "status", label: t.status },
            cell: ({ status, copy }) => state(status, copy),
            text: ({ status, copy }) => state(status, copy),
          },
          {
            ...{ key: "issuedAt", label: t.issuedAt, sortable: true },
            cell: ({ issuedAt }) => <DateTime at={issuedAt} />,
            text: ({ issuedAt }) => time(issuedAt),
          },
          {
            ...{ key: "entered", label: t.entered },
            cell: ({ enteredAt }) => enteredAt && <DateTime at={enteredAt} />,
            text: ({ enteredAt }) => time(enteredAt),
          },
        ],
        empty: { title: t.noTicket, text: t.nothingSoldText, icon: "ticket" },
      }
    },
    load(request, { q, sort, filters, ...list }) {
      const query = request.db
        .selectFrom("tickets")
        .innerJoin("performances", (join) =>
          join
            .onRef("performances.organisation_id", "=", "tickets.organisation_id")
            .onRef("performances.id", "=", "tickets.performance_id"),
        )
        .select(["tickets.id", "tickets.number", "tickets.event_title as title", "tickets.zone_name as zone"])
        .select(["performances.starts_at as startsAt", "tickets.tariff_name as tariff", "tickets.amount"])
        .select(["tickets.status", "tickets.issued_at as issuedAt", "tickets.copy"])
        .select(
          sql<Date | null>`(select min(e.admitted_at) from entries e where e.organisation_id = tickets.organisation_id
            and e.ticket_id = tickets.id and e.withdrawn_at is null)`.as("enteredAt"),
        )
        .$if(filters.status !== "all", (narrowed) =>
          narrowed.where("tickets.status", "=", filters.status as "valid"),
        )
        .$if(q !== "", (narrowed) =>
          narrowed.where(
            sql<boolean>`(starts_with(tickets.number, ${q}) or strpos(lower(tickets.event_title), ${q.toLowerCase()}) > 0)`,
          ),
        )
      return listPage(query, {
        ...list,
        order: orders[sort.key as keyof typeof orders],
        direction: sort.direction,
        id: sql.ref("tickets.id"),
      })
    },
  })
}
