import { Type } from "typebox"
import { adminPage } from "../../server/admin-page.tsx"
import { streamCsv } from "../../server/csv.ts"
import type { About } from "../../server/journal.ts"
import type { App } from "../../server/plugin.ts"
import {
  DataTable,
  DateTime,
  EmptyState,
  LinkButton,
  PageHeading,
  Pagination,
} from "../../templates/components/index.ts"
import { formatNumber, isoLocal } from "../../templates/format.ts"
import { listJournal } from "../ledger/list-journal.ts"
import { readHead } from "../ledger/read-lines.ts"
import { journalKinds } from "./journal-texts.ts"
import { texts } from "./texts.ts"
import { namesOf } from "./who.ts"

const config = { access: { permission: "books:read" }, page: true } as const
const shown = 100
const step = 1000

const detailsOf = (about: About) =>
  Object.entries(about)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${value}`)
    .join(" · ")

/** The technical journal, the newest first, and all of it for a spreadsheet. */
export function registerTechnicalJournalPage(app: App): void {
  app.get(
    "/admin/:org/books/journal",
    {
      config,
      schema: { querystring: Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1 })) }) },
    },
    async (request, reply) => {
      const { locale, organisation, db } = request
      const t = texts[locale]
      const head = Number((await readHead(db, "journal")).number)
      const before = Math.min(request.query.before ?? head + 1, head + 1)
      const first = Math.max(1, before - shown)
      const lines = (await listJournal(db, first - 1, before - first)).reverse()
      const name = await namesOf(
        app,
        lines.map(({ by }) => by),
        locale,
      )
      const home = `/admin/${organisation.slug}/books`
      return adminPage(
        request,
        reply,
        { title: t.journalTitle, current: "/books" },
        <>
          <PageHeading
            title={t.journalTitle}
            lead={t.journalLead}
            back={{ href: home, label: t.books }}
            actions={
              <LinkButton kind="secondary" icon="download" href={`${home}/journal.csv`}>
                {t.export}
              </LinkButton>
            }
          />
          {lines.length === 0 ? (
            <EmptyState title={t.noJournal} icon="settings">
              {t.noJournalText}
            </EmptyState>
          ) : (
            <DataTable
              caption={t.journalTitle}
              rows={lines}
              columns={[
                {
                  ...{ key: "number", label: t.number, numeric: true, secondary: true },
                  cell: ({ number }) => formatNumber(number, locale),
                },
                { key: "at", label: t.at, cell: ({ at }) => <DateTime at={new Date(at)} /> },
                {
                  ...{ key: "what", label: t.what, main: true },
                  cell: ({ kind }) => journalKinds[kind]?.[locale] ?? kind,
                },
                { key: "by", label: t.operator, cell: ({ by }) => name(by) },
                { key: "details", label: t.details, cell: ({ about }) => detailsOf(about) },
              ]}
            />
          )}
          <Pagination
            previousHref={before <= head ? `${home}/journal?before=${before + shown}` : null}
            nextHref={first > 1 ? `${home}/journal?before=${first}` : null}
          />
        </>,
      )
    },
  )

  app.get("/admin/:org/books/journal.csv", { config }, async (request, reply) => {
    const { locale, organisation, db } = request
    const t = texts[locale]
    async function* rows(): AsyncGenerator<(string | number)[]> {
      yield [t.number, t.at, t.what, t.operator, t.details, "HMAC"]
      let after = 0
      for (;;) {
        const lines = await listJournal(db, after, step)
        for (const { number, at, kind, by, about, mac } of lines)
          yield [
            ...[number, isoLocal(new Date(at), organisation.timezone).replace("T", " "), kind],
            ...[by ?? "", detailsOf(about), mac],
          ]
        if (lines.length < step) return
        after += step
      }
    }
    return streamCsv(reply, "journal-technique", rows())
  })
}
