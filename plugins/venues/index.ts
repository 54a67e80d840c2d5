import { definePlugin } from "../../server/plugin.ts"
import { registerPages } from "./pages.tsx"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"

/** Where things happen: halls, churches, courtyards. */
export default definePlugin({
  name: "venues",
  dependencies: ["accounts"],
  programme: [{ table: "venues" }],
  permissions: {
    "venues:read": ["box_office", "accounting", "door"],
    "venues:write": [],
  },
  menu: [
    {
      label: { fr: "Lieux", en: "Venues" },
      path: "/venues",
      permission: "venues:read",
      icon: "place",
      order: 14,
    },
  ],
  problems: {
    in_use: {
      fr: { title: "Une séance s’en sert encore", detail: "Ce qui a servi à vendre reste dans les livres." },
      en: { title: "A performance still uses it", detail: "What was sold with it stays in the books." },
    },
  },
  register(app) {
    registerRoutes(app)
    registerPages(app)
  },
})
