import { definePlugin } from "../../server/plugin.ts"
import { registerJobsPage } from "./jobs-page.tsx"
import { registerMailList } from "./list-page.tsx"
import { registerMailPage } from "./mail-page.tsx"

/** The mails that left, wait or are kept, and the tasks that failed. */
export default definePlugin({
  name: "mailbox",
  dependencies: ["accounts"],
  permissions: {
    "mails:read": ["box_office"],
    "mails:write": ["box_office"],
  },
  menu: [
    {
      label: { fr: "Courriers", en: "Mail" },
      path: "/mails",
      permission: "mails:read",
      icon: "mail",
      order: 65,
    },
  ],
  problems: {
    attachment_not_ready: {
      fr: { title: "Cette pièce jointe n’est pas encore prête", detail: "Réessayez dans un instant." },
      en: { title: "This attachment is not ready yet", detail: "Try again in a moment." },
    },
  },
  register(app) {
    registerMailList(app)
    registerMailPage(app)
    registerJobsPage(app)
  },
})
