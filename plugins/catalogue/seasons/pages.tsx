import { registerAdminThings } from "../../../server/admin-things.tsx"
import { FormReader } from "../../../server/form-reader.ts"
import type { App } from "../../../server/plugin.ts"
import { DateTime, errorOf, Field, FieldRow } from "../../../templates/components/index.ts"
import { removeUnused } from "../remove-unused.ts"
import { inWords } from "../rules.ts"
import type { SeasonInput, SeasonItem } from "../schemas.ts"
import { getSeason } from "./get-season.ts"
import { listSeasons, type seasonOrders } from "./list-seasons.ts"
import { createSeason, updateSeason } from "./save-season.ts"
import { texts } from "./texts.ts"

type Values = { name: string; startsOn: string; endsOn: string }

/** Seasons in the back office. */
export function registerSeasonPages(app: App): void {
  registerAdminThings<SeasonItem, SeasonInput, Values>(app, {
    path: "/seasons",
    permissions: { read: "programme:read", write: "programme:write" },
    icon: "calendar",
    texts: { fr: texts.fr.things, en: texts.en.things },
    view({ locale }) {
      const t = texts[locale]
      const day = (text: string) => <DateTime as="day" at={new Date(`${text}T12:00:00Z`)} timeZone="UTC" />
      return {
        defaultSort: { key: "startsOn", direction: "desc" },
        columns: [
          { key: "name", label: t.name, cell: ({ name }) => name, text: ({ name }) => name, sortable: true },
          {
            key: "startsOn",
            label: t.startsOn,
            cell: ({ startsOn }) => day(startsOn),
            text: ({ startsOn }) => startsOn,
            sortable: true,
          },
          { key: "endsOn", label: t.endsOn, cell: ({ endsOn }) => day(endsOn), text: ({ endsOn }) => endsOn },
        ],
      }
    },
    list: (request, { sort, ...list }) =>
      listSeasons(request.db, {
        organisationId: request.organisation.id,
        ...list,
        sort: { key: sort.key as keyof typeof seasonOrders, direction: sort.direction },
      }),
    get: getSeason,
    create: (db, organisationId, season) => createSeason(db, { organisationId, season }),
    update: (db, where, season) => updateSeason(db, { ...where, season }),
    remove: (db, where) => removeUnused(db, { ...where, table: "seasons" }),
    blank: () => ({ name: "", startsOn: "", endsOn: "" }),
    valuesOf: ({ name, startsOn, endsOn }) => ({ name, startsOn, endsOn }),
    read(body, { locale }) {
      const t = texts[locale]
      const form = new FormReader(body, locale)
      const input = {
        name: form.line("name", { label: t.name, max: 200 }),
        startsOn: form.day("startsOn", { label: t.startsOn }),
        endsOn: form.day("endsOn", { label: t.endsOn }),
      }
      return { input, errors: form.errors }
    },
    fields({ locale, values, errors }) {
      const t = texts[locale]
      const shared = (name: keyof Values) => ({ name, value: values[name], error: errorOf(errors, name) })
      return (
        <>
          <Field {...shared("name")} label={t.name} hint={t.nameHint} maxlength={200} />
          <FieldRow>
            <Field {...shared("startsOn")} type="date" label={t.startsOn} />
            <Field {...shared("endsOn")} type="date" label={t.endsOn} />
          </FieldRow>
        </>
      )
    },
    inWords,
  })
}
