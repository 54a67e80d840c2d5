import type { FastifyReply, FastifyRequest } from "fastify"
import { DoneQuery, FormFields, PageParams } from "../../../server/admin-form.ts"
import { adminPage } from "../../../server/admin-page.tsx"
import { FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import type { FieldError } from "../../../server/problem.ts"
import {
  Actions,
  Button,
  DataTable,
  DateTime,
  ErrorSummary,
  errorOf,
  Field,
  Form,
  LinkButton,
  Notice,
  PageHeading,
  PlanPicture,
  Section,
} from "../../../templates/components/index.ts"
import { duplicatePlan, renamePlan } from "../drafts/make-plan.ts"
import { discardDraft } from "../drafts/save-draft.ts"
import { categoriesOf, type PlanDetails, planDetails, planToShow } from "./plan-details.ts"
import { texts } from "./texts.ts"
import { venueField, venueIdOf } from "./venue-field.tsx"
import { WrongFile } from "./wrong-file.tsx"

const read = { access: { permission: "seating:read" }, page: true } as const
const write = { access: { permission: "seating:write" }, page: true } as const
const home = (request: FastifyRequest) => `/admin/${request.organisation.slug}/seating-plans`

interface PlanView {
  done?: string | undefined
  errors?: FieldError[]
  wrong?: FieldError[]
  values?: { name: string; venueId: string }
}

/** One plan: its picture, its categories, its versions and who sells by them. */
export function registerPlanPage(app: App): void {
  app.get(
    "/admin/:org/seating-plans/:id",
    { config: read, schema: { params: PageParams, querystring: DoneQuery } },
    async (request, reply) =>
      showPlan(request, reply, await planDetails(request.db, request.params.id), request.query),
  )

  app.post(
    "/admin/:org/seating-plans/:id",
    { config: write, schema: { params: PageParams, body: FormFields } },
    async (request, reply) => {
      const { id } = request.params
      const plan = await planDetails(request.db, id)
      const form = new FormReader(request.body, request.locale)
      const name = form.line("name", { label: texts[request.locale].name, max: 190 })
      const venueId = await venueIdOf(request, form)
      if (form.errors.length > 0) {
        const values = { name: form.typed("name"), venueId: form.typed("venueId") }
        return showPlan(request, reply, plan, { errors: form.errors, values })
      }
      await renamePlan(request.db, { planId: id, name, venueId })
      return reply.redirect(`${home(request)}/${id}?done=saved`, 303)
    },
  )

  app.post(
    "/admin/:org/seating-plans/:id/copies",
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const { id } = request.params
      const { name } = await planDetails(request.db, id)
      const copy = await request.db.transaction().execute((trx) =>
        duplicatePlan(trx, {
          organisationId: request.organisation.id,
          planId: id,
          name: texts[request.locale].copyName(name).slice(0, 190),
        }),
      )
      return reply.redirect(`${home(request)}/${copy.id}/edit`, 303)
    },
  )

  app.post(
    "/admin/:org/seating-plans/:id/draft/removal",
    { config: write, schema: { params: PageParams } },
    async (request, reply) => {
      const { id } = request.params
      const dropped = await discardDraft(request.db, id)
      return reply.redirect(`${home(request)}/${id}${dropped ? "?done=discarded" : ""}`, 303)
    },
  )
}

/** The page, also with a form of it that was refused. */
export async function showPlan(
  request: FastifyRequest,
  reply: FastifyReply,
  plan: PlanDetails,
  view: PlanView,
): Promise<FastifyReply> {
  const { locale } = request
  const t = texts[locale]
  const { errors = [], wrong = [] } = view
  const csrf = reply.generateCsrf()
  const address = `${home(request)}/${plan.id}`
  const [newest] = plan.versions
  const shown = newest ? newest.number : "draft"
  const drawn = await planToShow(request.db, { id: plan.id, number: shown })
  const may = request.can("seating:write")
  const panels = await Promise.all(
    [...request.server.planPanels]
      .sort((a, b) => a.order - b.order)
      .map((panel) => panel.render(request, plan, { csrf })),
  )
  const values = view.values ?? { name: plan.name, venueId: plan.venueId ?? "" }
  const said = view.done ? t.done[view.done] : undefined
  return adminPage(
    request,
    reply,
    {
      title: plan.name,
      current: "/seating-plans",
      status: errors.length > 0 ? 422 : 200,
      notice: said && <Notice kind={view.done === "not-moved" ? "warning" : "success"}>{said}</Notice>,
    },
    <>
      <PageHeading
        title={plan.name}
        lead={t.seats(drawn.seats.length)}
        back={{ href: home(request), label: t.title }}
        actions={
          may && <LinkButton href={`${address}/edit`}>{plan.drafting ? t.editAgain : t.edit}</LinkButton>
        }
      />
      {wrong.length > 0 ? <WrongFile wrong={wrong} locale={locale} /> : <ErrorSummary errors={errors} />}
      {plan.drafting && newest && (
        <Notice title={t.draftTitle}>
          <p>{t.draftText}</p>
          {may && (
            <Form action={`${address}/draft/removal`} csrf={csrf}>
              <Actions>
                <Button kind="secondary" size="small">
                  {t.discard}
                </Button>
              </Actions>
            </Form>
          )}
        </Notice>
      )}
      <PlanPicture src={`${address}/versions/${shown}/picture.svg`} alt={t.pictureOf(plan.name)} />
      <Section title={t.categories}>
        <DataTable
          caption={t.categories}
          rows={categoriesOf(drawn)}
          columns={[
            { key: "name", label: t.category, cell: ({ name }) => name, main: true },
            {
              key: "places",
              label: t.places,
              numeric: true,
              cell: ({ seats, standing }) =>
                [seats > 0 && seats.toLocaleString(locale), standing > 0 && t.standing(standing)]
                  .filter(Boolean)
                  .join(" + ") || "0",
            },
          ]}
        />
      </Section>
      <Section title={t.versions}>
        {plan.versions.length === 0 ? (
          <p>{t.noVersions}</p>
        ) : (
          <DataTable
            caption={t.versions}
            rows={plan.versions}
            columns={[
              { key: "number", label: t.versionColumn, cell: ({ number }) => String(number), main: true },
              {
                key: "seats",
                label: t.places,
                numeric: true,
                cell: ({ seats }) => seats.toLocaleString(locale),
              },
              {
                key: "published",
                label: t.published,
                cell: ({ publishedAt }) => <DateTime at={publishedAt} start />,
              },
              {
                key: "file",
                label: t.download,
                cell: ({ number }) => (
                  <>
                    <a href={`${address}/versions/${number}/plan.json`} download>
                      {t.download}
                    </a>
                    {" · "}
                    <a href={`${address}/versions/${number}/pretix.json`} download>
                      {t.downloadPretix}
                    </a>
                  </>
                ),
              },
            ]}
          />
        )}
      </Section>
      {panels}
      {may && (
        <>
          <Section title={t.rename}>
            <Form action={address} csrf={csrf}>
              <Field
                name="name"
                label={t.name}
                value={values.name}
                error={errorOf(errors, "name")}
                maxlength={190}
              />
              {await venueField(request, values.venueId, errorOf(errors, "venueId"))}
              <Actions>
                <Button kind="secondary">{t.save}</Button>
              </Actions>
            </Form>
          </Section>
          <Section title={t.newFile}>
            <Form action={`${address}/files`} csrf={csrf} multipart>
              <Field
                type="file"
                name="file"
                label={t.file}
                hint={t.newFileHint}
                accept=".json,application/json"
                error={errorOf(errors, "file")}
              />
              <Actions>
                <Button kind="secondary">{t.import}</Button>
              </Actions>
            </Form>
          </Section>
          <Section>
            <Form action={`${address}/copies`} csrf={csrf}>
              <Actions>
                <Button kind="secondary">{t.duplicate}</Button>
              </Actions>
            </Form>
          </Section>
        </>
      )}
    </>,
  )
}
