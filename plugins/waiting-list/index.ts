import { inEachOrganisation } from "../../server/housekeeping.ts"
import { definePlugin } from "../../server/plugin.ts"
import { registerEntryPages } from "./entry-pages.tsx"
import { registerJoinPages } from "./join-pages.tsx"
import { followOffers, forgetEntries, offerPlaces } from "./offer-places.ts"
import { registerOfficePages } from "./office-pages.tsx"
import "./tables.ts"
import { texts } from "./texts.ts"

/** Places that come back go to those who wait for them, in order. */
export default definePlugin({
  name: "waiting-list",
  dependencies: ["accounts", "venues", "catalogue", "seating", "inventory", "orders", "tickets", "shop"],
  permissions: { "waiting-list:read": ["box_office"] },
  menu: [
    {
      label: { fr: texts.fr.office, en: texts.en.office },
      path: "/waiting-list",
      permission: "waiting-list:read",
      icon: "mail",
      order: 26,
    },
  ],
  sweeps: [
    {
      name: "offer places to who waits for them",
      everySeconds: 5,
      run: (app) =>
        inEachOrganisation(app, async (db, organisationId) => {
          await followOffers(db)
          await offerPlaces(app, db, organisationId)
        }),
    },
    {
      name: "forget who waited",
      everySeconds: 3600,
      run: (app) => inEachOrganisation(app, (db) => forgetEntries(db)),
    },
  ],
  register(app) {
    app.soldOutLinks.push((request, { id }) => ({
      href: `/${request.organisation.slug}/performances/${id}/waiting-list`,
      label: texts[request.locale].link,
    }))
    registerJoinPages(app)
    registerEntryPages(app)
    registerOfficePages(app)
  },
})
