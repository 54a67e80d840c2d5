import type { FastifyRequest } from "fastify"
import { actorOf, type Organisation } from "../../server/access.ts"
import { DoneQuery, FormFields } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import type { App } from "../../server/plugin.ts"
import { problem } from "../../server/problem.ts"
import {
  Actions,
  Button,
  Form,
  Notice,
  PageHeading,
  Prose,
  Section,
} from "../../templates/components/index.ts"
import { findTwin } from "../accounts/training-twin.ts"
import { refreshTraining } from "./refresh-training.ts"
import { texts } from "./texts.ts"

const config = { access: { permission: "training:use" }, page: true } as const
const path = "/training"

/** Going to practise, and coming back. */
export function registerPages(app: App): void {
  app.get(`/admin/:org${path}`, { config, schema: { querystring: DoneQuery } }, async (request, reply) => {
    const { organisation, locale, query } = request
    const t = texts[locale]
    const here = `/admin/${organisation.slug}${path}`
    const csrf = reply.generateCsrf()
    const { trainingOf } = organisation
    return adminPage(
      request,
      reply,
      {
        title: t.title,
        current: path,
        notice: query.done === "refreshed" && <Notice kind="success">{t.refreshed}</Notice>,
      },
      <>
        <PageHeading title={t.title} lead={t.lead(trainingOf?.name ?? organisation.name)} />
        <Notice title={t.nothingReal}>
          <Prose>
            <ul>
              {t.facts.map((fact) => (
                <li>{fact}</li>
              ))}
            </ul>
          </Prose>
        </Notice>
        <Section>
          {trainingOf ? (
            <Form action={`${here}/departures`} csrf={csrf}>
              <p>{t.here}</p>
              <Actions>
                <Button size="large">{t.leave}</Button>
              </Actions>
            </Form>
          ) : (
            <Form action={`${here}/visits`} csrf={csrf}>
              <Actions>
                {request.can("sell") && (
                  <Button size="large" name="to" value="till">
                    {t.enterTill}
                  </Button>
                )}
                <Button size="large" kind="secondary" name="to" value="office">
                  {t.enterOffice}
                </Button>
              </Actions>
              <p class="hint">{t.firstTime}</p>
            </Form>
          )}
        </Section>
        {!trainingOf && (
          <Section title={t.refresh}>
            <Form action={`${here}/copies`} csrf={csrf}>
              <p class="hint">{t.refreshHint}</p>
              <Actions>
                <Button kind="secondary">{t.refresh}</Button>
              </Actions>
            </Form>
          </Section>
        )}
      </>,
    )
  })

  app.post(`/admin/:org${path}/copies`, { config }, async (request, reply) => {
    await refreshTraining(app, request.organisation)
    return reply.redirect(`/admin/${request.organisation.slug}${path}?done=refreshed`, 303)
  })

  app.post(`/admin/:org${path}/visits`, { config, schema: { body: FormFields } }, async (request, reply) => {
    const { organisation, body } = request
    if (organisation.trainingOf) throw problem(409, "training_of_training")
    const twin =
      (await findTwin(app.databases.system, organisation.id)) ?? (await refreshTraining(app, organisation))
    const by = actorOf(request.principal)
    await app.journal.noteNow({ organisationId: organisation.id, kind: "training_begun", by })
    return reply.redirect(body.to === "till" ? `/till/${twin.slug}` : `/admin/${twin.slug}`, 303)
  })

  app.post(`/admin/:org${path}/departures`, { config }, async (request, reply) => {
    const real = realOf(request.organisation)
    const by = actorOf(request.principal)
    await app.journal.noteNow({ organisationId: real.id, kind: "training_ended", by })
    return reply.redirect(`/${fromTill(request) ? "till" : "admin"}/${real.slug}`, 303)
  })
}

function realOf({ trainingOf }: Organisation): { id: string; slug: string } {
  if (!trainingOf) throw problem(409, "not_training")
  return trainingOf
}

function fromTill({ headers }: FastifyRequest): boolean {
  return /^https?:\/\/[^/]+\/till\//.test(headers.referer ?? "")
}
