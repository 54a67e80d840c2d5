import { Readable } from "node:stream"
import type { FastifyReply, FastifyRequest } from "fastify"
import { actorOf } from "../../server/access.ts"
import { DoneQuery, FormFields, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import type { FormBody } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, Problem, problem } from "../../server/problem.ts"
import {
  Button,
  Columns,
  DataTable,
  DateTime,
  EmptyState,
  ErrorSummary,
  errorOf,
  Facts,
  Field,
  FieldRow,
  Form,
  LinkButton,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatDay, formatMonth, formatNumber, sentence } from "../../templates/format.ts"
import type { Locale } from "../../templates/locale.ts"
import { ledgerRelease } from "../ledger/released.ts"
import { closedPeriods, isLate, listArchives, readArchive } from "./list-archives.ts"
import { archiveKey, askForArchive, readParts } from "./make-archive.ts"
import type { Archive } from "./tables.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "books:read" }, page: true } as const
const maker = { access: { permission: "archives:make" }, page: true } as const
const current = "/archives"
const days = "days"

/** The archives in the back office: which there are, making one, its file, and the key that verifies its seals. */
export function registerPages(app: App): void {
  app.get("/admin/:org/archives", { config, schema: { querystring: DoneQuery } }, (request, reply) =>
    listPage(request, reply, {}),
  )

  app.post(
    "/admin/:org/archives",
    { config: maker, schema: { body: FormFields } },
    async (request, reply) => {
      const { organisation, body, locale } = request
      const t = texts[locale]
      const said = (name: string) => (typeof body[name] === "string" ? body[name] : "")
      const period = said("period") === days ? `${said("from")}_${said("to")}` : said("period")
      try {
        await askForArchive(app, {
          organisationId: organisation.id,
          period: said("from") === said("to") && said("period") === days ? said("from") : period,
          by: actorOf(request.principal),
        })
        return reply.redirect(`/admin/${organisation.slug}${current}?done=asked`, 303)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const words: Record<string, string> = {
          archive_going: t.going,
          period_open: t.open,
          nothing_to_archive: t.nothing,
          training_archive: t.training,
        }
        const path = error.code === "invalid_request" ? "/from" : "/period"
        return listPage(request, reply, {
          body,
          errors: [{ path, message: words[error.code] ?? t.noPeriod }],
        })
      }
    },
  )

  app.get("/admin/:org/archives/:id", { config, schema: { params: PageParams } }, async (request, reply) =>
    archivePage(request, reply, await foundArchive(request)),
  )

  app.post(
    "/admin/:org/archives/:id/keys",
    { config: maker, schema: { params: PageParams } },
    async (request, reply) => {
      const archive = await foundArchive(request)
      const number = archive.number ?? 0
      await app.journal.noteNow({
        organisationId: request.organisation.id,
        kind: "archive_key",
        by: actorOf(request.principal),
        about: { number },
      })
      reply.header("cache-control", "private, no-store")
      const key = archiveKey(app, request.organisation.id, number).toString("hex")
      return archivePage(request, reply, archive, key)
    },
  )

  app.get(
    "/admin/:org/archives/:id/file.zip",
    { config, schema: { params: PageParams } },
    async (request, reply) => {
      const archive = await foundArchive(request)
      if (!archive.kept) throw problem(404, "not_found")
      return reply
        .type("application/zip")
        .header("content-disposition", `attachment; filename="${archive.file_name}"`)
        .header("content-length", archive.size)
        .header("cache-control", "private, no-store")
        .send(Readable.from(readParts(request.db, archive.id), { objectMode: false }))
    },
  )
}

/** @throws 404 not_found */
async function foundArchive(request: FastifyRequest): Promise<Archive> {
  const archive = await readArchive(request.db, (request.params as { id: string }).id)
  if (!archive) throw problem(404, "not_found")
  return archive
}

/** "user:12" by the name they have now. */
async function nameOf({ server }: FastifyRequest, actor: string | null): Promise<string | undefined> {
  const [, id] = /^user:(\d+)$/.exec(actor ?? "") ?? []
  if (!id) return undefined
  const user = await server.databases.system
    .selectFrom("users")
    .select("name")
    .where("id", "=", id)
    .executeTakeFirst()
  return user?.name
}

function periodWords({ period }: Pick<Archive, "period">, locale: Locale): string {
  const day = (iso: string) =>
    formatDay(new Date(`${iso}T12:00:00Z`), { locale, timeZone: "UTC", now: new Date(0) })
  const [from = "", to] = period.split("_")
  if (to) return texts[locale].days(day(from), day(to))
  if (from.length === 10) return sentence(day(from))
  return from.length === 7 ? sentence(formatMonth(from, locale)) : from
}

function bytes(size: string | null, locale: Locale): string {
  const [number, unit] =
    Number(size) < 1e6 ? [Math.ceil(Number(size) / 1e3), "ko"] : [Number(size) / 1e6, "Mo"]
  const written = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(number)
  return `${written} ${locale === "fr" ? unit : unit === "ko" ? "kB" : "MB"}`
}

interface Refused {
  body?: FormBody
  errors?: FieldError[]
}

async function listPage(request: FastifyRequest, reply: FastifyReply, { body = {}, errors }: Refused) {
  const { locale, organisation, db } = request
  const t = texts[locale]
  const [archives, closed, late] = await Promise.all([
    listArchives(db),
    closedPeriods(db),
    isLate(db, new Date()),
  ])
  const going = archives.some(({ state }) => state === "waiting" || state === "making")
  const home = `/admin/${organisation.slug}${current}`
  const held = new Set(archives.filter(({ state }) => state === "done").map(({ period }) => period))
  const options = [
    ...closed.map(({ date }) => ({ value: date, label: periodWords({ period: date }, locale) })),
    { value: days, label: t.fromTo },
  ]
  const next = closed.find(({ date }) => !held.has(date))?.date ?? days
  const value = (name: string, otherwise = "") => (typeof body[name] === "string" ? body[name] : otherwise)
  const done = (request.query as { done?: string }).done
  const main =
    archives.length === 0 ? (
      <EmptyState title={t.none} icon="download">
        {t.noneText}
      </EmptyState>
    ) : (
      <div data-refresh={going ? "3" : "60"}>
        <Archives {...{ archives, home, locale }} />
      </div>
    )
  const aside = request.can("archives:make") && (
    <Section title={t.make}>
      <Form action={home} csrf={reply.generateCsrf()}>
        <Field
          type="select"
          name="period"
          label={t.period}
          hint={t.periodHint}
          value={value("period", next)}
          options={options}
          error={errorOf(errors, "period")}
        />
        <FieldRow>
          <Field
            type="date"
            name="from"
            label={t.from}
            value={value("from")}
            error={errorOf(errors, "from")}
            optional
          />
          <Field type="date" name="to" label={t.to} value={value("to")} optional />
        </FieldRow>
        <p class="hint">{t.fromToHint}</p>
        <Button kind="secondary">{t.make}</Button>
        <p class="hint">{t.makeHint}</p>
      </Form>
    </Section>
  )
  return adminPage(
    request,
    reply,
    {
      title: t.archives,
      current,
      status: errors ? 422 : 200,
      scripts: ["office-live.js"],
      notice: done === "asked" && <Notice kind="success">{t.asked}</Notice>,
    },
    <>
      <PageHeading title={t.archives} lead={t.lead} />
      {errors && <ErrorSummary errors={errors} />}
      {!ledgerRelease().released && <Notice kind="warning">{t.altered}</Notice>}
      {late && (
        <Notice kind="warning" title={t.late}>
          {t.lateText}
        </Notice>
      )}
      {aside ? <Columns aside={aside}>{main}</Columns> : main}
    </>,
  )
}

function Archives({ archives, home, locale }: { archives: Archive[]; home: string; locale: Locale }) {
  const t = texts[locale]
  const share = (thousandths: number) =>
    new Intl.NumberFormat(locale, { style: "percent" }).format(thousandths / 1000)
  return (
    <DataTable
      caption={t.archives}
      rows={archives}
      columns={[
        {
          key: "period",
          label: t.period,
          main: true,
          cell: (archive) =>
            archive.number === null ? (
              periodWords(archive, locale)
            ) : (
              <a href={`${home}/${archive.number}`}>{periodWords(archive, locale)}</a>
            ),
        },
        { key: "number", label: t.number, cell: ({ number }) => number ?? "–" },
        {
          key: "state",
          label: t.state,
          cell: ({ state, progress, failure, made_at }) =>
            state === "done" && made_at ? (
              <DateTime at={made_at} start />
            ) : state === "making" ? (
              t.progress(share(progress))
            ) : state === "failed" && failure === "period_open" ? (
              t.open
            ) : (
              t.states[state]
            ),
        },
        {
          key: "operations",
          label: t.operations,
          numeric: true,
          cell: ({ operations }) => (operations === null ? "–" : formatNumber(Number(operations), locale)),
        },
        {
          key: "size",
          label: t.size,
          numeric: true,
          cell: ({ size }) => (size === null ? "–" : bytes(size, locale)),
        },
      ]}
    />
  )
}

async function archivePage(request: FastifyRequest, reply: FastifyReply, archive: Archive, key?: string) {
  const { locale, organisation } = request
  const by = await nameOf(request, archive.asked_by)
  const t = texts[locale]
  const home = `/admin/${organisation.slug}${current}`
  const title = t.numberOf(archive.number ?? 0)
  const hex = (bytes: Buffer | null) => <code>{bytes?.toString("hex") ?? ""}</code>
  return adminPage(
    request,
    reply,
    { title, current },
    <>
      <PageHeading
        title={title}
        lead={periodWords(archive, locale)}
        back={{ href: home, label: t.archives }}
        actions={
          archive.kept && (
            <LinkButton kind="primary" icon="download" href={`${home}/${archive.number}/file.zip`}>
              {t.download}
            </LinkButton>
          )
        }
      />
      {archive.sound === false && (
        <Notice kind="error" title={t.unsound}>
          {t.unsoundText}
        </Notice>
      )}
      {!archive.kept && <Notice kind="info">{t.elsewhere}</Notice>}
      <Facts
        items={[
          { label: t.madeAt, value: archive.made_at && <DateTime at={archive.made_at} as="long" /> },
          { label: t.by, value: by ?? archive.asked_by ?? t.commandLine },
          { label: t.operations, value: formatNumber(Number(archive.operations), locale) },
          { label: t.size, value: bytes(archive.size, locale) },
          { label: t.version, value: archive.ledger_version },
          { label: t.fingerprint, value: hex(archive.fingerprint) },
          { label: t.seal, value: hex(archive.seal) },
        ]}
      />
      <Section title={t.verifying}>
        <p>{t.verifyingText}</p>
      </Section>
      {request.can("archives:make") && (
        <Section title={t.key}>
          {key ? (
            <p>
              <code>{key}</code>
            </p>
          ) : (
            <Form action={`${home}/${archive.number}/keys`} csrf={reply.generateCsrf()}>
              <p class="hint">{t.keyText}</p>
              <Button kind="secondary">{t.giveKey}</Button>
            </Form>
          )}
        </Section>
      )}
    </>,
  )
}
