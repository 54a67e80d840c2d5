import { definePlugin } from "../../server/plugin.ts"
import { registerDraftRoutes } from "./drafts/routes.ts"
import { registerEditorPage } from "./pages/editor-page.tsx"
import { registerFileRoutes } from "./pages/file-routes.ts"
import { registerListPage } from "./pages/list-page.tsx"
import { registerNewPages } from "./pages/new-pages.tsx"
import { registerPlanPage } from "./pages/plan-page.tsx"
import { registerRoutes } from "./routes.ts"
import "./pages/plan-panels.ts"
import "./tables.ts"

/** Plans of halls with numbered seats: drawn in the back office, read from and written to the pretix format. */
export default definePlugin({
  name: "seating",
  dependencies: ["accounts", "venues"],
  programme: [{ table: "seating_plans" }, { table: "seating_versions", fixed: true }],
  permissions: { "seating:read": ["box_office"], "seating:write": [] },
  menu: [
    {
      label: { fr: "Plans de salle", en: "Seating plans" },
      path: "/seating-plans",
      permission: "seating:read",
      icon: "seats",
      order: 14,
    },
  ],
  problems: {
    draft_changed: {
      fr: {
        title: "Quelqu’un d’autre a modifié ce plan",
        detail: "Relisez ce qui a été enregistré, puis recommencez.",
      },
      en: { title: "Somebody else has changed this plan", detail: "Look at what was saved, then try again." },
    },
    nothing_to_publish: {
      fr: { title: "Rien n’a changé depuis la dernière version" },
      en: { title: "Nothing has changed since the newest version" },
    },
  },
  register(app) {
    app.decorate("planPanels", [])
    registerRoutes(app)
    registerDraftRoutes(app)
    registerListPage(app)
    registerNewPages(app)
    registerPlanPage(app)
    registerEditorPage(app)
    registerFileRoutes(app)
  },
})
