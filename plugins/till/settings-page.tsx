import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { type FormBody, FormReader, typedMoney } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  Notice,
  PageHeading,
} from "../../templates/components/index.ts"
import { formatPrice } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import { type CounterMethod, counterMethods } from "./methods.ts"
import { officeTexts } from "./office-texts.ts"
import { readSettings, saveSettings } from "./settings.ts"

const config = { access: { permission: "till:manage" }, page: true } as const
const path = "/till-settings"

/** Which methods of payment the counters accept, with the rules of each, and the cash ceiling. */
export function registerSettingsPage(app: App): void {
  app.get(`/admin/:org${path}`, { config, schema: { querystring: DoneQuery } }, async (request, reply) => {
    const { methods, cashCeiling } = await readSettings(request.db)
    const ceiling =
      cashCeiling === null ? "" : typedMoney(cashCeiling, request.organisation.currency, request.locale)
    return settingsPage(request, reply, { methods, ceiling, errors: [] })
  })

  app.post(`/admin/:org${path}`, { config, schema: { body: FormFields } }, async (request, reply) => {
    const { organisation, locale, body } = request
    const t = officeTexts[locale]
    const form = new FormReader(body as FormBody, locale)
    const methods = counterMethods
      .map(({ code }) => code)
      .filter((code) => form.all("methods").includes(code))
    if (methods.length === 0) form.refuse("methods", t.methodsMissing)
    const cashCeiling = form.money("ceiling", {
      ...{ label: t.ceiling, max: 2_000_000_000, currency: organisation.currency, optional: true },
    })
    if (form.errors.length > 0)
      return settingsPage(request, reply, { methods, ceiling: form.typed("ceiling"), errors: form.errors })
    await app.journal.noted(
      request,
      "till_settings_changed",
      (trx) => saveSettings(trx, organisation.id, { methods, cashCeiling: cashCeiling || null }),
      { methods: methods.join(" "), cashCeiling: cashCeiling || null },
    )
    return reply.redirect(`/admin/${organisation.slug}${path}?done=saved`, 303)
  })
}

function settingsPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { methods, ceiling, errors }: { methods: readonly string[]; ceiling: string; errors: FieldError[] },
) {
  const { organisation, locale } = request
  const t = officeTexts[locale]
  const { done } = request.query as { done?: string }
  return adminPage(
    request,
    reply,
    {
      title: t.settings,
      current: path,
      status: errors.length > 0 ? 422 : 200,
      notice: done === "saved" && <Notice kind="success">{t.saved}</Notice>,
    },
    <>
      <PageHeading title={t.settings} lead={t.settingsLead} />
      <ErrorSummary errors={errors} />
      <Form action={`/admin/${organisation.slug}${path}`} csrf={reply.generateCsrf()}>
        <Field
          type="checkboxes"
          name="methods"
          label={t.methodsLegend}
          hint={t.methodsHint}
          error={errorOf(errors, "methods")}
          values={methods}
          options={counterMethods.map((method) => ({
            value: method.code,
            label: method.label[locale],
            hint: rulesOf(method, organisation.currency, locale),
          }))}
        />
        <Field
          name="ceiling"
          label={t.ceiling}
          hint={t.ceilingHint}
          value={ceiling}
          error={errorOf(errors, "ceiling")}
          inputmode="decimal"
          width="short"
          unit={organisation.currency === "EUR" ? "€" : organisation.currency}
          optional
        />
        <Actions>
          <Button>{t.save}</Button>
        </Actions>
      </Form>
    </>,
  )
}

/** What goes with a method, in a line. */
function rulesOf(method: CounterMethod, currency: string, locale: Locale): string {
  const { rules } = officeTexts[locale]
  const faces = method.faceValues.map((cents) => formatPrice(cents, currency, locale)).join(", ")
  return [
    faces && rules.faces(faces),
    method.givesChange ? rules.change : !method.later && method.code !== "card" && rules.noChange,
    method.note === "optional" && rules.note,
    method.note === "required" && (method.code === "free" ? rules.reasonRequired : rules.noteRequired),
    method.later && method.code !== "free" && rules.later,
  ]
    .filter(Boolean)
    .join(" ")
}
