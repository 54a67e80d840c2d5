import { Type } from "typebox"
import { adminPage } from "../../../server/admin-page.tsx"
import type { App } from "../../../server/plugin.ts"
import { EmptyState, LinkButton, PageHeading, PlanCards } from "../../../templates/components/index.ts"
import { listPlans } from "./list-plans.ts"
import { texts } from "./texts.ts"

/** The plans of the organisation, each with its picture. */
export function registerListPage(app: App): void {
  app.get(
    "/admin/:org/seating-plans",
    {
      config: { access: { permission: "seating:read" }, page: true },
      schema: { params: Type.Object({ org: Type.String() }) },
    },
    async (request, reply) => {
      const t = texts[request.locale]
      const home = `/admin/${request.organisation.slug}/seating-plans`
      const plans = await listPlans(request.db)
      const add = request.can("seating:write") ? { href: `${home}/new`, label: t.add } : undefined
      return adminPage(
        request,
        reply,
        { title: t.title, current: "/seating-plans" },
        <>
          <PageHeading
            title={t.title}
            lead={t.lead}
            actions={
              plans.length > 0 &&
              add && (
                <LinkButton href={add.href} icon="plus">
                  {add.label}
                </LinkButton>
              )
            }
          />
          {plans.length === 0 ? (
            <EmptyState title={t.emptyTitle} icon="seats" action={add}>
              {t.emptyText}
            </EmptyState>
          ) : (
            <PlanCards
              plans={plans.map(({ id, name, venue, drafting, number, seats }) => ({
                href: `${home}/${id}`,
                name,
                picture: `${home}/${id}/versions/${number ?? "draft"}/picture.svg`,
                facts: [
                  venue,
                  seats !== null && t.seats(seats),
                  number === null ? t.neverPublished : t.version(number),
                  drafting && number !== null && t.drafting,
                ].filter((fact) => typeof fact === "string"),
              }))}
            />
          )}
        </>,
      )
    },
  )
}
