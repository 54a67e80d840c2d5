import { definePlugin } from "../../server/plugin.ts"
import { registerAccountPages } from "./account-pages.tsx"
import { makeFirstAdministrator } from "./first-administrator.ts"
import { createIdentity } from "./identity.ts"
import { registerLogoRoutes } from "./logo-routes.ts"
import { registerNewOrganisationPages } from "./new-organisation-pages.tsx"
import { notedSignIn } from "./note-sign-ins.ts"
import { registerPages } from "./pages.tsx"
import { registerRoutes } from "./routes.ts"
import { registerSettingsPages } from "./settings-pages.tsx"
import { registerTeamPages } from "./team-pages.tsx"
import "./tables.ts"

/** Organisations, users, what each may do where, and signing in. */
export default definePlugin({
  name: "accounts",
  dependencies: [],
  permissions: {
    "organisation:write": [],
    "office:read": ["box_office", "accounting", "door"],
  },
  menu: [
    {
      label: { fr: "Équipe", en: "Team" },
      path: "/team",
      permission: "organisation:write",
      icon: "user",
      order: 60,
    },
    {
      label: { fr: "Organisme", en: "Organisation" },
      path: "/settings",
      permission: "organisation:write",
      icon: "settings",
      order: 70,
    },
  ],
  problems: {
    bad_credentials: {
      fr: { title: "E-mail ou mot de passe incorrect" },
      en: { title: "Wrong e-mail or password" },
    },
    too_many_sign_ins: {
      fr: { title: "Trop d’essais", detail: "Attendez quinze minutes avant de réessayer." },
      en: { title: "Too many attempts", detail: "Wait fifteen minutes before trying again." },
    },
    slug_taken: {
      fr: { title: "Cette adresse courte est déjà prise" },
      en: { title: "This short address is already taken" },
    },
    already_member: {
      fr: { title: "Cette personne fait déjà partie de l’équipe" },
      en: { title: "This person is already in the team" },
    },
    own_membership: {
      fr: { title: "Votre propre rôle se change par quelqu’un d’autre" },
      en: { title: "Your own role is for somebody else to change" },
    },
    email_taken: {
      fr: { title: "Cet e-mail a déjà un compte" },
      en: { title: "This e-mail already has an account" },
    },
  },
  register(app) {
    app.decorate("identity", createIdentity(app))
    const signIn = notedSignIn(app)
    registerRoutes(app, signIn)
    registerPages(app, signIn)
    registerAccountPages(app)
    registerNewOrganisationPages(app)
    registerSettingsPages(app)
    registerLogoRoutes(app)
    registerTeamPages(app)
  },
  start: makeFirstAdministrator,
})
