import { type FormBody, FormReader } from "../../server/form-reader.ts"
import type { FieldError } from "../../server/problem.ts"
import { errorOf, Field, Fieldset } from "../../templates/components/index.ts"
import type { Locale } from "../../templates/locale.ts"
import { texts } from "./texts.ts"

export const emailPattern = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

/** What the law and the tax office ask of an organisation, in forms. */
export interface LegalFields {
  siret: string | null
  licences: string[]
  vatLiable: boolean
}

export function readLegalFields(form: FormReader, locale: Locale): LegalFields {
  const t = texts[locale]
  const siret = form.typed("siret").replace(/[\s.]/gu, "")
  if (siret && !/^\d{14}$/.test(siret)) form.refuse("siret", t.siretWrong)
  const licences = form
    .paragraphs("licences", { label: t.licences, max: 1000, optional: true })
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
  if (licences.length > 10 || licences.some((one) => one.length > 60))
    form.refuse("licences", t.licencesTooMany)
  return { siret: siret || null, licences, vatLiable: form.typed("vatLiable") !== "" }
}

/** The values of a form: what was typed when it was refused, else what is known. */
export function valuesOf<Name extends string>(
  known: Record<Name, string>,
  body: FormBody | undefined,
  locale: Locale,
): Record<Name, string> {
  if (!body) return known
  const form = new FormReader(body, locale)
  return Object.fromEntries(Object.keys(known).map((name) => [name, form.typed(name)])) as Record<
    Name,
    string
  >
}

export function LegalFieldset(props: {
  locale: Locale
  values: Record<"siret" | "licences" | "vatLiable", string>
  errors: readonly FieldError[]
}) {
  const { values, errors } = props
  const t = texts[props.locale]
  return (
    <Fieldset legend={t.legal}>
      <Field
        name="siret"
        label={t.siret}
        hint={t.siretHint}
        value={values.siret}
        error={errorOf(errors, "siret")}
        inputmode="numeric"
        width="medium"
        optional
      />
      <Field
        type="textarea"
        name="licences"
        rows={3}
        label={t.licences}
        hint={t.licencesHint}
        value={values.licences}
        error={errorOf(errors, "licences")}
        optional
      />
      <Field type="checkbox" name="vatLiable" label={t.vatLiable} checked={values.vatLiable !== ""} />
    </Fieldset>
  )
}
