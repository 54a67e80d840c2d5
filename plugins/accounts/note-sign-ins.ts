import type { User } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { signIn } from "./sign-in.ts"

/** Failures are told together, this long after the first: nobody fills the journal by guessing. */
const pause = 2000

/** Who tried in vain since the last time; null: an address that nobody has. */
type Failures = Map<string | null, number>

/** Signs in like `signIn`, and has the technical journal of where this person works tell of it. */
export type NotedSignIn = (input: { email: string; password: string; address: string }) => Promise<User>

export function notedSignIn(app: App): NotedSignIn {
  const failures: Failures = new Map()
  let timer: NodeJS.Timeout | undefined
  const tell = async () => {
    clearTimeout(timer)
    timer = undefined
    const told = [...failures]
    failures.clear()
    for (const [userId, count] of told) await noteFailures(app, userId, count)
  }
  app.stopping.push(tell)

  return async (input) => {
    try {
      const user = await signIn(app.databases.system, app.secrets, input)
      for (const organisationId of await worksIn(app, user))
        await app.journal.noteNow({ organisationId, kind: "sign_in", by: `user:${user.id}` })
      return user
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // Not waited for: how long the answer takes must not say whether somebody has this address.
      void countFailure(app, failures, input.email).catch((reason) =>
        app.log.error({ err: reason }, "a failed sign-in was not noted"),
      )
      timer ??= setTimeout(
        () => void tell().catch((reason) => app.log.error({ err: reason }, "failed sign-ins were not noted")),
        pause,
      )
      throw error
    }
  }
}

async function countFailure(app: App, failures: Failures, email: string): Promise<void> {
  const user = await app.databases.system
    .selectFrom("users")
    .select("id")
    .where("email", "=", email.trim().toLowerCase())
    .executeTakeFirst()
  const id = user?.id ?? null
  failures.set(id, (failures.get(id) ?? 0) + 1)
}

async function noteFailures(app: App, userId: string | null, count: number): Promise<void> {
  const about = { count, account: userId !== null }
  if (userId === null) return app.journal.noteEverywhere({ kind: "sign_in_failed", about })
  const { administrator } = await app.databases.system
    .selectFrom("users")
    .select("administrator")
    .where("id", "=", userId)
    .executeTakeFirstOrThrow()
  for (const organisationId of await worksIn(app, { id: userId, administrator }))
    await app.journal.noteNow({ organisationId, kind: "sign_in_failed", by: `user:${userId}`, about })
}

/** The organisations where somebody may do something. */
export async function worksIn(app: App, user: Pick<User, "id" | "administrator">): Promise<string[]> {
  if (user.administrator) return app.identity.organisationIds()
  const mine = await app.identity.organisationsOf({ ...user, email: "", name: "" })
  const found = await Promise.all(mine.map(({ slug }) => app.identity.organisationBySlug(slug)))
  return found.flatMap((organisation) => (organisation ? [organisation.id] : []))
}
