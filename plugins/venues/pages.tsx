import { registerAdminThings } from "../../server/admin-things.tsx"
import { FormReader } from "../../server/form-reader.ts"
import type { App } from "../../server/plugin.ts"
import { errorOf, Field } from "../../templates/components/index.ts"
import { getVenue } from "./get-venue.ts"
import { listVenues, type venueOrders } from "./list-venues.ts"
import { removeVenue } from "./remove-venue.ts"
import { createVenue, updateVenue } from "./save-venue.ts"
import { texts } from "./texts.ts"
import type { VenueInput, VenueItem } from "./venue.ts"

/** Where French organisations are, before the rest of the world. */
const nearZones = [
  "Europe/Paris",
  "America/Guadeloupe",
  "America/Martinique",
  "America/Cayenne",
  "Indian/Reunion",
  "Indian/Mayotte",
  "Pacific/Noumea",
  "Pacific/Tahiti",
]

function zoneNames(own: string): string[] {
  return [...new Set([own, ...nearZones, ...Intl.supportedValuesOf("timeZone")])]
}

type Values = { name: string; address: string; timezone: string }

/** Venues in the back office. */
export function registerPages(app: App): void {
  registerAdminThings<VenueItem, VenueInput, Values>(app, {
    path: "/venues",
    permissions: { read: "venues:read", write: "venues:write" },
    icon: "place",
    texts: { fr: texts.fr.things, en: texts.en.things },
    view({ locale }) {
      const t = texts[locale]
      return {
        defaultSort: { key: "name", direction: "asc" },
        columns: [
          { key: "name", label: t.name, cell: ({ name }) => name, text: ({ name }) => name, sortable: true },
          {
            key: "address",
            label: t.address,
            cell: ({ address }) => address,
            text: ({ address }) => address ?? "",
            sortable: true,
          },
        ],
      }
    },
    list: (request, { sort, ...list }) =>
      listVenues(request.db, {
        organisationId: request.organisation.id,
        ...list,
        sort: { key: sort.key as keyof typeof venueOrders, direction: sort.direction },
      }),
    get: getVenue,
    create: (db, organisationId, venue) => createVenue(db, { organisationId, venue }),
    update: (db, where, venue) => updateVenue(db, { ...where, venue }),
    remove: removeVenue,
    blank: ({ organisation }) => ({ name: "", address: "", timezone: organisation.timezone }),
    valuesOf: ({ name, address, timezone }) => ({ name, address: address ?? "", timezone }),
    read(body, { locale }) {
      const t = texts[locale]
      const form = new FormReader(body, locale)
      const input = {
        name: form.line("name", { label: t.name, max: 200 }),
        address: form.line("address", { label: t.address, max: 500, optional: true }),
        timezone: form.choice("timezone", zoneNames(form.typed("timezone")), { label: t.timezone }) ?? "",
      }
      return { input, errors: form.errors }
    },
    fields({ locale, values, errors }) {
      const t = texts[locale]
      const shared = (name: keyof Values) => ({ name, value: values[name], error: errorOf(errors, name) })
      return (
        <>
          <Field {...shared("name")} label={t.name} hint={t.nameHint} maxlength={200} />
          <Field {...shared("address")} label={t.address} hint={t.addressHint} maxlength={500} optional />
          <Field
            {...shared("timezone")}
            type="select"
            label={t.timezone}
            hint={t.timezoneHint}
            width="medium"
            options={zoneNames(values.timezone).map((zone) => ({
              value: zone,
              label: zone.replaceAll("_", " "),
            }))}
          />
        </>
      )
    },
  })
}
