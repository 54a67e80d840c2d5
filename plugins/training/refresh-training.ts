import { sql } from "kysely"
import type { Organisation } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"
import { keepTwin } from "../accounts/training-twin.ts"
import type { SavedZone } from "../catalogue/tables.ts"
import { copyProgramme } from "./copy-programme.ts"

/**
 * Makes the organisation in which people of this one practise, or brings its programme up to date. What was done there in
 * practice stays. @throws 409 training_of_training
 */
export async function refreshTraining(
  app: App,
  organisation: Organisation,
): Promise<{ id: string; slug: string }> {
  const twin = await keepTwin(app.databases.system, organisation)
  const tables = app.plugins.flatMap(({ programme = [] }) => programme)
  await app.databases
    .forOrganisation(twin.id)
    .transaction()
    .execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('training', ${twin.id}::bigint))`.execute(trx)
      await copyProgramme(trx, tables, { from: organisation.id, to: twin.id })
      const { rows: zones } = await sql<SavedZone>`
        select z.id, z.performance_id as "performanceId", z.ref, z.capacity, f.seating_version_id as "seatingVersionId"
        from m_zones m join zones z on z.organisation_id = ${twin.id} and z.id = m.new
        join performances f on f.organisation_id = z.organisation_id and f.id = z.performance_id`.execute(trx)
      if (zones.length > 0) await app.events.emit(trx, "zones.saved", { organisationId: twin.id, zones })
    })
  app.identity.forget()
  return twin
}
