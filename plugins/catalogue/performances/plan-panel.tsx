import type { FastifyRequest } from "fastify"
import { FormFields, PageParams } from "../../../server/admin-form.ts"
import type { App } from "../../../server/plugin.ts"
import { Problem } from "../../../server/problem.ts"
import { Button, DataTable, DateTime, Form, Section } from "../../../templates/components/index.ts"
import type { PlanDetails } from "../../seating/pages/plan-details.ts"
import { inLocale } from "../localised.ts"
import { moveToVersion } from "./move-to-version.ts"
import { performancesOfPlan } from "./performances-of-plan.ts"
import { texts } from "./texts.ts"

const most = 100

/** On the page of a seating plan: the performances that sell by it, and a way to its newest version for those that sold nothing. */
export async function planPanel(request: FastifyRequest, plan: PlanDetails, { csrf }: { csrf: string }) {
  const { locale, organisation } = request
  const t = texts[locale]
  const [newest] = plan.versions
  const rows = await performancesOfPlan(request.db, { planId: plan.id, limit: most })
  if (rows.length === 0 || !newest) return null
  const fills = await request.server.performanceFill.read(
    request.db,
    rows.map(({ id }) => id),
  )
  return (
    <Section title={t.ofPlan}>
      <DataTable
        caption={t.ofPlan}
        rows={rows}
        rowHref={({ id }) => `/admin/${organisation.slug}/performances/${id}`}
        columns={[
          { key: "title", label: t.event, cell: ({ title }) => inLocale(title, locale), main: true },
          {
            key: "startsAt",
            label: t.startsAt,
            cell: ({ startsAt, timezone }) => <DateTime at={startsAt} timeZone={timezone} start />,
          },
          { key: "number", label: t.planVersion, cell: ({ number }) => String(number), numeric: true },
          {
            key: "move",
            label: t.planNewest,
            cell: ({ id, number }) => {
              if (number === newest.number) return t.planIsNewest
              if ((fills.get(id)?.taken ?? 0) > 0) return t.planHasSold
              return (
                request.can("programme:write") && (
                  <Form
                    action={`/admin/${organisation.slug}/performances/${id}/seating-version`}
                    csrf={csrf}
                    hidden={{ version: newest.id, plan: plan.id }}
                  >
                    <Button kind="secondary" size="small">
                      {t.planMove(newest.number)}
                    </Button>
                  </Form>
                )
              )
            },
          },
        ]}
      />
    </Section>
  )
}

/** The button of the panel. */
export function registerPlanMove(app: App): void {
  app.planPanels.push({ order: 10, render: planPanel })
  app.post(
    "/admin/:org/performances/:id/seating-version",
    {
      config: { access: { permission: "programme:write" }, page: true },
      schema: { params: PageParams, body: FormFields },
    },
    async (request, reply) => {
      const { version = "", plan = "" } = request.body as Record<string, string>
      const { id } = request.params
      const organisationId = request.organisation.id
      const planPath = /^\d{1,18}$/.test(plan) ? `/seating-plans/${plan}` : `/performances/${id}`
      const home = `/admin/${request.organisation.slug}`
      try {
        await request.db.transaction().execute((trx) =>
          moveToVersion(trx, app.events, app.performanceFill.read, {
            organisationId,
            id,
            versionId: /^[1-9][0-9]{0,17}$/.test(version) ? version : "0",
          }),
        )
      } catch (error) {
        if (error instanceof Problem && error.status !== 404)
          return reply.redirect(`${home}${planPath}?done=not-moved`, 303)
        throw error
      }
      return reply.redirect(`${home}${planPath}?done=moved`, 303)
    },
  )
}
