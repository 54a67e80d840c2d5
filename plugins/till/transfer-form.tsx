import type { FastifyReply, FastifyRequest } from "fastify"
import { FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { type FormBody, FormReader, typedMoney } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem } from "../../server/problem.ts"
import {
  Actions,
  Button,
  EmptyState,
  ErrorSummary,
  errorOf,
  Field,
  FieldRow,
  Fieldset,
  Form,
  PageHeading,
} from "../../templates/components/index.ts"
import { formatDate, formatMoney } from "../../templates/format.ts"
import { cashOnHand } from "./cash-on-hand.ts"
import { denominations, sumOf } from "./denominations.ts"
import { makeTransfer } from "./make-transfer.ts"
import { officeTexts } from "./office-texts.ts"
import { sessionsToTransfer } from "./read-transfers.ts"
import { personOf } from "./use-session.ts"

const config = { access: { permission: "till:transfer" }, page: true } as const

/** Preparing a slip: which sessions, how much of the cash. */
export function registerTransferForm(app: App, path: string): void {
  app.get(`/admin/:org${path}/new`, { config }, (request, reply) => formPage(request, reply, path, null, []))

  app.post(`/admin/:org${path}`, { config, schema: { body: FormFields } }, async (request, reply) => {
    const { organisation, locale } = request
    const t = officeTexts[locale]
    const body = request.body as FormBody
    const form = new FormReader(body, locale)
    const sessionIds = form.all("sessions").filter((id) => /^[1-9]\d{0,17}$/.test(id))
    if (sessionIds.length === 0) form.refuse("sessions", t.sessionsMissing)
    const money = (cents: number) => formatMoney(cents, organisation.currency, locale)
    const coins = Object.fromEntries(
      denominations.flatMap((cents) => {
        const label = money(cents)
        const count = form.whole(`coin-${cents}`, { label, min: 0, max: 100_000, optional: true })
        return count ? [[String(cents), count]] : []
      }),
    )
    const counted = Object.keys(coins).length > 0 ? sumOf(coins) : null
    const typed = form.money("cash", {
      ...{ label: t.cashAmount, max: 2_000_000_000, currency: organisation.currency },
      optional: counted !== null,
    })
    if (counted !== null && typed !== null && counted !== typed)
      form.refuse("cash", t.cashMismatch(money(counted)))
    const note = form.line("note", { label: t.note, max: 500, optional: true }) || null
    if (form.errors.length > 0) return formPage(request, reply, path, body, form.errors)
    try {
      const number = await app.journal.noted(
        request,
        "till_transfer",
        (trx) =>
          makeTransfer(trx, {
            ...{ organisationId: organisation.id, userId: personOf(request.principal), sessionIds, note },
            ...{ cash: typed ?? counted ?? 0, denominations: counted === null ? null : coins },
          }),
        (number) => ({ number }),
      )
      return reply.redirect(`/admin/${organisation.slug}${path}/${number}?done=made`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { kept, counted: closed } = await cashOnHand(request.db)
      const refused =
        error.code === "already_transferred"
          ? { path: "/sessions", message: t.sessionsGone }
          : { path: "/cash", message: t.cashTooMuch(money(kept + closed)) }
      return formPage(request, reply, path, body, [refused])
    }
  })
}

async function formPage(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  body: FormBody | null,
  errors: FieldError[],
) {
  const { organisation, locale, db } = request
  const t = officeTexts[locale]
  const { currency, timezone } = organisation
  const [sessions, { kept, counted }] = await Promise.all([sessionsToTransfer(db), cashOnHand(db)])
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const typed = (name: string) => [body?.[name] ?? ""].flat().at(-1) ?? ""
  const available = Math.max(kept + counted, 0)
  const home = `/admin/${organisation.slug}${path}`
  return adminPage(
    request,
    reply,
    { title: t.newTransfer, current: path, status: errors.length > 0 ? 422 : 200 },
    <>
      <PageHeading title={t.newTransfer} back={{ href: home, label: t.transfers }} />
      <ErrorSummary errors={errors} />
      {sessions.length === 0 ? (
        <EmptyState title={t.nothingToTransfer} icon="check" action={{ href: home, label: t.transfers }}>
          {t.nothingToTransferText}
        </EmptyState>
      ) : (
        <Form action={home} csrf={reply.generateCsrf()}>
          <Field
            type="checkboxes"
            name="sessions"
            label={t.sessionsOf}
            hint={t.sessionsHint}
            error={errorOf(errors, "sessions")}
            values={body ? [body.sessions ?? []].flat() : sessions.map(({ id }) => id)}
            options={sessions.map((session) => ({
              value: session.id,
              label: t.session(session.till, session.number),
              hint: `${session.person}, ${formatDate(session.closedAt, { locale, timeZone: timezone })} · ${t.cash} ${money(session.cash)} · ${t.total} ${money(session.total)}`,
            }))}
          />
          <Field
            name="cash"
            label={t.cashAmount}
            hint={t.cashAmountHint(money(available))}
            value={body ? typed("cash") : typedMoney(available, currency, locale)}
            error={errorOf(errors, "cash")}
            inputmode="decimal"
            width="short"
            unit={currency === "EUR" ? "€" : currency}
          />
          <Fieldset legend={t.coinsLegend} hint={t.coinsHint}>
            {[denominations.slice(0, 5), denominations.slice(5, 10), denominations.slice(10)].map((some) => (
              <FieldRow>
                {some.map((cents) => (
                  <Field
                    name={`coin-${cents}`}
                    label={money(cents)}
                    value={typed(`coin-${cents}`)}
                    error={errorOf(errors, `coin-${cents}`)}
                    inputmode="numeric"
                    width="short"
                    optional
                  />
                ))}
              </FieldRow>
            ))}
          </Fieldset>
          <Field
            name="note"
            label={t.note}
            value={typed("note")}
            error={errorOf(errors, "note")}
            maxlength={500}
            optional
          />
          <Actions>
            <Button>{t.makeTransfer}</Button>
          </Actions>
          <p class="hint">{t.transferWarning}</p>
        </Form>
      )}
    </>,
  )
}
