import { definePlugin } from "../../server/plugin.ts"
import { makeAskedArchive } from "./make-archive.ts"
import "./tables.ts"

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
    archive_going: {
      fr: { title: "Une archive est déjà en cours", detail: "Attendez qu’elle soit faite." },
      en: { title: "An archive is being made", detail: "Wait until it is done." },
    },
  },
  jobs: { "archives.make": makeAskedArchive },
})
