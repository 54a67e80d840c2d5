import { definePlugin } from "../../server/plugin.ts"
import { registerPages } from "./pages.tsx"
import { texts } from "./texts.ts"

/** A double of each organisation to practise in: a tenant of its own, marked on every screen and paper. */
export default definePlugin({
  name: "training",
  dependencies: ["accounts", "venues", "seating", "catalogue", "inventory"],
  permissions: {
    "training:use": ["box_office", "accounting", "door"],
  },
  menu: [
    {
      label: { fr: texts.fr.title, en: texts.en.title },
      path: "/training",
      permission: "training:use",
      icon: "info",
      order: 69,
    },
  ],
  problems: {
    training_of_training: {
      fr: { title: "Vous êtes déjà dans l’entraînement" },
      en: { title: "You are practising already" },
    },
    not_training: {
      fr: { title: "Vous n’êtes pas dans l’entraînement" },
      en: { title: "You are not practising" },
    },
  },
  register: registerPages,
})
