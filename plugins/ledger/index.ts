import { definePlugin } from "../../server/plugin.ts"
import { anchorHeads } from "./anchors.ts"
import { ClockWatch, watchClock } from "./clock.ts"
import { closeAndVerify } from "./close-by-clock.ts"
import { ledgerVersion } from "./ledger.ts"
import { listen } from "./listen.ts"
import { noteExports } from "./note-exports.ts"
import { noteLifecycle } from "./note-lifecycle.ts"
import { recordEntries } from "./record-entries.ts"
import { registerRoutes } from "./routes.ts"
import { Seals } from "./seal.ts"
import { ticketOperations } from "./ticket-operations.ts"
import "./tables.ts"

/** The books: every operation numbered, chained and sealed as it is committed. */
export default definePlugin({
  name: "ledger",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders", "tickets", "admission"],
  readOnly: ["ledger_lines", "ledger_heads", "ledger_performances", "ledger_debts"],
  permissions: {
    "books:read": ["accounting", "inspector"],
    // Those who sell see what they did themselves.
    "books:own": ["box_office", "accounting", "inspector"],
    "books:close": ["accounting"],
  },
  problems: {
    already_closed: {
      fr: {
        title: "Cette période est déjà close",
        detail: "Une clôture ne se refait pas ; les opérations suivantes sont dans la période ouverte.",
      },
      en: {
        title: "This period is already closed",
        detail: "A closing is not made twice; later operations are in the open period.",
      },
    },
  },
  sweeps: [
    { name: "record entries", everySeconds: 5, run: recordEntries },
    { name: "anchor the books", everySeconds: 10, run: anchorHeads },
    { name: "watch the clock", everySeconds: 10, run: (app) => watchClock(app) },
    { name: "close the books", everySeconds: 60, run: closeAndVerify },
  ],
  register(app) {
    app.ticketOperations.of = ticketOperations
    app.decorate("ledger", {
      ...{ seals: new Seals(app.secrets), version: ledgerVersion },
      ...{ anchored: new Map(), clock: new ClockWatch(), tillNames: async () => new Map() },
    })
    listen(app)
    noteExports(app)
    noteLifecycle(app)
    registerRoutes(app)
  },
})
