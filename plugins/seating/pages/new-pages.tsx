import multipart from "@fastify/multipart"
import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import { FormFields } from "../../../server/admin-form.ts"
import { adminPage } from "../../../server/admin-page.tsx"
import { FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import { type FieldError, Problem } from "../../../server/problem.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  PageHeading,
  Section,
} from "../../../templates/components/index.ts"
import { makePlan } from "../drafts/make-plan.ts"
import { readDraft } from "../drafts/read-draft.ts"
import { saveDraft } from "../drafts/save-draft.ts"
import { noEdits } from "../editing/hall-edits.ts"
import { emptyPlan } from "../editing/ids.ts"
import { planErrorsInWords, readPlan } from "../read-plan.ts"
import { savePlan } from "../save-plan.ts"
import { planDetails } from "./plan-details.ts"
import { showPlan } from "./plan-page.tsx"
import { texts } from "./texts.ts"
import { venueField, venueIdOf } from "./venue-field.tsx"
import { WrongFile } from "./wrong-file.tsx"

const config = { access: { permission: "seating:write" }, page: true } as const
const planBytes = 10 * 1024 * 1024
const home = (request: FastifyRequest) => `/admin/${request.organisation.slug}/seating-plans`

interface NewPage {
  values?: { name: string; venueId: string }
  errors?: FieldError[]
  /** What is wrong inside the file. */
  wrong?: FieldError[]
}

/** A plan that begins: on a blank sheet, or from a file. */
export function registerNewPages(app: App): void {
  app.get("/admin/:org/seating-plans/new", { config }, async (request, reply) => newPage(request, reply, {}))

  app.post("/admin/:org/seating-plans", { config, schema: { body: FormFields } }, async (request, reply) => {
    const { locale, organisation } = request
    const form = new FormReader(request.body, locale)
    const name = form.line("name", { label: texts[locale].name, max: 190 })
    const venueId = await venueIdOf(request, form)
    if (form.errors.length > 0) {
      const values = { name: form.typed("name"), venueId: form.typed("venueId") }
      return newPage(request, reply, { values, errors: form.errors })
    }
    const words =
      locale === "en" ? { section: "Hall", category: "Seats" } : { section: "Salle", category: "Places" }
    const draft = { file: emptyPlan(name, words), hall: noEdits, trace: null }
    const { id } = await makePlan(request.db, { organisationId: organisation.id, name, venueId, draft })
    return reply.redirect(`${home(request)}/${id}/edit`, 303)
  })

  // Files are taken on these routes alone.
  app.register(async (scope) => {
    await scope.register(multipart, {
      attachFieldsToBody: "keyValues",
      throwFileSizeLimit: false,
      limits: { fileSize: planBytes + 1, files: 1, fields: 5, fieldSize: 10_000 },
    })
    const Upload = Type.Object({
      _csrf: Type.Optional(Type.String()),
      name: Type.Optional(Type.String()),
      file: Type.Optional(Type.Any()),
    })
    const options = { config, bodyLimit: planBytes + 64 * 1024, schema: { body: Upload } }
    scope.post("/admin/:org/seating-plans/imports", options, async (request, reply) => {
      const { name = "", file } = request.body as { name?: string; file?: unknown }
      const read = readUpload(request, file)
      if ("errors" in read) return newPage(request, reply, read)
      const called = name.trim() || read.plan.name || texts[request.locale].title
      const saved = await request.db.transaction().execute((trx) =>
        savePlan(trx, {
          organisationId: request.organisation.id,
          name: called.slice(0, 190),
          plan: read.plan.file,
        }),
      )
      return reply.redirect(`${home(request)}/${saved.id}?done=imported`, 303)
    })

    scope.post("/admin/:org/seating-plans/:id/files", options, async (request, reply) => {
      const { id } = request.params as { id: string }
      const plan = await planDetails(request.db, /^[1-9]\d{0,17}$/.test(id) ? id : "0")
      const read = readUpload(request, (request.body as { file?: unknown }).file)
      if ("errors" in read) return showPlan(request, reply, plan, read)
      const { revision, trace } = await readDraft(request.db, id)
      try {
        await saveDraft(request.db, { planId: id, revision, file: read.plan.file, hall: noEdits, trace })
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== "draft_changed") throw error
        const [message = ""] = [app.problems.draft_changed?.[request.locale].title]
        return showPlan(request, reply, plan, { errors: [{ path: "/file", message }] })
      }
      return reply.redirect(`${home(request)}/${id}/edit`, 303)
    })
  })
}

function readUpload(request: FastifyRequest, file: unknown) {
  const t = texts[request.locale]
  const refuse = (message: string) => ({ errors: [{ path: "/file", message }] })
  const bytes = Buffer.isBuffer(file) ? file : Buffer.from(typeof file === "string" ? file : "")
  if (bytes.length > planBytes) return refuse(t.tooLarge)
  const text = bytes.toString("utf8").replace(/^\ufeff/, "")
  if (text.trim() === "") return refuse(t.noFile)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return refuse(t.notJson)
  }
  const reading = readPlan(body)
  if ("plan" in reading) return reading
  return {
    errors: [{ path: "/file", message: t.wrongFile }],
    wrong: planErrorsInWords(reading.errors, request.locale),
  }
}

async function newPage(request: FastifyRequest, reply: FastifyReply, page: NewPage) {
  const { locale } = request
  const t = texts[locale]
  const { values = { name: "", venueId: "" }, errors = [], wrong = [] } = page
  const csrf = reply.generateCsrf()
  return adminPage(
    request,
    reply,
    { title: t.add, current: "/seating-plans", status: errors.length > 0 ? 422 : 200 },
    <>
      <PageHeading title={t.add} back={{ href: home(request), label: t.title }} />
      {wrong.length > 0 ? <WrongFile wrong={wrong} locale={locale} /> : <ErrorSummary errors={errors} />}
      <Section title={t.draw}>
        <Form action={home(request)} csrf={csrf}>
          <Field
            name="name"
            label={t.name}
            value={values.name}
            error={errorOf(errors, "name")}
            maxlength={190}
          />
          {await venueField(request, values.venueId, errorOf(errors, "venueId"))}
          <Actions>
            <Button>{t.create}</Button>
          </Actions>
          <p class="hint">{t.drawHint}</p>
        </Form>
      </Section>
      <Section title={t.importTitle}>
        <Form action={`${home(request)}/imports`} csrf={csrf} multipart>
          <Field
            type="file"
            name="file"
            label={t.file}
            hint={t.fileHint}
            accept=".json,application/json"
            error={errorOf(errors, "file")}
          />
          <Actions>
            <Button kind="secondary">{t.import}</Button>
          </Actions>
        </Form>
      </Section>
    </>,
  )
}
