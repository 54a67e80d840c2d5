import { sql } from "kysely"
import { sqlState, type Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"

/**
 * Opens a till with its float, for one person. A till that is named for the first time is made.
 * @throws 409 till_in_use while its last session is not closed
 */
export async function openSession(
  trx: Trx,
  organisationId: string,
  { tillId, float, userId }: { tillId: string; float: number; userId: string },
): Promise<{ id: string; number: number }> {
  const given = tillId.trim()
  // A till that was renamed is still found under both of its names.
  const known = await trx
    .selectFrom("tills")
    .select("ref")
    .where((eb) => eb.or([eb("ref", "=", given), eb("name", "=", given)]))
    .orderBy(sql`ref = ${given}`, "desc")
    .executeTakeFirst()
  const ref = known?.ref ?? given
  await trx
    .insertInto("tills")
    .values({ organisation_id: organisationId, ref, name: ref })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  try {
    const { rows } = await sql<{ id: string; number: number }>`
      insert into till_sessions (organisation_id, till_id, number, user_id, float_amount)
      select t.organisation_id, t.id, 1 + coalesce((select max(s.number) from till_sessions s
        where s.organisation_id = t.organisation_id and s.till_id = t.id), 0), ${userId}, ${float}
      from tills t where t.organisation_id = current_organisation() and t.ref = ${ref} returning id, number`.execute(
      trx,
    )
    const [row] = rows
    if (!row) throw new Error("no till")
    return row
  } catch (error) {
    // Two at once have the same number, or find the other open: one of them has the till.
    if (sqlState(error) === "23505") throw problem(409, "till_in_use")
    throw error
  }
}
