import type { App } from "../../server/plugin.ts"
import type { Anchor } from "./anchors.ts"
import { type Verification, verifyBooks } from "./verify.ts"

/** Verifies the books of an organisation and has its technical journal tell who did and what was found. */
export async function verifyAndNote(
  app: App,
  organisationId: string,
  by: string | null,
  given: readonly Anchor[] = [],
): Promise<Verification> {
  const verification = await verifyBooks(app, organisationId, given)
  const { ok, count, faults } = verification
  await app.journal.noteNow({
    ...{ organisationId, by, kind: ok ? "verified" : "verification_failed" },
    about: ok
      ? { operations: count }
      : { faults: faults.map(({ chain, number, kind }) => `${chain} ${number} ${kind}`).join(", ") },
  })
  return verification
}
