import { definePlugin } from "../../server/plugin.ts"
import { registerPages } from "./pages.ts"
import { unknownFill } from "./performance-fill.ts"
import "./performance-links.ts"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"

/** What plays, where, when and for how much. */
export default definePlugin({
  name: "catalogue",
  dependencies: ["accounts", "venues", "seating"],
  programme: [
    { table: "seasons" },
    { table: "tariffs" },
    { table: "events" },
    { table: "performances" },
    { table: "zones" },
    { table: "prices" },
  ],
  permissions: {
    "programme:read": ["box_office", "accounting", "door", "inspector"],
    "programme:write": [],
  },
  menu: [
    {
      label: { fr: "Accueil", en: "Home" },
      path: "",
      permission: "programme:read",
      icon: "building",
      order: 0,
    },
    {
      label: { fr: "Spectacles", en: "Events" },
      path: "/events",
      permission: "programme:read",
      icon: "mask",
      order: 10,
    },
    {
      label: { fr: "Séances", en: "Performances" },
      path: "/performances",
      permission: "programme:read",
      icon: "ticket",
      order: 11,
    },
    {
      label: { fr: "Calendrier", en: "Calendar" },
      path: "/calendar",
      permission: "programme:read",
      icon: "calendar",
      order: 12,
    },
    {
      label: { fr: "Tarifs", en: "Tariffs" },
      path: "/tariffs",
      permission: "programme:read",
      icon: "euro",
      order: 15,
    },
    {
      label: { fr: "Saisons", en: "Seasons" },
      path: "/seasons",
      permission: "programme:read",
      icon: "clock",
      order: 16,
    },
    {
      label: { fr: "Importer", en: "Import" },
      path: "/import",
      permission: "programme:write",
      icon: "download",
      order: 17,
    },
  ],
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
    app.decorate("performanceFill", { read: unknownFill })
    app.decorate("performanceLinks", [])
    registerRoutes(app)
    registerPages(app)
  },
})
