import { definePlugin } from "../../server/plugin.ts"
import { registerRoutes } from "./routes.ts"
import { registerSeasonPages } from "./seasons/pages.tsx"
import { registerTariffPages } from "./tariffs/pages.tsx"
import "./tables.ts"

/** What plays, where, when and for how much. */
export default definePlugin({
  name: "catalogue",
  dependencies: ["accounts", "venues"],
  permissions: {
    "programme:read": ["box_office", "accounting", "door"],
    "programme:write": [],
  },
  problems: {
    ref_taken: {
      fr: { title: "Cette référence est déjà prise" },
      en: { title: "This reference is already taken" },
    },
    not_a_draft: {
      fr: { title: "Ce spectacle est publié", detail: "Repassez-le d’abord en brouillon." },
      en: { title: "This event is published", detail: "Make it a draft first." },
    },
  },
  register(app) {
    registerRoutes(app)
    registerSeasonPages(app)
    registerTariffPages(app)
  },
})
