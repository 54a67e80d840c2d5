import { definePlugin } from "../../server/plugin.ts"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"

/** Options: places kept by name until a day, without payment. */
export default definePlugin({
  name: "options",
  dependencies: ["accounts", "venues", "catalogue", "inventory"],
  permissions: { "options:read": ["box_office"], "options:write": ["box_office"] },
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
  register: registerRoutes,
})
