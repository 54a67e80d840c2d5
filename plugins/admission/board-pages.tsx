import type { FastifyReply, FastifyRequest } from "fastify"
import { render } from "preact-render-to-string"
import { Type } from "typebox"
import { DoneQuery, FormFields, PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { type FieldError, problem } from "../../server/problem.ts"
import {
  Actions,
  Button,
  DataTable,
  DateTime,
  EmptyState,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  Notice,
  PageHeading,
  Section,
} from "../../templates/components/index.ts"
import { formatDate, formatNumber } from "../../templates/format.ts"
import { SceneContext } from "../../templates/scene.ts"
import { inLocale } from "../catalogue/localised.ts"
import { type Board, boardOf } from "./board.ts"
import { BoardFeed } from "./board-feed.ts"
import { BoardView } from "./board-view.tsx"
import { type DoorPerformance, doorPerformance, doorPerformances } from "./door-performances.ts"
import { Id } from "./scan-answer.ts"
import { texts } from "./texts.ts"

const read = { access: { permission: "entries:read" }, page: true } as const
const write = { access: { permission: "devices:write" }, page: true } as const
/** A stream ends after so long, in milliseconds: the browser opens another, and who may no longer look is told so. */
const longest = 10 * 60_000

/** The evening as it goes, for who stands behind the doors. */
export function registerBoardPages(app: App): void {
  const feed = new BoardFeed(app.databases)
  const streams = new Set<() => void>()
  app.addHook("preClose", async () => {
    for (const end of streams) end()
  })

  app.get("/admin/:org/entries", { config: read }, async (request, reply) => {
    const t = texts[request.locale]
    const performances = await doorPerformances(request.db)
    const home = `/admin/${request.organisation.slug}/entries`
    return adminPage(
      request,
      reply,
      { title: t.board, current: "/entries" },
      <>
        <PageHeading title={t.board} lead={t.boardLead} />
        {performances.length === 0 ? (
          <EmptyState title={t.nothing} icon="door">
            {t.nothingHint}
          </EmptyState>
        ) : (
          <DataTable
            caption={t.board}
            rows={performances}
            rowHref={({ id }) => `${home}/${id}`}
            columns={[
              {
                key: "title",
                label: t.boardPerformance,
                main: true,
                cell: ({ title }) => inLocale(title, request.locale),
              },
              {
                key: "when",
                label: t.boardAt,
                cell: ({ startsAt, timezone }) => <DateTime at={startsAt} timeZone={timezone} start />,
              },
              {
                key: "entered",
                label: t.boardEntered,
                numeric: true,
                cell: ({ entered, expected }) =>
                  `${formatNumber(entered, request.locale)} / ${formatNumber(expected, request.locale)}`,
              },
            ]}
          />
        )}
      </>,
    )
  })

  app.get(
    "/admin/:org/entries/:id",
    { config: read, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) => boardPage(request, reply, {}),
  )

  app.post(
    "/admin/:org/entries/:id",
    { config: write, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const t = texts[request.locale]
      const form = new FormReader(request.body, request.locale)
      const room = form.whole("roomFor", { label: t.roomFor, min: 1, max: 1_000_000, optional: true })
      if (form.errors.length > 0) return boardPage(request, reply, { errors: form.errors, typed: form })
      const { id } = request.params
      await performanceOf(request, id)
      const values = { reentry: form.typed("reentry") === "on", room_for: room }
      await request.db
        .insertInto("door_performances")
        .values({ organisation_id: request.organisation.id, performance_id: id, ...values })
        .onConflict((conflict) => conflict.columns(["organisation_id", "performance_id"]).doUpdateSet(values))
        .execute()
      return reply.redirect(`/admin/${request.organisation.slug}/entries/${id}?done=saved`, 303)
    },
  )

  app.get(
    "/api/v1/organisations/:org/performances/:id/door-board",
    {
      config: { access: { permission: "entries:read" } },
      schema: {
        tags: ["Door"],
        summary: "How the evening stands: entries, doubles, refusals, scanners",
        params: Type.Object({ org: Type.String(), id: Id }),
      },
    },
    async (request) => boardOf(request.db, request.params.id),
  )

  app.get(
    "/api/v1/organisations/:org/performances/:id/door-board/events",
    {
      config: { access: { permission: "entries:read" } },
      schema: {
        tags: ["Door"],
        summary: "The same as server-sent events: each is the board drawn anew (HTML), when it changed",
        params: Type.Object({ org: Type.String(), id: Id }),
      },
    },
    async (request, reply) => {
      const { timezone } = await performanceOf(request, request.params.id)
      const { locale, organisation } = request
      reply.hijack()
      const stream = reply.raw
      stream.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        // When it ends, so does the connection: a server that stops waits for none.
        connection: "close",
      })
      stream.write("retry: 3000\n\n")
      const stop = feed.watch(organisation.id, request.params.id, (board) => {
        const html = boardHtml(board, locale, timezone)
        stream.write(`data: ${html.replaceAll("\n", " ")}\n\n`)
      })
      const beat = setInterval(() => stream.write(": still there\n\n"), 15_000)
      const end = () => stream.end()
      const over = setTimeout(end, longest)
      streams.add(end)
      stream.on("close", () => {
        stop()
        clearInterval(beat)
        clearTimeout(over)
        streams.delete(end)
      })
    },
  )
}

function boardHtml(board: Board, locale: "fr" | "en", timeZone: string): string {
  return render(
    <SceneContext.Provider value={{ locale, currency: "EUR", timeZone }}>
      <BoardView board={board} locale={locale} timeZone={timeZone} />
    </SceneContext.Provider>,
  )
}

async function performanceOf(request: FastifyRequest, id: string): Promise<DoorPerformance> {
  const performance = await doorPerformance(request.db, id)
  if (!performance) throw problem(404, "not_found")
  return performance
}

async function boardPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { errors = [], typed }: { errors?: FieldError[]; typed?: FormReader },
): Promise<FastifyReply> {
  const { id } = request.params as { id: string }
  const { locale, organisation } = request
  const t = texts[locale]
  const [performance, board, settings] = await Promise.all([
    performanceOf(request, id),
    boardOf(request.db, id),
    request.db
      .selectFrom("door_performances")
      .selectAll()
      .where("performance_id", "=", id)
      .executeTakeFirst(),
  ])
  const home = `/admin/${organisation.slug}/entries`
  const title = inLocale(performance.title, locale)
  const when = formatDate(performance.startsAt, { locale, timeZone: performance.timezone })
  const saved = (request.query as { done?: string }).done === "saved"
  return adminPage(
    request,
    reply,
    {
      title: `${t.board} · ${title}`,
      current: "/entries",
      scripts: ["door-board.js"],
      status: errors.length > 0 ? 422 : 200,
      notice: saved && <Notice kind="success">{t.savedNotice}</Notice>,
    },
    <>
      <PageHeading title={title} lead={when} back={{ href: home, label: t.board }} />
      <ErrorSummary errors={errors} />
      <div data-board={`/api/v1/organisations/${organisation.slug}/performances/${id}/door-board/events`}>
        <BoardView board={board} locale={locale} timeZone={performance.timezone} />
      </div>
      {request.can("devices:write") && (
        <Section title={t.boardSettings}>
          <Form action={`${home}/${id}`} csrf={reply.generateCsrf()}>
            <Field
              type="checkbox"
              name="reentry"
              label={t.reentry}
              hint={t.reentryHint}
              checked={typed ? typed.typed("reentry") === "on" : settings?.reentry === true}
            />
            <Field
              name="roomFor"
              label={t.roomFor}
              hint={t.roomForHint}
              value={typed?.typed("roomFor") ?? settings?.room_for?.toString() ?? ""}
              error={errorOf(errors, "roomFor")}
              optional
              width="short"
            />
            <Actions>
              <Button kind="secondary">{t.save}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </>,
  )
}
