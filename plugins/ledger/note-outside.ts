import type { Databases } from "../../server/database.ts"
import type { Note } from "../../server/journal.ts"
import type { Secrets } from "../../server/secrets.ts"
import { recordLine } from "./record-line.ts"
import { Seals } from "./seal.ts"

/** Notes in the journal of one organisation, or of each: for the verbs of the command line, which build no application. */
export async function noteOutside(
  { databases, secrets }: { databases: Databases; secrets: Secrets },
  { kind, by = null, about = {} }: Note,
  only?: string,
): Promise<void> {
  const seals = new Seals(secrets)
  const all = () => databases.system.selectFrom("organisations").select("id").orderBy("id").execute()
  for (const { id } of only ? [{ id: only }] : await all())
    await recordLine(databases.forOrganisation(id), seals, {
      ...{ organisationId: id, chain: "journal", kind, content: { by, about } },
    })
}
