import type { FastifyReply, FastifyRequest } from "fastify"
import { FormFields } from "../../server/admin-form.ts"
import { type FormBody, FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem } from "../../server/problem.ts"
import { slugOf } from "../../server/slug.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  FieldRow,
  Form,
  PageHeading,
} from "../../templates/components/index.ts"
import { locales } from "../../templates/locale.ts"
import { barePage } from "./bare-page.tsx"
import { LegalFieldset, readLegalFields, valuesOf } from "./organisation-fields.tsx"
import { createOrganisation, type NewOrganisation } from "./organisations.ts"
import { reservedSlugs } from "./reserved-slugs.ts"
import { texts } from "./texts.ts"

const config = { access: "administrator", page: true } as const
const blank = {
  name: "",
  slug: "",
  timezone: "Europe/Paris",
  currency: "EUR",
  locale: "fr",
  siret: "",
  licences: "",
  vatLiable: "on",
}
const timeZones = Intl.supportedValuesOf("timeZone")
const currencies = Intl.supportedValuesOf("currency")

/** The administrator opens the instance to another legal entity. */
export function registerNewOrganisationPages(app: App): void {
  app.get("/admin/organisations/new", { config }, async (request, reply) => page(request, reply))

  app.post("/admin/organisations", { config, schema: { body: FormFields } }, async (request, reply) => {
    const form = new FormReader(request.body, request.locale)
    const input = readNewOrganisation(form, request)
    if (form.errors.length > 0) return page(request, reply, request.body, form.errors)
    try {
      const { slug } = await createOrganisation(app.databases.system, input)
      app.identity.forget()
      return reply.redirect(`/admin/${slug}/settings?done=created`, 303)
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "slug_taken") throw error
      form.refuse("slug", texts[request.locale].slugTaken)
      return page(request, reply, request.body, form.errors)
    }
  })
}

function readNewOrganisation(form: FormReader, request: FastifyRequest): NewOrganisation {
  const t = texts[request.locale]
  const name = form.line("name", { label: t.organisationName, max: 200 })
  const slug = form.typed("slug").trim() || slugOf(name, "")
  if (reservedSlugs.has(slug)) form.refuse("slug", t.slugReserved)
  else if (name && !/^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/.test(slug)) form.refuse("slug", t.slugWrong)
  const { siret, licences, vatLiable } = readLegalFields(form, request.locale)
  return {
    name,
    slug,
    timezone: form.choice("timezone", timeZones, { label: t.timezone }) ?? "",
    currency: form.choice("currency", currencies, { label: t.currency }) ?? "",
    locale: form.choice("locale", locales, { label: t.language }) ?? "fr",
    legal: { ...(siret ? { siret } : {}), licences, vatLiable },
  }
}

function page(
  request: FastifyRequest,
  reply: FastifyReply,
  body?: FormBody,
  errors: readonly FieldError[] = [],
): FastifyReply {
  const { locale } = request
  const t = texts[locale]
  const values = valuesOf(blank, body, locale)
  const field = (name: keyof typeof blank) => ({ name, value: values[name], error: errorOf(errors, name) })
  const named = (list: readonly string[]) =>
    list.map((value) => ({ value, label: value.replaceAll("_", " ") }))
  return barePage(
    request,
    reply,
    t.newOrganisation,
    <>
      <PageHeading
        title={t.newOrganisation}
        lead={t.newOrganisationLead}
        back={{ href: "/admin/account", label: t.account }}
      />
      <ErrorSummary errors={errors} />
      <Form action="/admin/organisations" csrf={reply.generateCsrf()}>
        <Field {...field("name")} label={t.organisationName} hint={t.organisationNameHint} maxlength={200} />
        <Field
          {...field("slug")}
          label={t.slug}
          hint={t.slugHint(`${request.server.config.publicUrl}/${values.slug || "theatre"}`)}
          maxlength={60}
          width="medium"
          spellcheck={false}
          optional
        />
        <FieldRow>
          <Field {...field("currency")} type="select" label={t.currency} options={named(currencies)} />
          <Field {...field("timezone")} type="select" label={t.timezone} options={named(timeZones)} />
        </FieldRow>
        <Field
          {...field("locale")}
          type="radio"
          label={t.language}
          hint={t.languageHint}
          options={[
            { value: "fr", label: t.french },
            { value: "en", label: t.english },
          ]}
        />
        <LegalFieldset {...{ locale, values, errors }} />
        <Actions>
          <Button>{t.createOrganisation}</Button>
        </Actions>
      </Form>
    </>,
    errors.length > 0 ? 422 : 200,
  )
}
