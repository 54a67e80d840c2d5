import type { FastifyReply, FastifyRequest } from "fastify"
import { Type } from "typebox"
import { Value } from "typebox/value"
import { PageParams } from "../../../server/admin-form.ts"
import { adminPage } from "../../../server/admin-page.tsx"
import type { App } from "../../../server/plugin.ts"
import { problem } from "../../../server/problem.ts"
import { type Refusal, refusalOf } from "../../../server/refusal.ts"
import { Actions, Button, Form, Notice, PageHeading } from "../../../templates/components/index.ts"
import { inLocale } from "../localised.ts"
import { removeEvent } from "./remove-event.ts"
import { KeptEvent, keepEvent, restoreEvent } from "./restore-event.ts"
import { texts } from "./texts.ts"

const write = { access: { permission: "programme:write" }, page: true } as const
/** What fits in a form, which is read up to 256 KB. */
const mostKept = 150_000

type ShowEvent = (
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refusal: Refusal,
) => Promise<FastifyReply>

/** Removing a draft: the page that says it is done keeps all that is needed to put it back. */
export function registerEventRemoval(app: App, show: ShowEvent): void {
  app.post(
    "/admin/:org/events/:id/removal",
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const where = { organisationId: request.organisation.id, id: request.params.id }
      const kept = await keepEvent(request.db, where)
      try {
        await request.db.transaction().execute((trx) => removeEvent(trx, app.events, where))
      } catch (error) {
        return show(request, reply, where.id, refusalOf(request, error))
      }
      return removedPage(request, reply, kept)
    },
  )

  const Restoration = Type.Object({
    _csrf: Type.Optional(Type.String()),
    kept: Type.String({ maxLength: 256 * 1024 }),
  })
  app.post(
    "/admin/:org/events/restoration",
    { config: write, schema: { body: Restoration } },
    async (request, reply) => {
      const kept = readKept(request.body.kept)
      const { id } = await request.db
        .transaction()
        .execute((trx) => restoreEvent(trx, app.events, { organisationId: request.organisation.id, kept }))
      return reply.redirect(`/admin/${request.organisation.slug}/events/${id}?done=restored`, 303)
    },
  )
}

function readKept(text: string): KeptEvent {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw problem(422, "malformed")
  }
  if (!Value.Check(KeptEvent, value)) throw problem(422, "malformed")
  return value
}

function removedPage(request: FastifyRequest, reply: FastifyReply, kept: KeptEvent): Promise<FastifyReply> {
  const { locale, organisation } = request
  const t = texts[locale]
  const home = `/admin/${organisation.slug}/events`
  const all = JSON.stringify(kept)
  return adminPage(
    request,
    reply,
    { title: t.title, current: "/events" },
    <>
      <PageHeading title={t.title} back={{ href: home, label: t.title }} />
      <Notice kind="success">
        <p>{t.removed(inLocale(kept.event.title, locale))}</p>
        {all.length <= mostKept && (
          <Form action={`${home}/restoration`} csrf={reply.generateCsrf()} hidden={{ kept: all }}>
            <Actions>
              <Button kind="secondary" size="small">
                {t.putBack}
              </Button>
            </Actions>
          </Form>
        )}
      </Notice>
    </>,
  )
}
