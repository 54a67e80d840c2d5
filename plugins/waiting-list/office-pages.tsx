import { Type } from "typebox"
import { PageParams } from "../../server/admin-form.ts"
import { adminPage } from "../../server/admin-page.tsx"
import type { App } from "../../server/plugin.ts"
import { Badge, DataTable, DateTime, EmptyState, PageHeading } from "../../templates/components/index.ts"
import { inLocale } from "../catalogue/localised.ts"
import { listEntries, listPerformances } from "./read-entry.ts"
import { texts } from "./texts.ts"

const access = { permission: "waiting-list:read" }
const current = "/waiting-list"

/** Who waits, performance by performance, in the back office and for programs. */
export function registerOfficePages(app: App): void {
  app.get("/admin/:org/waiting-list", { config: { access, page: true } }, async (request, reply) => {
    const { locale, organisation } = request
    const t = texts[locale]
    const performances = await listPerformances(request.db)
    return adminPage(
      request,
      reply,
      { title: t.office, current },
      <>
        <PageHeading title={t.office} lead={t.officeLead} />
        {performances.length === 0 ? (
          <EmptyState title={t.nobody} icon="people">
            {t.nobodyHint}
          </EmptyState>
        ) : (
          <DataTable
            caption={t.office}
            rows={performances}
            rowHref={({ id }) => `/admin/${organisation.slug}/waiting-list/${id}`}
            columns={[
              { key: "title", label: t.performance, cell: ({ title }) => inLocale(title, locale) },
              {
                key: "date",
                label: "Date",
                cell: ({ startsAt, timezone }) => <DateTime at={startsAt} timeZone={timezone} start />,
              },
              { key: "waiting", label: t.waiting, numeric: true, cell: ({ waiting }) => waiting },
              { key: "offered", label: t.offered, numeric: true, cell: ({ offered }) => offered },
              { key: "taken", label: t.taken, numeric: true, cell: ({ taken }) => taken },
            ]}
          />
        )}
      </>,
    )
  })

  app.get(
    "/admin/:org/waiting-list/:id",
    { config: { access, page: true }, schema: { params: PageParams } },
    async (request, reply) => {
      const t = texts[request.locale]
      const entries = await listEntries(request.db, request.params.id)
      const [first] = entries
      const title = first ? inLocale(first.title, request.locale) : t.nobody
      return adminPage(
        request,
        reply,
        { title, current },
        <>
          <PageHeading
            title={title}
            lead={first && <DateTime at={first.startsAt} timeZone={first.timezone} start />}
            back={{ href: `/admin/${request.organisation.slug}/waiting-list`, label: t.office }}
          />
          {first && (
            <DataTable
              caption={t.people}
              rows={entries}
              columns={[
                { key: "email", label: t.email, cell: ({ email }) => email },
                { key: "zone", label: t.zone, cell: ({ zone }) => zone },
                { key: "places", label: t.places, numeric: true, cell: ({ places }) => places },
                {
                  key: "state",
                  label: t.state,
                  cell: ({ state }) => (
                    <Badge tone={state === "offered" ? "attention" : state === "taken" ? "good" : undefined}>
                      {t.states[state]}
                    </Badge>
                  ),
                },
                {
                  key: "since",
                  label: t.since,
                  secondary: true,
                  cell: ({ createdAt, timezone }) => <DateTime at={createdAt} timeZone={timezone} />,
                },
              ]}
            />
          )}
        </>,
      )
    },
  )

  app.get(
    "/api/v1/organisations/:org/performances/:id/waiting-list",
    {
      config: { access },
      schema: {
        tags: ["Waiting list"],
        summary: "Who waits for places of a performance, in order",
        params: Type.Object({ org: Type.String(), id: Type.String({ pattern: "^[0-9]{1,18}$" }) }),
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                id: Type.String(),
                zoneId: Type.String(),
                places: Type.Integer(),
                email: Type.String(),
                state: Type.Enum(["unconfirmed", "waiting", "offered", "taken", "lapsed", "left"]),
                createdAt: Type.String({ format: "date-time" }),
              }),
            ),
            nextCursor: Type.Null(),
          }),
        },
      },
    },
    async (request) => ({
      data: (await listEntries(request.db, request.params.id)).map(
        ({ id, zone_id: zoneId, places, email, state, createdAt }) => ({
          ...{ id, zoneId, places, email, state },
          createdAt: createdAt.toISOString(),
        }),
      ),
      nextCursor: null,
    }),
  )
}
