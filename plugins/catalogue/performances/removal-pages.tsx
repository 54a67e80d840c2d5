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
import { PerformanceBody } from "../schemas.ts"
import { getPerformance, type PerformanceInContext } from "./get-performance.ts"
import { bodyOf, inputOf } from "./performance-body.ts"
import { removePerformances } from "./remove-performances.ts"
import { createPerformance } from "./save-performance.ts"
import { texts } from "./texts.ts"

const write = { access: { permission: "programme:write" }, page: true } as const

type ShowPerformance = (
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refusal: Refusal,
) => Promise<FastifyReply>

/** Removing a performance: the page that says it is done keeps all that is needed to put it back. */
export function registerPerformanceRemoval(app: App, show: ShowPerformance): void {
  app.post(
    "/admin/:org/performances/:id/removal",
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const organisationId = request.organisation.id
      const { id } = request.params
      const performance = await getPerformance(request.db, { organisationId, id })
      try {
        await request.db
          .transaction()
          .execute((trx) => removePerformances(trx, app.events, { organisationId, ids: [id] }))
      } catch (error) {
        return show(request, reply, id, refusalOf(request, error))
      }
      return removedPage(request, reply, performance)
    },
  )

  const Restoration = Type.Object({
    _csrf: Type.Optional(Type.String()),
    kept: Type.String({ maxLength: 256 * 1024 }),
  })
  app.post(
    "/admin/:org/performances/restoration",
    { config: write, schema: { body: Restoration } },
    async (request, reply) => {
      const performance = inputOf(readKept(request.body.kept))
      const { id } = await request.db
        .transaction()
        .execute((trx) =>
          createPerformance(trx, app.events, { organisationId: request.organisation.id, performance }),
        )
      return reply.redirect(`/admin/${request.organisation.slug}/performances/${id}?done=restored`, 303)
    },
  )
}

function readKept(text: string): PerformanceBody {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw problem(422, "malformed")
  }
  if (!Value.Check(PerformanceBody, value)) throw problem(422, "malformed")
  return value
}

function removedPage(
  request: FastifyRequest,
  reply: FastifyReply,
  performance: PerformanceInContext,
): Promise<FastifyReply> {
  const { locale, organisation } = request
  const t = texts[locale]
  const home = `/admin/${organisation.slug}`
  const kept = JSON.stringify(bodyOf(performance))
  return adminPage(
    request,
    reply,
    { title: t.title, current: "/performances" },
    <>
      <PageHeading
        title={inLocale(performance.event.title, locale)}
        back={{
          href: `${home}/events/${performance.eventId}`,
          label: inLocale(performance.event.title, locale),
        }}
      />
      <Notice kind="success">
        <p>{t.removed}</p>
        <Form action={`${home}/performances/restoration`} csrf={reply.generateCsrf()} hidden={{ kept }}>
          <Actions>
            <Button kind="secondary" size="small">
              {t.putBack}
            </Button>
          </Actions>
        </Form>
      </Notice>
    </>,
  )
}
