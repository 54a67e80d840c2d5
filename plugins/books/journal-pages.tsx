import type { FastifyReply, FastifyRequest } from "fastify"
import { DateTime } from "luxon"
import { Type } from "typebox"
import { actorOf } from "../../server/access.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { streamCsv } from "../../server/csv.ts"
import { readDay, typedMoney } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import {
  Button,
  EmptyState,
  Field,
  FieldRow,
  Figures,
  Filters,
  Form,
  LinkButton,
  Money,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatNumber, formatRate, isoLocal } from "../../templates/format.ts"
import { cashEntries, cashSums, salesEntries, salesSums } from "../ledger/journals.ts"
import { type Numbers, operationsBetween } from "../ledger/operations-between.ts"
import { dayOf, daysOf } from "../ledger/periods.ts"
import { CashTables, SalesTables } from "./journal-tables.tsx"
import { texts } from "./texts.ts"
import { namesOf, placesOf } from "./who.ts"

const config = { access: { permission: "books:own" }, page: true } as const
const Query = Type.Object({
  from: Type.Optional(Type.String({ maxLength: 20 })),
  to: Type.Optional(Type.String({ maxLength: 20 })),
})
type Query = { from?: string; to?: string }
type Kind = "sales" | "cash"
/** A file is read from the database by so many operations at a time. */
const step = 500

/** What was sold and what was paid, of some days: added up by rate, tariff, method, person and till, and line by line. */
export function registerJournalPages(app: App): void {
  app.get("/admin/:org/journals", { config }, async (request, reply) =>
    reply.redirect(`/admin/${request.organisation.slug}/journals/sales`, 303),
  )
  for (const kind of ["sales", "cash"] as const) {
    app.get(`/admin/:org/journals/${kind}`, { config, schema: { querystring: Query } }, (request, reply) =>
      journalPage(app, request, reply, kind),
    )
    app.get(
      `/admin/:org/journals/${kind}.csv`,
      { config, schema: { querystring: Query } },
      async (request, reply) => {
        const asked = await readDays(request)
        const numbers = await operationsBetween(request.db, request.organisation.id, asked)
        const name = `${texts[request.locale].journals[kind].file}-${asked.from}-${asked.to}`
        return streamCsv(reply, name, rowsOf(app, request, kind, numbers))
      },
    )
  }
}

/** Everybody's entries for who keeps the accounts, one's own for who sells. */
function whose(request: FastifyRequest): string | null {
  return request.can("books:read") ? null : actorOf(request.principal)
}

async function readDays(
  request: FastifyRequest,
): Promise<{ from: string; to: string; wrong: boolean; now: Date }> {
  const { from: typedFrom = "", to: typedTo = "" } = request.query as Query
  const now = new Date()
  const today = dayOf(now, await daysOf(request.db, request.organisation.id))
  const from = typedFrom ? readDay(typedFrom) : `${today.slice(0, 8)}01`
  const to = typedTo ? readDay(typedTo) : today
  const wrong = !from || !to || from > to
  return wrong ? { from: today, to: today, wrong, now } : { from, to, wrong, now }
}

async function journalPage(app: App, request: FastifyRequest, reply: FastifyReply, kind: Kind) {
  const { organisation, locale, db } = request
  const t = texts[locale]
  const asked = await readDays(request)
  const numbers = await operationsBetween(db, organisation.id, asked)
  const own = whose(request)
  const home = `/admin/${organisation.slug}/journals`
  const query = `?from=${asked.from}&to=${asked.to}`
  const sales = kind === "sales" ? await salesSums(db, numbers, own) : []
  const cash = kind === "cash" ? await cashSums(db, numbers, own) : []
  const all = [...sales, ...cash]
  const name = await namesOf(
    app,
    all.map(({ by }) => by),
    locale,
  )
  const place = await placesOf(
    app,
    db,
    all.map(({ tillSession }) => tillSession),
    locale,
  )
  const sum = <Row,>(rows: readonly Row[], of: (row: Row) => number) =>
    rows.reduce((total, row) => total + of(row), 0)
  const figures =
    kind === "sales"
      ? [
          {
            label: t.issued,
            value: formatNumber(
              sum(sales, (one) => one.issued),
              locale,
            ),
          },
          {
            label: t.cancelled,
            value: formatNumber(
              sum(sales, (one) => one.cancelled),
              locale,
            ),
          },
          { label: t.gross, value: <Money cents={sum(sales, (one) => one.gross)} /> },
          { label: t.net, value: <Money cents={sum(sales, (one) => one.net)} /> },
          { label: t.vat, value: <Money cents={sum(sales, (one) => one.vat)} /> },
        ]
      : [
          { label: t.received, value: <Money cents={sum(cash, (one) => one.received)} /> },
          { label: t.returned, value: <Money cents={sum(cash, (one) => one.returned)} /> },
          { label: t.amount, value: <Money cents={sum(cash, (one) => one.amount)} /> },
        ]
  return adminPage(
    request,
    reply,
    { title: t.journals[kind].title, current: "/journals", status: asked.wrong ? 422 : 200 },
    <>
      <PageHeading
        title={t.journals[kind].title}
        lead={own ? t.ownEntries : t.journals[kind].lead}
        actions={
          <LinkButton kind="secondary" icon="download" href={`${home}/${kind}.csv${query}`}>
            {t.export}
          </LinkButton>
        }
      />
      <Filters
        label={t.journalsTitle}
        items={(["sales", "cash"] as const).map((one) => ({
          href: `${home}/${one}${query}`,
          label: t.journals[one].title,
          current: one === kind,
        }))}
      />
      {asked.wrong && <Notice kind="error" title={t.wrongDays} />}
      <Form action={`${home}/${kind}`} method="get">
        <FieldRow>
          <Field type="date" name="from" label={t.from} value={asked.from} width="short" />
          <Field type="date" name="to" label={t.to} value={asked.to} width="short" />
          <Button kind="secondary">{t.show}</Button>
        </FieldRow>
      </Form>
      {all.length === 0 ? (
        <EmptyState title={t.nothingThen} icon="euro">
          {t.nothingThenText}
        </EmptyState>
      ) : (
        <>
          <Section>
            <Figures items={figures} />
          </Section>
          {kind === "sales" ? (
            <SalesTables sums={sales} {...{ name, place, locale }} />
          ) : (
            <CashTables sums={cash} {...{ name, place, locale }} />
          )}
        </>
      )}
    </>,
  )
}

/** The journal for a spreadsheet, some hundred operations at a time. */
async function* rowsOf(
  app: App,
  request: FastifyRequest,
  kind: Kind,
  { first, last }: Numbers,
): AsyncGenerator<(string | number)[]> {
  const { db, locale, organisation } = request
  const t = texts[locale]
  const { currency, timezone } = organisation
  const money = (cents: number) => typedMoney(cents, currency, locale)
  const own = whose(request)
  const head = [t.number, t.at, t.operation, t.order, t.operator, t.place]
  yield kind === "sales"
    ? [
        ...head,
        t.event,
        t.performance,
        t.venue,
        t.zone,
        t.tariff,
        t.quantity,
        t.unit,
        t.gross,
        t.rate,
        t.net,
        t.vat,
      ]
    : [...head, t.method, t.amount]
  for (let from = first; from <= last; from += step) {
    const some = { first: from, last: Math.min(last, from + step - 1) }
    const entries = kind === "sales" ? await salesEntries(db, some, own) : await cashEntries(db, some, own)
    const name = await namesOf(
      app,
      entries.map(({ by }) => by),
      locale,
    )
    const place = await placesOf(
      app,
      db,
      entries.map(({ tillSession }) => tillSession),
      locale,
    )
    for (const entry of entries) {
      const { number, at, kind: what, order, by } = entry
      const start = [
        number,
        isoLocal(at, timezone).replace("T", " "),
        t.operationKinds[what],
        order ?? "",
        name(by),
        place(entry),
      ]
      yield "method" in entry
        ? [...start, t.methods[entry.method] ?? entry.method, money(entry.amount)]
        : [
            ...[
              ...start,
              entry.title,
              localStart(entry.starts, timezone),
              entry.venue,
              entry.zone,
              entry.tariff,
            ],
            ...[entry.quantity, money(entry.unit), money(entry.gross), formatRate(entry.rate, locale)],
            ...[money(entry.net), money(entry.vat)],
          ]
    }
  }
}

function localStart(starts: string, zone: string): string {
  return DateTime.fromISO(starts, { zone }).toFormat("yyyy-MM-dd HH:mm")
}
