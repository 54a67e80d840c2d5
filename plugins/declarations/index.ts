import { definePlugin } from "../../server/plugin.ts"
import { ledgerRelease } from "../ledger/released.ts"
import { registerPages } from "./pages.tsx"
import "./tables.ts"
import { texts } from "./texts.ts"

/** What is declared and attested of the software: the file of CGI annexe IV, 50 sexies I, and the individual attestation. */
export default definePlugin({
  name: "declarations",
  dependencies: ["accounts", "orders", "tickets", "ledger", "books", "printing"],
  permissions: {
    "declarations:write": ["accounting"],
  },
  menu: [
    {
      label: { fr: texts.fr.title, en: texts.en.title },
      path: "/compliance",
      permission: "books:read",
      icon: "check",
      order: 54,
    },
  ],
  register(app) {
    const { released, version, differing } = ledgerRelease()
    if (!released) app.log.warn({ version, differing }, "the fiscal part is not the one that was released")
    registerPages(app)
  },
})
