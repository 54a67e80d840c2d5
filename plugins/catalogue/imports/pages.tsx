import multipart from "@fastify/multipart"
import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import { adminPage } from "../../../server/admin-page.tsx"
import { FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import { type FieldError, Problem } from "../../../server/problem.ts"
import { type Refusal, refusalOf } from "../../../server/refusal.ts"
import {
  Actions,
  Button,
  ErrorSummary,
  errorOf,
  Field,
  Figures,
  Form,
  LinkButton,
  Notice,
  PageHeading,
  Section,
} from "../../../templates/components/index.ts"
import { isObject } from "./json-values.ts"
import { importBytes } from "./routes.ts"
import { type ImportFile, runImport } from "./run-import.ts"
import { texts } from "./texts.ts"
import { warningIn } from "./warning-words.ts"

const config = { access: { permission: "programme:write" }, page: true } as const
const mostShown = 300

/** Importing a file in the back office. */
export function registerImportPages(app: App): void {
  app.get("/admin/:org/import", { config }, async (request, reply) =>
    importPage(request, reply, { capacity: "" }),
  )

  // Files are taken here and nowhere else.
  app.register(async (scope) => {
    await scope.register(multipart, {
      attachFieldsToBody: "keyValues",
      limits: { fileSize: importBytes, files: 1, fields: 10, fieldSize: 10_000 },
    })
    const Upload = Type.Object({
      _csrf: Type.Optional(Type.String()),
      capacity: Type.Optional(Type.String()),
      file: Type.Optional(Type.Any()),
    })
    scope.post(
      "/admin/:org/import",
      { config, bodyLimit: importBytes + 64 * 1024, schema: { body: Upload } },
      async (request, reply) => {
        const { capacity = "", file } = request.body as { capacity?: string; file?: unknown }
        const read = readUpload(file, capacity, request)
        if ("errors" in read) return importPage(request, reply, { capacity, errors: read.errors })
        try {
          const result = await runImport(request.db, app.events, request.organisation, read)
          return resultPage(request, reply, result)
        } catch (error) {
          if (error instanceof Problem && error.code === "invalid_request")
            return importPage(request, reply, { capacity, wrongFile: error.errors ?? [] })
          return importPage(request, reply, { capacity, refusal: refusalOf(request, error) })
        }
      },
    )
  })
}

function readUpload(
  file: unknown,
  capacity: string,
  request: FastifyRequest,
): ImportFile | { errors: FieldError[] } {
  const t = texts[request.locale]
  const text = Buffer.isBuffer(file) ? file.toString("utf8") : typeof file === "string" ? file : ""
  if (text.trim() === "") return { errors: [{ path: "/file", message: t.noFile }] }
  let body: unknown
  try {
    body = JSON.parse(text.replace(/^\ufeff/, ""))
  } catch {
    return { errors: [{ path: "/file", message: t.notJson }] }
  }
  if (isObject(body) && typeof body.format === "string") return { kind: "season", body }
  const form = new FormReader({ capacity }, request.locale)
  const places = form.whole("capacity", { label: t.capacity, min: 1, max: 1_000_000, optional: true })
  if (form.errors.length > 0) return { errors: form.errors }
  if (places === null) return { errors: [{ path: "/capacity", message: t.noCapacity }] }
  return { kind: "agenda", body, capacity: places }
}

function importPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: { capacity: string; errors?: FieldError[]; wrongFile?: FieldError[]; refusal?: Refusal },
) {
  const { locale, organisation } = request
  const t = texts[locale]
  const { errors = [], wrongFile = [], refusal } = page
  const status = refusal?.status ?? (errors.length + wrongFile.length > 0 ? 422 : 200)
  return adminPage(
    request,
    reply,
    { title: t.title, current: "/import", status },
    <>
      <PageHeading title={t.title} lead={t.lead} />
      {refusal?.title && (
        <Notice kind="error" title={`${t.refused}. ${refusal.title}`}>
          {refusal.detail}
        </Notice>
      )}
      {wrongFile.length > 0 && (
        <Notice kind="error" title={t.refused}>
          <p>{t.refusedText}</p>
          <Points points={wrongFile} {...{ request }} />
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      <Form action={`/admin/${organisation.slug}/import`} csrf={reply.generateCsrf()} multipart>
        <Field
          type="file"
          name="file"
          label={t.file}
          hint={t.fileHint}
          accept=".json,application/json"
          error={errorOf(errors, "file")}
        />
        <Field
          name="capacity"
          label={t.capacity}
          hint={t.capacityHint}
          value={page.capacity}
          error={errorOf(errors, "capacity")}
          inputmode="numeric"
          width="short"
          optional
        />
        <p class="hint">{t.again}</p>
        <Actions>
          <Button>{t.send}</Button>
        </Actions>
      </Form>
    </>,
  )
}

function Points({ points, request }: { points: readonly FieldError[]; request: FastifyRequest }) {
  const { locale } = request
  const t = texts[locale]
  return (
    <ul>
      {points.slice(0, mostShown).map(({ path, message }) => (
        <li>
          {warningIn(message, locale)}
          <span class="hint">{t.at(path)}</span>
        </li>
      ))}
      {points.length > mostShown && <li>…</li>}
    </ul>
  )
}

function resultPage(
  request: FastifyRequest,
  reply: FastifyReply,
  result: Awaited<ReturnType<typeof runImport>>,
) {
  const { locale, organisation } = request
  const t = texts[locale]
  const home = `/admin/${organisation.slug}`
  const { warnings } = result
  const news = result.created + result.updated > 0
  return adminPage(
    request,
    reply,
    { title: t.title, current: "/import" },
    <>
      <PageHeading
        title={t.title}
        back={{ href: `${home}/import`, label: t.title }}
        actions={
          <LinkButton kind="secondary" href={`${home}/performances?when=all`}>
            {t.seeProgramme}
          </LinkButton>
        }
      />
      <Notice kind="success" title={news ? t.done : t.nothingNew} />
      <Figures
        items={[
          { label: t.events, value: result.events },
          { label: t.performances, value: result.performances },
          { label: t.created, value: result.created, note: t.ofAll },
          { label: t.updated, value: result.updated },
          { label: t.unchanged, value: result.unchanged },
        ]}
      />
      {warnings.length > 0 && (
        <Section
          title={t.warnings(warnings.length)}
          actions={
            <LinkButton kind="secondary" size="small" href={`${home}/events?status=draft`}>
              {t.seeDrafts}
            </LinkButton>
          }
        >
          <p class="hint">{t.warningsHint}</p>
          <Points points={warnings} {...{ request }} />
        </Section>
      )}
    </>,
  )
}
