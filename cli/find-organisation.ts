import type { Organisation } from "../server/access.ts"
import type { Db } from "../server/database.ts"
import { StartError } from "../server/start-error.ts"

export type FoundOrganisation = Pick<
  Organisation,
  "id" | "slug" | "name" | "timezone" | "currency" | "locale"
>

/** The organisation of this slug; without one, the only organisation there is. */
export async function findOrganisation(db: Db, slug: string | undefined): Promise<FoundOrganisation> {
  const all = await db
    .selectFrom("organisations")
    .select(["id", "slug", "name", "timezone", "currency", "locale"])
    .where("training_of", "is", null)
    .orderBy("slug")
    .execute()
  const slugs = all.map((organisation) => organisation.slug).join(", ")
  if (all.length === 0) throw new StartError("There is no organisation yet: make one in the back office.")
  const found = slug === undefined ? all : all.filter((organisation) => organisation.slug === slug)
  const [only] = found
  if (!only) throw new StartError(`There is no organisation ${slug}: there are ${slugs}.`)
  if (found.length > 1) throw new StartError(`Say for which organisation with --org: ${slugs}.`)
  return only
}
