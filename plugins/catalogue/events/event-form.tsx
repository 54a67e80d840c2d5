import { type FormBody, FormReader } from "../../../server/form-reader.ts"
import type { FieldError } from "../../../server/problem.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  FieldRow,
  Fieldset,
  Form,
} from "../../../templates/components/index.ts"
import { formatRate } from "../../../templates/format.ts"
import { type Locale, locales } from "../../../templates/locale.ts"
import type { EventInput, EventItem } from "../schemas.ts"
import { texts } from "./texts.ts"

/** French rates: exempt, new works (CGI, art. 281 quater), shows (art. 278-0 bis F), 10 % and the usual one. */
const vatRates = [0, 210, 550, 1000, 2000]

/** What the form holds, as typed; names are paths of the input. */
export type EventValues = Record<string, string>

export function blankEvent(vatLiable: boolean): EventValues {
  return { vatRate: vatLiable ? "550" : "0", status: "draft" }
}

export function valuesOfEvent(event: EventItem): EventValues {
  const both = (name: "title" | "subtitle" | "description") =>
    Object.fromEntries(locales.map((locale) => [`${name}/${locale}`, event[name]?.[locale] ?? ""]))
  return {
    ...both("title"),
    ...both("subtitle"),
    ...both("description"),
    genre: event.genre ?? "",
    durationMinutes: String(event.durationMinutes ?? ""),
    vatRate: String(event.vatRate),
    seasonId: event.seasonId ?? "",
    status: event.status,
  }
}

/** What the form says, what is wrong with it, and what was typed. */
export function readEventForm(body: FormBody, locale: Locale) {
  const t = texts[locale]
  const form = new FormReader(body, locale)
  const optional = true
  const localised = (
    name: string,
    labels: Record<Locale, string>,
    max: number,
    read: "line" | "paragraphs",
  ) => ({
    fr: form[read](`${name}/fr`, { label: labels.fr, max, optional }),
    en: form[read](`${name}/en`, { label: labels.en, max, optional }),
  })
  const title = localised("title", t.titleIn, 300, "line")
  if (!title.fr && !title.en) form.line("title/fr", { label: t.titleIn.fr, max: 300 })
  const event: EventInput = {
    title,
    subtitle: localised("subtitle", t.subtitleIn, 300, "line"),
    description: localised("description", t.descriptionIn, 20_000, "paragraphs"),
    genre: form.line("genre", { label: t.genre, max: 100, optional }),
    durationMinutes: form.whole("durationMinutes", { label: t.duration, min: 1, max: 527_040, optional }),
    vatRate: form.whole("vatRate", { label: t.vatRate, min: 0, max: 10_000 }) ?? 0,
    seasonId: /^[1-9]\d{0,17}$/.test(form.typed("seasonId")) ? form.typed("seasonId") : null,
    status: form.choice("status", ["draft", "published"] as const, { label: t.status }) ?? "draft",
  }
  const values = Object.fromEntries(Object.keys(body).map((name) => [name, form.typed(name)]))
  return { event, errors: form.errors, values }
}

export function EventForm(props: {
  locale: Locale
  action: string
  csrf: string
  submit: string
  values: EventValues
  errors: readonly FieldError[]
  seasons: readonly { id: string; name: string }[]
}) {
  const { locale, values, errors, seasons } = props
  const t = texts[locale]
  const shared = (name: string) => ({ name, value: values[name] ?? "", error: errorOf(errors, name) })
  const rates = [...new Set([...vatRates, Number(values.vatRate) || 0])].sort((a, b) => a - b)
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form action={props.action} csrf={props.csrf}>
        <Field {...shared("title/fr")} label={t.titleIn.fr} maxlength={300} />
        <Field
          {...shared("subtitle/fr")}
          label={t.subtitleIn.fr}
          hint={t.subtitleHint}
          maxlength={300}
          optional
        />
        <Field
          {...shared("description/fr")}
          type="textarea"
          rows={8}
          label={t.descriptionIn.fr}
          hint={t.descriptionHint}
          maxlength={20_000}
          optional
        />
        <FieldRow>
          <Field {...shared("genre")} label={t.genre} maxlength={100} optional />
          <Field
            {...shared("seasonId")}
            type="select"
            label={t.season}
            options={[
              { value: "", label: t.noSeason },
              ...seasons.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </FieldRow>
        <Field
          {...shared("durationMinutes")}
          label={t.duration}
          hint={t.durationHint}
          unit={t.minutes}
          inputmode="numeric"
          width="short"
          optional
        />
        <Field
          {...shared("vatRate")}
          type="select"
          label={t.vatRate}
          hint={t.vatHint}
          width="short"
          options={rates.map((rate) => ({ value: String(rate), label: formatRate(rate, locale) }))}
        />
        <Fieldset legend={t.english} hint={t.englishHint}>
          <Field {...shared("title/en")} label={t.titleIn.en} maxlength={300} optional />
          <Field {...shared("subtitle/en")} label={t.subtitleIn.en} maxlength={300} optional />
          <Field
            {...shared("description/en")}
            type="textarea"
            rows={5}
            label={t.descriptionIn.en}
            maxlength={20_000}
            optional
          />
        </Fieldset>
        <Field
          {...shared("status")}
          type="radio"
          label={t.status}
          hint={t.statusHint}
          options={[
            { value: "draft", label: t.draftChoice },
            { value: "published", label: t.publishedChoice },
          ]}
        />
        <Actions>
          <Button>{props.submit}</Button>
        </Actions>
      </Form>
    </>
  )
}
