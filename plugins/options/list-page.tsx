import { Type } from "typebox"
import { adminPage } from "../../server/admin-page.tsx"
import type { App } from "../../server/plugin.ts"
import {
  Badge,
  DataTable,
  DateTime,
  EmptyState,
  Filters,
  LinkButton,
  Money,
  PageHeading,
} from "../../templates/components/index.ts"
import { inLocale } from "../catalogue/localised.ts"
import { listOptions, type OptionStatus } from "./options.ts"
import { texts } from "./texts.ts"

const tones = { standing: "attention", confirmed: "good", released: "neutral", over: "neutral" } as const

export function OptionState({ status, label }: { status: OptionStatus; label: string }) {
  return <Badge tone={tones[status]}>{label}</Badge>
}

/** The options in the back office, those that end first first. */
export function registerOptionList(app: App): void {
  app.get(
    "/admin/:org/options",
    {
      config: { access: { permission: "options:read" }, page: true },
      schema: { querystring: Type.Object({ show: Type.Optional(Type.Enum(["all"])) }) },
    },
    async (request, reply) => {
      const { locale, organisation, db, query } = request
      const t = texts[locale]
      const all = query.show === "all"
      const options = await listOptions(db, { standing: !all })
      const home = `/admin/${organisation.slug}/options`
      return adminPage(
        request,
        reply,
        { title: t.title, current: "/options" },
        <>
          <PageHeading
            title={t.title}
            lead={t.lead}
            actions={
              request.can("options:write") && (
                <LinkButton href={`${home}/new`} icon="plus">
                  {t.create}
                </LinkButton>
              )
            }
          />
          <Filters
            label={t.filter}
            items={[
              { href: home, label: t.standing, current: !all },
              { href: `${home}?show=all`, label: t.all, current: all },
            ]}
          />
          {options.length === 0 ? (
            <EmptyState title={t.nothing} icon="clock">
              {t.nothingHint}
            </EmptyState>
          ) : (
            <DataTable
              caption={t.title}
              rows={options}
              rowHref={({ id }) => `${home}/${id}`}
              columns={[
                { key: "name", label: t.name, cell: ({ name }) => name },
                {
                  key: "performance",
                  label: t.performance,
                  cell: ({ places: [place] }) =>
                    place && (
                      <>
                        {inLocale(place.event.title, locale)},{" "}
                        <DateTime at={place.startsAt} timeZone={place.venue.timezone} />
                      </>
                    ),
                },
                { key: "places", label: t.places, numeric: true, cell: ({ places }) => places.length },
                { key: "total", label: t.total, numeric: true, cell: ({ total }) => <Money cents={total} /> },
                {
                  key: "until",
                  label: t.until,
                  cell: ({ until }) => <DateTime at={until} timeZone={organisation.timezone} />,
                },
                {
                  key: "state",
                  label: t.state,
                  cell: ({ status }) => <OptionState status={status} label={t.states[status]} />,
                },
              ]}
            />
          )}
        </>,
      )
    },
  )
}
