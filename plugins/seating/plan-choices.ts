import type { Db } from "../../server/database.ts"
import { newestVersions } from "./newest-versions.ts"

/** The newest version of each plan, by name, for choosing one; and `kept`, which a performance has, if it is older. */
export async function planChoices(
  db: Db,
  kept: string | null,
): Promise<{ id: string; name: string; seats: number }[]> {
  const newest = await newestVersions(db)
    .select(["version.id", "plan.name", "version.seats"])
    .orderBy("plan.name")
    .execute()
  if (kept === null || newest.some(({ id }) => id === kept)) return newest
  const older = await db
    .selectFrom("seating_versions as version")
    .innerJoin("seating_plans as plan", (join) =>
      join
        .onRef("plan.organisation_id", "=", "version.organisation_id")
        .onRef("plan.id", "=", "version.plan_id"),
    )
    .select(["version.id", "plan.name", "version.seats", "version.number"])
    .where("version.id", "=", kept)
    .execute()
  return [...older.map(({ number, name, ...rest }) => ({ ...rest, name: `${name} (v${number})` })), ...newest]
}
