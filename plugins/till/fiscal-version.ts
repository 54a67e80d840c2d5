import type { App } from "../../server/plugin.ts"

/** Which version of the books wrote them; "–" where there are none. */
export function fiscalVersion(app: App): string {
  return app.hasDecorator("ledger") ? app.ledger.version : "–"
}
