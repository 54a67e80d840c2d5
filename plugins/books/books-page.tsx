import type { FastifyReply, FastifyRequest } from "fastify"
import { DateTime } from "luxon"
import { actorOf } from "../../server/access.ts"
import { FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import type { FormBody } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem } from "../../server/problem.ts"
import {
  Button,
  Columns,
  DataTable,
  EmptyState,
  ErrorSummary,
  errorOf,
  Field,
  Figures,
  Filters,
  Form,
  Money,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatMoney, formatNumber } from "../../templates/format.ts"
import { balanceOf } from "../ledger/balance.ts"
import { closePeriods } from "../ledger/close-periods.ts"
import { verifyAndNote } from "../ledger/note-verification.ts"
import { dayOf, daysOf, nameOf, type Period } from "../ledger/periods.ts"
import { readClosings } from "../ledger/read-closings.ts"
import type { Verification } from "../ledger/verify.ts"
import { periodName } from "./period-name.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "books:read" }, page: true } as const
const current = "/books"
const closingsShown = 40
const periods: readonly Period[] = ["day", "month", "year"]

interface Said {
  verification?: Verification
  refused?: { body: FormBody; errors: FieldError[] }
}

/** Sales = cash + debts, the closings, and the verification, on one page. */
export function registerBooksPage(app: App): void {
  app.get("/admin/:org/books", { config }, (request, reply) => booksPage(request, reply, {}))

  app.post(
    "/admin/:org/books/verifications",
    { config: { ...config, changesNothing: true } },
    async (request, reply) => {
      const by = actorOf(request.principal)
      return booksPage(request, reply, {
        verification: await verifyAndNote(app, request.organisation.id, by),
      })
    },
  )

  app.post(
    "/admin/:org/books/closings",
    { config: { access: { permission: "books:close" }, page: true }, schema: { body: FormFields } },
    async (request, reply) => {
      const { organisation, locale, body, db, principal } = request
      const t = texts[locale]
      const period = periods.find((one) => one === body.period) ?? "day"
      const date = typeof body.date === "string" ? body.date : ""
      const refuse = (message: string) =>
        booksPage(request, reply, { refused: { body, errors: [{ path: "/date", message }] } })
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !DateTime.fromISO(date).isValid) return refuse(t.noSuchPeriod)
      try {
        const closing = await db.transaction().execute((trx) =>
          closePeriods(trx, app.ledger, {
            organisationId: organisation.id,
            ...{ period, date: nameOf(period, date), now: new Date(), by: actorOf(principal) },
          }),
        )
        return reply.redirect(`/admin/${organisation.slug}/books/closings/${closing.number}?done=closed`, 303)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return refuse(error.code === "already_closed" ? t.alreadyClosed : t.noSuchPeriod)
      }
    },
  )
}

async function booksPage(request: FastifyRequest, reply: FastifyReply, { verification, refused }: Said) {
  const { locale, organisation, db } = request
  const t = texts[locale]
  const [balance, closings, days] = await Promise.all([
    balanceOf(db),
    readClosings(db, { limit: closingsShown }),
    daysOf(db, organisation.id),
  ])
  const home = `/admin/${organisation.slug}`
  const money = (cents: number) => formatMoney(cents, organisation.currency, locale)
  const csrf = reply.generateCsrf()
  const errors = refused?.errors
  const main = (
    <>
      {balance.difference !== 0 && <Notice kind="error" title={t.unbalanced(money(balance.difference))} />}
      <Figures
        items={[
          { label: t.sales, value: <Money cents={balance.sales} /> },
          { label: t.cash, value: <Money cents={balance.cash} /> },
          { label: t.debts, value: <Money cents={balance.debts} /> },
        ]}
      />
      {balance.difference === 0 && <p class="hint">{t.balanced}</p>}
      <Section title={t.closings}>
        {closings.length === 0 ? (
          <EmptyState title={t.noClosing} icon="euro">
            {t.noClosingText}
          </EmptyState>
        ) : (
          <DataTable
            caption={t.closings}
            rows={closings}
            rowHref={({ number }) => `${home}/books/closings/${number}`}
            columns={[
              {
                key: "date",
                label: t.closing,
                cell: (closing) => periodName(closing, locale),
                main: true,
              },
              {
                key: "operations",
                label: t.operations,
                numeric: true,
                cell: ({ totals }) => formatNumber(totals.operations, locale),
              },
              {
                key: "gross",
                label: t.gross,
                numeric: true,
                cell: ({ totals }) => <Money cents={totals.gross} />,
              },
              {
                key: "paid",
                label: t.paid,
                numeric: true,
                cell: ({ totals }) => <Money cents={totals.paid} />,
              },
              {
                key: "perpetual",
                label: t.perpetual,
                numeric: true,
                cell: ({ perpetual }) => <Money cents={perpetual.gross} />,
              },
            ]}
          />
        )}
      </Section>
      {balance.unsettled.length > 0 && (
        <Section title={t.unsettled}>
          <DataTable
            caption={t.unsettled}
            rows={balance.unsettled}
            rowHref={request.can("orders:read") ? ({ orderId }) => `${home}/orders/${orderId}` : undefined}
            columns={[
              { key: "order", label: t.order, cell: ({ number }) => number },
              { key: "owed", label: t.owed, numeric: true, cell: ({ amount }) => <Money cents={amount} /> },
            ]}
          />
        </Section>
      )}
    </>
  )
  const aside = (
    <>
      <Section title={t.verification}>
        <Verdict {...{ verification, locale }} />
        <Form action={`${home}/books/verifications`} csrf={csrf}>
          <p class="hint">{t.verifyHint}</p>
          <Button kind="secondary">{t.verify}</Button>
        </Form>
      </Section>
      {request.can("books:close") && (
        <Section title={t.close}>
          <Form action={`${home}/books/closings`} csrf={csrf}>
            <p class="hint">{t.closingsHint}</p>
            <Field
              type="select"
              name="period"
              label={t.period}
              value={String(refused?.body.period ?? "day")}
              options={periods.map((value) => ({ value, label: t.periods[value] }))}
            />
            <Field
              type="date"
              name="date"
              label={t.date}
              hint={t.dateHint}
              value={String(refused?.body.date ?? dayOf(new Date(), days))}
              error={errorOf(errors, "date")}
            />
            <Button kind="secondary">{t.close}</Button>
          </Form>
        </Section>
      )}
    </>
  )
  return adminPage(
    request,
    reply,
    { title: t.books, current, status: refused ? 422 : 200 },
    <>
      <PageHeading title={t.books} lead={t.booksLead} />
      <Filters
        label={t.books}
        items={[
          { href: `${home}/books`, label: t.books, current: true },
          { href: `${home}/journals/sales`, label: t.journals.sales.title },
          { href: `${home}/journals/cash`, label: t.journals.cash.title },
          { href: `${home}/books/debts`, label: t.debtsTitle },
          { href: `${home}/books/tickets`, label: t.ticketsTitle },
          { href: `${home}/books/journal`, label: t.journalTitle },
        ]}
      />
      {errors && <ErrorSummary errors={errors} />}
      <Columns aside={aside}>{main}</Columns>
    </>,
  )
}

function Verdict({
  verification,
  locale,
}: {
  verification: Verification | undefined
  locale: FastifyRequest["locale"]
}) {
  const t = texts[locale]
  if (!verification) return null
  if (verification.ok)
    return <Notice kind="success" title={t.sound(formatNumber(verification.count, locale))} />
  return (
    <Notice kind="error" title={t.broken}>
      <ul>
        {verification.faults.map(({ kind, chain, number }) => (
          <li>{`${t.chains[chain]}, ${t.line} ${number} · ${t.kinds[kind]}`}</li>
        ))}
      </ul>
    </Notice>
  )
}
