import { sql } from "kysely"
import type { Db } from "./database.ts"
import type { App, Sweep } from "./plugin.ts"

/** Does the same in each organisation, one after the other; where it fails, the others have theirs all the same. */
export async function inEachOrganisation(
  app: App,
  work: (db: Db, organisationId: string) => Promise<void>,
): Promise<void> {
  for (const id of await app.identity.organisationIds())
    await work(app.databases.forOrganisation(id), id).catch((error: unknown) =>
      app.log.error({ err: error, organisationId: id }, "sweep failed"),
    )
}

/** What the kernel itself does by the clock. */
export const housekeeping: Sweep = {
  name: "forget idempotency keys",
  everySeconds: 3600,
  run: (app) =>
    inEachOrganisation(app, async (db) => {
      await db
        .deleteFrom("idempotency_keys")
        .where("created_at", "<", sql<Date>`now() - interval '2 days'`)
        .execute()
    }),
}
