import type { Db } from "../../../server/database.ts"
import { problem } from "../../../server/problem.ts"
import { imageType } from "../../accounts/logo.ts"

/** 5 MB: a scanned plan at 300 dots an inch. */
export const pictureBytes = 5_000_000

/** Keeps the picture a plan is drawn over. @throws 404 not_found; 422 invalid_request for what is no picture */
export async function savePicture(
  db: Db,
  { organisationId, planId, bytes }: { organisationId: string; planId: string; bytes: Buffer },
): Promise<void> {
  // What the file says of itself does not count: the first bytes do, and SVG, which can hold scripts, is no picture here.
  const type = imageType(bytes)
  if (!type)
    throw problem(422, "invalid_request", undefined, [
      { path: "", message: "is not a PNG, JPEG or WebP picture" },
    ])
  const plan = await db.selectFrom("seating_plans").select("id").where("id", "=", planId).executeTakeFirst()
  if (!plan) throw problem(404, "not_found")
  await db
    .insertInto("seating_pictures")
    .values({ organisation_id: organisationId, plan_id: planId, type, bytes })
    .onConflict((conflict) => conflict.columns(["organisation_id", "plan_id"]).doUpdateSet({ type, bytes }))
    .execute()
}

export async function readPicture(db: Db, planId: string): Promise<{ type: string; bytes: Buffer }> {
  const found = await db
    .selectFrom("seating_pictures")
    .select(["type", "bytes"])
    .where("plan_id", "=", planId)
    .executeTakeFirst()
  if (!found) throw problem(404, "not_found")
  return found
}

export async function removePicture(db: Db, planId: string): Promise<void> {
  await db.deleteFrom("seating_pictures").where("plan_id", "=", planId).execute()
}
