import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Button,
  Columns,
  ErrorSummary,
  errorOf,
  Facts,
  Field,
  Form,
  LinkButton,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatNumber } from "../../templates/format.ts"
import { renderAttestation } from "./attestation.ts"
import { renderDeclaration } from "./declaration.ts"
import { serverFacts } from "./facts.ts"
import { readSettings, saveSettings } from "./settings.ts"
import type { DeclarationSettings } from "./tables.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "books:read" }, page: true } as const
const writer = { access: { permission: "declarations:write" }, page: true } as const
const current = "/compliance"

/** What runs, the declaration and the attestation, and what they say that the program can't know. */
export function registerPages(app: App): void {
  app.get("/admin/:org/compliance", { config, schema: { querystring: DoneQuery } }, (request, reply) =>
    compliancePage(app, request, reply, {}),
  )

  app.post(
    "/admin/:org/compliance",
    { config: writer, schema: { body: FormFields } },
    async (request, reply) => {
      const { organisation, db, locale, body } = request
      const t = texts[locale]
      const form = new FormReader(body, locale)
      const line = (name: string, label: string, max = 200) =>
        form.line(name, { label, max, optional: true }) || null
      const day = (name: string, label: string) => form.day(name, { label, optional: true }) || null
      const siren = form.typed("publisher_siren").replace(/\s/g, "")
      if (siren && !/^\d{9}$/.test(siren)) form.refuse("publisher_siren", t.sirenWrong)
      const settings: DeclarationSettings = {
        hardware: form.paragraphs("hardware", { label: t.hardware, max: 1000, optional: true }) || null,
        publisher: line("publisher", t.publisher),
        publisher_address: line("publisher_address", t.publisherAddress, 300),
        publisher_siren: siren || null,
        signatory: line("signatory", t.signatory),
        acquired_on: day("acquired_on", t.acquiredOn),
        acquired_from: line("acquired_from", t.acquiredFrom),
        used_since: day("used_since", t.usedSince),
      }
      if (form.errors.length > 0) return compliancePage(app, request, reply, { form, errors: form.errors })
      await saveSettings(db, organisation.id, settings)
      return reply.redirect(`/admin/${organisation.slug}${current}?done=saved`, 303)
    },
  )

  for (const [name, render] of [
    ["declaration", renderDeclaration],
    ["attestation", renderAttestation],
  ] as const)
    app.get(`/admin/:org/compliance/${name}.pdf`, { config }, async (request, reply) => {
      const { organisation, db } = request
      const [settings, facts] = await Promise.all([readSettings(db), serverFacts(app)])
      const pdf = await render({ organisation, settings, facts, now: new Date() })
      return reply
        .type("application/pdf")
        .header("content-disposition", `attachment; filename="${name}-${organisation.slug}.pdf"`)
        .header("cache-control", "private, no-store")
        .send(Buffer.from(pdf))
    })
}

interface Refused {
  form?: FormReader
  errors?: FieldError[]
}

async function compliancePage(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { form, errors = [] }: Refused,
) {
  const { locale, organisation, db } = request
  const t = texts[locale]
  const [settings, facts] = await Promise.all([readSettings(db), serverFacts(app)])
  const { ledger } = facts
  const home = `/admin/${organisation.slug}${current}`
  const field = (name: keyof DeclarationSettings) => ({
    name,
    value: form ? form.typed(name) : settings[name],
    error: errorOf(errors, name),
    optional: true,
  })
  const main = (
    <>
      {!ledger.released && (
        <Notice kind="error" title={t.altered}>
          {t.alteredText(ledger.differing.join(", ") || t.versionDiffers)}
        </Notice>
      )}
      {organisation.trainingOf && <Notice kind="warning">{t.training}</Notice>}
      <Section title={t.declaration}>
        <p>{t.declarationText}</p>
        <Actions>
          <LinkButton kind="secondary" icon="download" href={`${home}/declaration.pdf`}>
            {t.declarationGet}
          </LinkButton>
        </Actions>
      </Section>
      <Section title={t.attestation}>
        <p>{t.attestationText}</p>
        <Actions>
          <LinkButton kind="secondary" icon="download" href={`${home}/attestation.pdf`}>
            {t.attestationGet}
          </LinkButton>
        </Actions>
      </Section>
      {request.can("declarations:write") && (
        <Section title={t.known}>
          <Form action={home} csrf={reply.generateCsrf()}>
            <Field {...field("hardware")} type="textarea" rows={3} label={t.hardware} hint={t.hardwareHint} />
            <Field {...field("publisher")} label={t.publisher} hint={t.publisherHint} maxlength={200} />
            <Field {...field("publisher_address")} label={t.publisherAddress} maxlength={300} />
            <Field {...field("publisher_siren")} label={t.publisherSiren} inputmode="numeric" width="short" />
            <Field {...field("signatory")} label={t.signatory} maxlength={200} />
            <Field {...field("acquired_on")} type="date" label={t.acquiredOn} />
            <Field {...field("acquired_from")} label={t.acquiredFrom} maxlength={200} />
            <Field {...field("used_since")} type="date" label={t.usedSince} />
            <Button>{t.save}</Button>
          </Form>
        </Section>
      )}
    </>
  )
  const aside = (
    <Section title={t.software}>
      <Facts
        items={[
          { label: t.version, value: `Parterre ${facts.parterre}` },
          { label: t.fiscal, value: ledger.version },
          ledger.released && { label: t.state, value: t.released },
          {
            label: t.server,
            value: `${facts.processor}, ${t.memory(formatNumber(facts.memory, locale))}`,
          },
          { label: t.system, value: facts.system },
          { label: t.environment, value: `Node.js ${facts.node}, PostgreSQL ${facts.postgres}` },
        ]}
      />
    </Section>
  )
  return adminPage(
    request,
    reply,
    {
      title: t.title,
      current,
      status: errors.length > 0 ? 422 : 200,
      notice: (request.query as { done?: string }).done === "saved" && (
        <Notice kind="success">{t.saved}</Notice>
      ),
    },
    <>
      <PageHeading title={t.title} lead={t.lead} />
      <ErrorSummary errors={errors} />
      <Columns aside={aside}>{main}</Columns>
    </>,
  )
}
