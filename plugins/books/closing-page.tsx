import { DoneQuery, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { sendCsv } from "../../server/csv.ts"
import type { Db } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import {
  DataTable,
  DateTime,
  Facts,
  LinkButton,
  Money,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatNumber, formatRate } from "../../templates/format.ts"
import { type Closing, readClosings } from "../ledger/read-closings.ts"
import { statementsBetween } from "../ledger/statement.ts"
import { periodName } from "./period-name.ts"
import { sendStatements } from "./send-statements.ts"
import { statementRows } from "./statement-rows.ts"
import { StatementTable } from "./statement-table.tsx"
import { texts } from "./texts.ts"

const config = { access: { permission: "books:read" }, page: true } as const

/** A closing: its totals by rate, tariff and method of payment; of a day, the statement of each performance too. */
export function registerClosingPage(app: App): void {
  app.get(
    "/admin/:org/books/closings/:id",
    { config, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => {
      const { locale, organisation, db } = request
      const t = texts[locale]
      const closing = await readClosing(db, request.params.id)
      const parts = closing.period === "day" ? await statementsBetween(db, closing.first, closing.last) : []
      const { totals, perpetual, at, number } = closing
      const home = `/admin/${organisation.slug}/books`
      const title = `${t.closing} · ${periodName(closing, locale)}`
      return adminPage(
        request,
        reply,
        {
          title,
          current: "/books",
          notice: request.query.done === "closed" && <Notice kind="success">{t.closed}</Notice>,
        },
        <>
          <PageHeading
            title={title}
            back={{ href: home, label: t.books }}
            actions={
              closing.period === "day" && (
                <>
                  <LinkButton kind="secondary" icon="download" href={`${home}/closings/${number}/export.pdf`}>
                    {t.pdf}
                  </LinkButton>
                  <LinkButton kind="secondary" icon="download" href={`${home}/closings/${number}/export.csv`}>
                    {t.export}
                  </LinkButton>
                </>
              )
            }
          />
          <Facts
            items={[
              { label: t.number, value: formatNumber(number, locale) },
              { label: t.closedAt, value: <DateTime at={at} as="long" /> },
              { label: t.operations, value: formatNumber(totals.operations, locale) },
              { label: t.issued, value: formatNumber(totals.issued, locale) },
              { label: t.cancelled, value: formatNumber(totals.cancelled, locale) },
              { label: t.free, value: formatNumber(totals.free, locale) },
              { label: t.gross, value: <Money cents={totals.gross} /> },
              { label: t.paid, value: <Money cents={totals.paid} /> },
              {
                label: t.perpetual,
                value: (
                  <>
                    <Money cents={perpetual.gross} /> <span class="hint">{t.perpetualHint}</span>
                  </>
                ),
              },
            ]}
          />
          <Totals {...{ closing, locale }} />
          {parts.map((part) => (
            <Section
              title={part.performance.title}
              actions={
                <p>
                  <DateTime at={new Date(part.performance.startsAt)} />, {part.performance.venue}
                </p>
              }
            >
              <StatementTable part={part} locale={locale} />
            </Section>
          ))}
        </>,
      )
    },
  )

  app.get(
    "/admin/:org/books/closings/:id/export.pdf",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const { locale, db } = request
      const closing = await readClosing(db, request.params.id)
      if (closing.period !== "day") throw problem(404, "not_found")
      const parts = await statementsBetween(db, closing.first, closing.last)
      const heading = `${texts[locale].statements} · ${periodName(closing, locale)}`
      return sendStatements(app, request, reply, closing.date, parts, heading)
    },
  )

  app.get(
    "/admin/:org/books/closings/:id/export.csv",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const { locale, organisation, db } = request
      const closing = await readClosing(db, request.params.id)
      if (closing.period !== "day") throw problem(404, "not_found")
      const parts = await statementsBetween(db, closing.first, closing.last)
      const rows = statementRows(parts, { currency: organisation.currency, locale })
      return sendCsv(reply, `${texts[locale].statements.toLowerCase()}-${closing.date}`, rows)
    },
  )
}

/** @throws 404 not_found */
async function readClosing(db: Db, id: string): Promise<Closing> {
  const number = Number(id)
  const [closing] = await readClosings(db, { after: number - 1, limit: 1, oldestFirst: true })
  if (closing?.number !== number) throw problem(404, "not_found")
  return closing
}

function Totals({ closing, locale }: { closing: Closing; locale: "fr" | "en" }) {
  const t = texts[locale]
  const { byRate, byTariff, byMethod } = closing.totals
  const count = (value: number) => formatNumber(value, locale)
  return (
    <>
      {byRate.length > 0 && (
        <Section title={t.byRate}>
          <DataTable
            caption={t.byRate}
            rows={byRate}
            columns={[
              { key: "rate", label: t.rate, cell: ({ rate }) => formatRate(rate, locale) },
              { key: "gross", label: t.gross, numeric: true, cell: ({ gross }) => <Money cents={gross} /> },
              { key: "net", label: t.net, numeric: true, cell: ({ net }) => <Money cents={net} /> },
              { key: "vat", label: t.vat, numeric: true, cell: ({ vat }) => <Money cents={vat} /> },
            ]}
          />
        </Section>
      )}
      {byTariff.length > 0 && (
        <Section title={t.byTariff}>
          <DataTable
            caption={t.byTariff}
            rows={byTariff}
            columns={[
              { key: "tariff", label: t.tariff, cell: ({ tariff }) => tariff },
              { key: "issued", label: t.issued, numeric: true, cell: ({ issued }) => count(issued) },
              {
                key: "cancelled",
                label: t.cancelled,
                numeric: true,
                cell: ({ cancelled }) => count(cancelled),
              },
              { key: "gross", label: t.gross, numeric: true, cell: ({ gross }) => <Money cents={gross} /> },
            ]}
          />
        </Section>
      )}
      {byMethod.length > 0 && (
        <Section title={t.byMethod}>
          <DataTable
            caption={t.byMethod}
            rows={byMethod}
            columns={[
              { key: "method", label: t.method, cell: ({ method }) => t.methods[method] ?? method },
              {
                key: "received",
                label: t.received,
                numeric: true,
                cell: ({ received }) => <Money cents={received} />,
              },
              {
                key: "returned",
                label: t.returned,
                numeric: true,
                cell: ({ returned }) => <Money cents={returned} />,
              },
              {
                key: "amount",
                label: t.amount,
                numeric: true,
                cell: ({ amount }) => <Money cents={amount} />,
              },
            ]}
          />
        </Section>
      )}
    </>
  )
}
