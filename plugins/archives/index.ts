import { definePlugin } from "../../server/plugin.ts"
import { makeAskedArchive } from "./make-archive.ts"
import { registerPages } from "./pages.tsx"
import "./tables.ts"
import { texts } from "./texts.ts"

/** Archives of closed periods, in open formats, sealed, with what verifies them without Parterre. */
export default definePlugin({
  name: "archives",
  dependencies: ["accounts", "catalogue", "orders", "tickets", "ledger"],
  permissions: {
    "archives:make": ["accounting"],
  },
  problems: {
    period_open: {
      fr: {
        title: "Cette période n’est pas close",
        detail: "Une archive est figée : closez d’abord la période, dans les comptes.",
      },
      en: {
        title: "This period is not closed",
        detail: "An archive is fixed: close the period first, in the books.",
      },
    },
    nothing_to_archive: {
      fr: { title: "Rien à archiver", detail: "Aucun jour clos dans cette période." },
      en: { title: "Nothing to archive", detail: "No day of this period was closed." },
    },
    training_archive: {
      fr: { title: "L’entraînement ne s’archive pas" },
      en: { title: "What is practised is not archived" },
    },
    archive_going: {
      fr: { title: "Une archive est déjà en cours", detail: "Attendez qu’elle soit faite." },
      en: { title: "An archive is being made", detail: "Wait until it is done." },
    },
  },
  menu: [
    {
      label: { fr: texts.fr.archives, en: texts.en.archives },
      path: "/archives",
      permission: "books:read",
      icon: "download",
      order: 53,
    },
  ],
  jobs: { "archives.make": makeAskedArchive },
  register: registerPages,
})
