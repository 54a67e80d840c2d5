import { definePlugin } from "../../server/plugin.ts"
import { anchorHeads } from "./anchors.ts"
import { listen } from "./listen.ts"
import { recordEntries } from "./record-entries.ts"
import { registerRoutes } from "./routes.ts"
import { Seals } from "./seal.ts"
import "./tables.ts"

/** What seals lines, and which version of the books wrote them. */
export interface Ledger {
  seals: Seals
  version: string
  /** What this process anchored last: the MAC by organisation and chain. */
  anchored: Map<string, string>
}

declare module "fastify" {
  interface FastifyInstance {
    ledger: Ledger
  }
}

/** Of this module alone: its first number changes with what may change the books. */
export const ledgerVersion = "1.0.0"

/** The books: every operation numbered, chained and sealed as it is committed. */
export default definePlugin({
  name: "ledger",
  dependencies: ["accounts", "venues", "catalogue", "inventory", "orders", "tickets", "admission"],
  readOnly: ["ledger_lines", "ledger_heads", "ledger_performances"],
  permissions: {
    "books:read": ["accounting"],
    "books:close": ["accounting"],
  },
  sweeps: [
    { name: "record entries", everySeconds: 5, run: recordEntries },
    { name: "anchor the books", everySeconds: 10, run: anchorHeads },
  ],
  register(app) {
    app.decorate("ledger", { seals: new Seals(app.secrets), version: ledgerVersion, anchored: new Map() })
    listen(app)
    registerRoutes(app)
  },
})
