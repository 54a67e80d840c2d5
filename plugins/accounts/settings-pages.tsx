import type { FastifyReply, FastifyRequest } from "fastify"
import type { Organisation } from "../../server/access.ts"
import { DoneQuery, FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { type FormBody, FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  Fieldset,
  Form,
  LinkButton,
  Notice,
  PageHeading,
} from "../../templates/components/index.ts"
import type { Locale } from "../../templates/locale.ts"
import { correctAccent, defaultAccent } from "../../templates/theme.ts"
import { LogoSection } from "./logo-section.tsx"
import { emailPattern, LegalFieldset, readLegalFields, valuesOf } from "./organisation-fields.tsx"
import { type Settings, saveSettings } from "./settings.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "organisation:write" }, page: true } as const

/** What an organisation says of itself: in the shop, on tickets, to the tax office. */
export function registerSettingsPages(app: App): void {
  app.get("/admin/:org/settings", { config, schema: { querystring: DoneQuery } }, async (request, reply) =>
    settingsPage(request, reply, { done: request.query.done }),
  )

  app.post("/admin/:org/settings", { config, schema: { body: FormFields } }, async (request, reply) => {
    const { settings, errors } = readSettings(request.body, request.locale)
    if (errors.length > 0) return settingsPage(request, reply, { body: request.body, errors })
    const { siret, licences, vatLiable } = settings
    await app.journal.noted(
      request,
      "organisation_changed",
      (trx) => saveSettings(trx, request.organisation.id, settings),
      { siret, licences: licences.join(", "), vatLiable },
    )
    app.identity.forget()
    return reply.redirect(`/admin/${request.organisation.slug}/settings?done=saved`, 303)
  })
}

function readSettings(body: FormBody, locale: Locale): { settings: Settings; errors: FieldError[] } {
  const t = texts[locale]
  const form = new FormReader(body, locale)
  const name = form.line("name", { label: t.organisationName, max: 200 })
  const address = form.line("address", { label: t.address, max: 500, optional: true })
  const email = form.line("email", { label: t.contact, max: 254, optional: true })
  if (email && !emailPattern.test(email)) form.refuse("email", t.contactWrong)
  const accent = form.typed("accent").trim().toLowerCase()
  if (accent && !/^#[0-9a-f]{6}$/.test(accent)) form.refuse("accent", t.accentWrong)
  const settings = {
    ...readLegalFields(form, locale),
    name,
    address: address || null,
    email: email || null,
    accent: accent && accent !== defaultAccent ? accent : null,
    welcome: form.paragraphs("welcome", { label: t.welcome, max: 1000, optional: true }) || null,
    conditions: form.paragraphs("conditions", { label: t.conditions, max: 3500, optional: true }) || null,
  }
  return { settings, errors: form.errors }
}

interface View {
  done?: string | undefined
  body?: FormBody
  errors?: FieldError[]
}

/** The page of the settings; a refused logo is told there too, by the field `logo`. */
export async function settingsPage(
  request: FastifyRequest,
  reply: FastifyReply,
  view: View,
): Promise<FastifyReply> {
  const { organisation, locale } = request
  const { body, errors = [] } = view
  const t = texts[locale]
  const home = `/admin/${organisation.slug}`
  const csrf = reply.generateCsrf()
  const values = valuesOf(knownValues(organisation), body, locale)
  const field = (name: keyof typeof values) => ({ name, value: values[name], error: errorOf(errors, name) })
  return adminPage(
    request,
    reply,
    {
      title: t.settings,
      current: "/settings",
      status: errors.length > 0 ? 422 : 200,
      notice: <Done done={view.done} t={t} />,
    },
    <>
      <PageHeading
        title={t.settings}
        actions={
          <LinkButton kind="secondary" href={`/${organisation.slug}`}>
            {t.seeShop}
          </LinkButton>
        }
      />
      <ErrorSummary errors={errors} />
      <Form action={`${home}/settings`} csrf={csrf}>
        <Fieldset legend={t.whoYouAre}>
          <Field
            {...field("name")}
            label={t.organisationName}
            hint={t.organisationNameHint}
            maxlength={200}
          />
          <Field
            {...field("address")}
            label={t.address}
            maxlength={500}
            autocomplete="street-address"
            optional
          />
          <Field {...field("email")} type="email" label={t.contact} hint={t.contactHint} optional />
        </Fieldset>
        <LegalFieldset {...{ locale, values, errors }} />
        <Fieldset legend={t.look}>
          <Field
            {...field("accent")}
            type="color"
            label={t.accent}
            hint={<AccentHint accent={values.accent} t={t} />}
          />
          <Field
            {...field("welcome")}
            type="textarea"
            rows={3}
            label={t.welcome}
            hint={t.welcomeHint}
            optional
          />
          <Field
            {...field("conditions")}
            type="textarea"
            rows={8}
            label={t.conditions}
            hint={t.conditionsHint}
            optional
          />
        </Fieldset>
        <Actions>
          <Button>{t.saveSettings}</Button>
        </Actions>
      </Form>
      <LogoSection {...{ organisation, csrf, t }} error={errorOf(errors, "logo")} />
    </>,
  )
}

function knownValues(organisation: Organisation) {
  const { name, address, email, legal, accent, welcome, conditions } = organisation
  return {
    name,
    address: address ?? "",
    email: email ?? "",
    siret: legal.siret ?? "",
    licences: legal.licences.join("\n"),
    vatLiable: legal.vatLiable ? "on" : "",
    accent: accent ?? defaultAccent,
    welcome: welcome ?? "",
    conditions: conditions ?? "",
  }
}

function Done({ done, t }: { done: string | undefined; t: (typeof texts)["fr"] }) {
  const said: Record<string, string> = {
    saved: t.settingsSaved,
    created: t.organisationCreated,
    logo: t.logoSaved,
    "no-logo": t.logoRemoved,
  }
  const text = done === undefined ? undefined : said[done]
  return text ? <Notice kind="success">{text}</Notice> : null
}

/** What becomes of the colour asked for, with the shades that are used. */
function AccentHint({ accent, t }: { accent: string; t: (typeof texts)["fr"] }) {
  const { light, dark, changed } = correctAccent(accent)
  if (!changed) return t.accentHint
  return (
    <>
      {t.accentHint} <strong>{t.accentCorrected(accent, light, dark)}</strong>
      <svg viewBox="0 0 84 24" width="84" height="24" aria-hidden="true">
        {[accent, light, dark].map((colour, index) => (
          <rect
            x={index * 30}
            width="24"
            height="24"
            rx="4"
            fill={colour}
            stroke="currentColor"
            stroke-width="0.5"
          />
        ))}
      </svg>
    </>
  )
}
