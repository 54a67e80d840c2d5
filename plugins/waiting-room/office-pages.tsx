import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import { DoneQuery, FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import type { FieldError } from "../../server/problem.ts"
import {
  Actions,
  Badge,
  Button,
  DataTable,
  ErrorSummary,
  errorOf,
  Field,
  Figures,
  Form,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatDate, formatNumber, isoLocal, sentence } from "../../templates/format.ts"
import { inLocale } from "../catalogue/localised.ts"
import { type LineSettings, listLines, type OfficeLine, readLine, saveLine } from "./lines.ts"
import type { LineMode } from "./tables.ts"
import { texts } from "./texts.ts"
import { waitWords } from "./words.ts"

const config = { access: { permission: "waiting-room:write" }, page: true } as const
const ScopePath = Type.Object({
  org: Type.String(),
  scope: Type.String({ pattern: "^(shop|[1-9][0-9]{0,17})$" }),
})
const current = "/waiting-room"
const modes: readonly LineMode[] = ["off", "on", "auto"]

/** The lines in the back office: which there are, what goes on in each, and how it is set. */
export function registerOfficePages(app: App): void {
  app.get("/admin/:org/waiting-room", { config }, async (request, reply) => {
    const t = texts[request.locale]
    const lines = await listLines(request.db)
    return adminPage(
      request,
      reply,
      { title: t.office, current, scripts: ["office-live.js"] },
      <>
        <PageHeading title={t.office} lead={t.officeLead} />
        <div data-refresh="5">
          <Lines {...{ request, lines }} />
        </div>
      </>,
    )
  })

  app.get(
    "/admin/:org/waiting-room/:scope",
    { config, schema: { params: ScopePath, querystring: DoneQuery } },
    async (request, reply) =>
      linePage(request, reply, await readLine(request.db, eventOf(request.params.scope)), {
        saved: request.query.done === "saved",
      }),
  )

  app.post(
    "/admin/:org/waiting-room/:scope",
    { config, schema: { params: ScopePath, body: FormFields } },
    async (request, reply) => {
      const { organisation, params, locale } = request
      const eventId = eventOf(params.scope)
      const form = new FormReader(request.body, locale)
      const settings = readSettings(form, organisation.timezone, texts[locale])
      if (!settings)
        return linePage(request, reply, await readLine(request.db, eventId), {
          typed: form,
          errors: form.errors,
        })
      await saveLine(request.db, eventId, settings)
      app.waitingRoom.book.forget(organisation.id)
      return reply.redirect(`/admin/${organisation.slug}/waiting-room/${params.scope}?done=saved`, 303)
    },
  )
}

function eventOf(scope: string): string | null {
  return scope === "shop" ? null : scope
}

function readSettings(form: FormReader, zone: string, t: (typeof texts)["fr"]): LineSettings | undefined {
  const mode = form.choice("mode", modes, { label: t.mode })
  const rate = form.whole("rate", { label: t.rate, min: 0, max: 6000, optional: true })
  const opensAt = form.localTime("opensAt", zone, { label: t.opensAt, optional: true })
  const passMinutes = form.whole("passMinutes", { label: t.passMinutes, min: 1, max: 60 })
  if (form.errors.length > 0 || mode === null || passMinutes === null) return undefined
  return { mode, rate, opensAt, passMinutes }
}

function nameOf(line: OfficeLine, { locale }: FastifyRequest): string {
  return line.title ? inLocale(line.title, locale) : texts[locale].shop
}

function Lines({ request, lines }: { request: FastifyRequest; lines: OfficeLine[] }) {
  const { locale, organisation } = request
  const t = texts[locale]
  const count = (value: number) => formatNumber(value, locale)
  return (
    <DataTable
      caption={t.caption}
      rows={lines}
      rowHref={(line) => `/admin/${organisation.slug}/waiting-room/${line.eventId ?? "shop"}`}
      columns={[
        { key: "line", label: t.line, cell: (line) => nameOf(line, request) },
        { key: "mode", label: t.mode, cell: (line) => t.modes[line.mode] },
        { key: "state", label: t.state, cell: (line) => <State {...{ request, line }} /> },
        {
          key: "waiting",
          label: t.waiting,
          numeric: true,
          cell: (line) => (line.formed ? count(line.arrived - line.admitted) : "–"),
        },
        {
          key: "last",
          label: t.lastMinute,
          numeric: true,
          secondary: true,
          cell: (line) => (line.formed ? count(line.enteredLastMinute) : "–"),
        },
      ]}
    />
  )
}

function State({ request, line }: { request: FastifyRequest; line: OfficeLine }) {
  const { locale, organisation } = request
  const t = texts[locale]
  if (!line.formed) return <Badge>{t.states.none}</Badge>
  if (!line.drawn && line.opening && line.opening > new Date())
    return <Badge>{t.opensOn(formatDate(line.opening, { locale, timeZone: organisation.timezone }))}</Badge>
  if (line.rate === 0) return <Badge tone="attention">{t.states.paused}</Badge>
  return <Badge tone="good">{t.states.open}</Badge>
}

interface View {
  saved?: boolean
  typed?: FormReader
  errors?: FieldError[]
}

function linePage(request: FastifyRequest, reply: FastifyReply, line: OfficeLine, view: View) {
  const { locale, organisation } = request
  const t = texts[locale]
  const { errors = [], saved } = view
  const home = `/admin/${organisation.slug}/waiting-room`
  return adminPage(
    request,
    reply,
    {
      title: `${t.office} · ${nameOf(line, request)}`,
      current,
      scripts: ["office-live.js"],
      status: errors.length > 0 ? 422 : 200,
      notice: saved && <Notice kind="success">{t.saved}</Notice>,
    },
    <>
      <PageHeading title={nameOf(line, request)} back={{ href: home, label: t.office }} />
      <ErrorSummary errors={errors} />
      {line.formed && (
        <Section title={t.live}>
          <div data-refresh="5">
            <Live {...{ request, line }} />
          </div>
        </Section>
      )}
      <Section title={t.settings}>
        <Settings {...{ request, line, errors }} typed={view.typed} csrf={reply.generateCsrf()} />
      </Section>
    </>,
  )
}

function Live({ request, line }: { request: FastifyRequest; line: OfficeLine }) {
  const { locale } = request
  const t = texts[locale]
  const count = (value: number) => formatNumber(value, locale)
  const waiting = line.arrived - line.admitted
  const rate = line.rate ?? line.measuredRate
  const seconds = rate === 0 ? null : (waiting * line.showing * 60) / rate
  return (
    <Figures
      items={[
        {
          label: t.waiting,
          value: count(waiting),
          note: line.showing < 1 && `${t.present} : ${count(Math.round(waiting * line.showing))}`,
        },
        ...(line.drawn ? [{ label: t.longestWait, value: sentence(waitWords(seconds, locale)) }] : []),
        {
          label: t.lastMinute,
          value: count(line.enteredLastMinute),
          note: line.rate === null ? t.ofMeasured(count(Math.round(rate))) : t.ofSet(count(rate)),
        },
        { label: t.inside, value: count(line.inside) },
        { label: t.entered, value: count(line.entered) },
        { label: t.abandoned, value: count(line.abandoned) },
      ]}
    />
  )
}

function Settings(props: {
  request: FastifyRequest
  line: OfficeLine
  typed: FormReader | undefined
  errors: FieldError[]
  csrf: string
}) {
  const { request, line, typed, errors, csrf } = props
  const { locale, organisation } = request
  const t = texts[locale]
  const zone = organisation.timezone
  return (
    <Form action={`/admin/${organisation.slug}/waiting-room/${line.eventId ?? "shop"}`} csrf={csrf}>
      <Field
        type="radio"
        name="mode"
        label={t.mode}
        options={modes.map((value) => ({ value, label: t.modes[value], hint: t.modeHints[value] }))}
        value={typed ? typed.typed("mode") : line.mode}
        error={errorOf(errors, "mode")}
      />
      <Field
        name="rate"
        label={t.rate}
        hint={t.rateHint}
        inputmode="numeric"
        width="short"
        optional
        value={typed ? typed.typed("rate") : line.rate}
        error={errorOf(errors, "rate")}
        maxlength={6}
      />
      <Field
        type="datetime-local"
        name="opensAt"
        label={t.opensAt}
        hint={t.opensAtHint(zone)}
        optional
        value={typed ? typed.typed("opensAt") : line.opensAt && isoLocal(line.opensAt, zone)}
        error={errorOf(errors, "opensAt")}
        width="medium"
      />
      <Field
        name="passMinutes"
        label={t.passMinutes}
        hint={t.passMinutesHint}
        inputmode="numeric"
        unit={t.minutesUnit}
        width="short"
        value={typed ? typed.typed("passMinutes") : line.passMinutes}
        error={errorOf(errors, "passMinutes")}
        maxlength={2}
      />
      <Actions>
        <Button>{t.save}</Button>
      </Actions>
    </Form>
  )
}
