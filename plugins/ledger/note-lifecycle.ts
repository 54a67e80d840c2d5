import { randomBytes } from "node:crypto"
import { sql } from "kysely"
import packageJson from "../../package.json" with { type: "json" }
import type { Db } from "../../server/database.ts"
import { inEachOrganisation } from "../../server/housekeeping.ts"
import type { App } from "../../server/plugin.ts"
import { aheadOfClock } from "./clock.ts"

/** Has the journals tell when Parterre starts and stops, by which version, and whether the clock was put back meanwhile. */
export function noteLifecycle(app: App): void {
  // Starts and stops of several processes are told apart by it; a start without its stop was a crash.
  const process_ = randomBytes(4).toString("hex")
  app.addHook("onListen", async () => {
    // The start does not wait for it.
    const started = noteStart(app, process_).catch((error: unknown) =>
      app.log.error({ err: error }, "the start was not noted"),
    )
    app.stopping.push(async () => {
      await started
      await app.journal.noteEverywhere({ kind: "stopped", about: { process: process_ } })
    })
  })
}

export async function noteStart(app: App, process_: string): Promise<void> {
  const { version } = packageJson
  await inEachOrganisation(app, async (db, organisationId) => {
    const ahead = await aheadOfClock(db)
    if (ahead) await app.journal.noteNow({ organisationId, kind: "clock_behind", about: ahead })
    const from = await lastVersion(db)
    if (from !== undefined && from !== version)
      await app.journal.noteNow({ organisationId, kind: "version_changed", about: { from, to: version } })
    await app.journal.noteNow({
      organisationId,
      kind: "started",
      about: {
        ...{ version, ledger: app.ledger.version, node: process.version },
        ...{ roles: app.config.roles.join(" "), process: process_ },
      },
    })
  })
}

/** Which Parterre started last. */
async function lastVersion(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ version: string }>`
    select content::json -> 'about' ->> 'version' as version from ledger_lines
    where organisation_id = current_organisation() and chain = 'journal' and kind = 'started'
    order by number desc limit 1`.execute(db)
  return rows[0]?.version
}
