import type { FastifyReply, FastifyRequest } from "fastify"
import { FormFields, PageParams } from "../../../server/admin-form.ts"
import { adminPage } from "../../../server/admin-page.tsx"
import { type FormBody, FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import type { FieldError } from "../../../server/problem.ts"
import { refusalOf } from "../../../server/refusal.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  FieldRow,
  Fieldset,
  Form,
  PageHeading,
} from "../../../templates/components/index.ts"
import { formatDate, formatTime, sentence } from "../../../templates/format.ts"
import { inLocale } from "../localised.ts"
import { inWords } from "../rules.ts"
import { duplicatePerformance } from "./duplicate-performance.ts"
import { getPerformance, type PerformanceInContext } from "./get-performance.ts"
import { dateFields, readCopyDates } from "./read-copy-dates.ts"
import { texts } from "./texts.ts"

const write = { access: { permission: "programme:write" }, page: true } as const

/** Copying a performance to other dates. */
export function registerCopyPages(app: App): void {
  app.get(
    "/admin/:org/performances/:id/copies",
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const where = { organisationId: request.organisation.id, id: request.params.id }
      return copyPage(request, reply, await getPerformance(request.db, where), {}, [])
    },
  )

  app.post(
    "/admin/:org/performances/:id/copies",
    { config: write, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const where = { organisationId: request.organisation.id, id: request.params.id }
      const performance = await getPerformance(request.db, where)
      const { dates, errors } = readCopyDates(request.body, request.locale)
      if (errors.length > 0) return copyPage(request, reply, performance, request.body, errors)
      try {
        const copies = await request.db
          .transaction()
          .execute((trx) =>
            duplicatePerformance(trx, app.events, { ...where, dates: dates.map(({ date }) => date) }),
          )
        const count = copies.length
        return reply.redirect(
          `/admin/${request.organisation.slug}/performances/${copies[0]?.id}?done=copied&count=${count}`,
          303,
        )
      } catch (error) {
        const refused = inWords(refusalOf(request, error).errors, request.locale).map(({ path, message }) => {
          const [, index] = /^\/dates\/(\d+)/.exec(path) ?? []
          const from = dates[Number(index)]
          const day = from
            ? `${from.date.day.split("-").reverse().join("/")} ${from.date.time ?? ""}`.trim()
            : ""
          return { path: `/${from?.field ?? "dates/0"}`, message: day ? `${day} : ${message}` : message }
        })
        return copyPage(request, reply, performance, request.body, refused)
      }
    },
  )
}

function copyPage(
  request: FastifyRequest,
  reply: FastifyReply,
  performance: PerformanceInContext,
  body: FormBody,
  errors: FieldError[],
) {
  const { locale, organisation } = request
  const t = texts[locale]
  const form = new FormReader(body, locale)
  const { venue, startsAt } = performance
  const reading = { locale, timeZone: venue.timezone }
  const address = `/admin/${organisation.slug}/performances/${performance.id}`
  return adminPage(
    request,
    reply,
    { title: t.duplicateTitle, current: "/performances", status: errors.length > 0 ? 422 : 200 },
    <>
      <PageHeading
        title={t.duplicateTitle}
        lead={inLocale(performance.event.title, locale)}
        back={{ href: address, label: sentence(formatDate(startsAt, reading)) }}
      />
      <ErrorSummary errors={errors} />
      <Form action={`${address}/copies`} csrf={reply.generateCsrf()}>
        <p>{t.duplicateLead(formatTime(startsAt, reading))}</p>
        <Fieldset legend={t.dates} hint={t.datesHint}>
          <FieldRow>
            {Array.from({ length: dateFields }, (_, at) => (
              <Field
                type="date"
                name={`dates/${at}`}
                label={t.dateNumber(at + 1)}
                value={form.typed(`dates/${at}`)}
                error={errorOf(errors, `dates/${at}`)}
                optional
              />
            ))}
          </FieldRow>
        </Fieldset>
        <Field
          type="textarea"
          name="list"
          rows={6}
          label={t.pasted}
          hint={t.pastedHint}
          value={form.typed("list")}
          error={errorOf(errors, "list")}
          optional
        />
        <Actions>
          <Button>{t.duplicateButton}</Button>
        </Actions>
      </Form>
    </>,
  )
}
