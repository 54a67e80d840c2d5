import { definePlugin } from "../../server/plugin.ts"
import { registerOptionList } from "./list-page.tsx"
import { registerNewOption } from "./new-page.tsx"
import { registerOptionPage } from "./option-page.tsx"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"
import { texts } from "./texts.ts"

/** Options: places kept by name until a day, without payment. */
export default definePlugin({
  name: "options",
  dependencies: ["accounts", "venues", "seating", "catalogue", "inventory", "orders", "tickets", "shop"],
  permissions: { "options:read": ["box_office"], "options:write": ["box_office"] },
  menu: [
    {
      label: { fr: texts.fr.title, en: texts.en.title },
      path: "/options",
      permission: "options:read",
      icon: "clock",
      order: 24,
    },
  ],
  problems: {
    option_over: {
      fr: {
        title: "Cette option n’est plus en cours",
        detail: "Elle a été confirmée ou libérée, ou son délai est passé.",
      },
      en: {
        title: "This option no longer stands",
        detail: "It was confirmed or released, or its time is over.",
      },
    },
  },
  register(app) {
    app.performanceLinks.push((request, id) =>
      request.can("options:write")
        ? {
            href: `/admin/${request.organisation.slug}/options/new?performance=${id}`,
            label: texts[request.locale].create,
          }
        : null,
    )
    registerRoutes(app)
    registerOptionList(app)
    registerNewOption(app)
    registerOptionPage(app)
  },
})
