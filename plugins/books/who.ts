import type { Db } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import type { Locale } from "../../templates/locale.ts"
import { texts } from "./texts.ts"

/** Says of "user:12" or "device:3" who that is: the books keep no name. */
export async function namesOf(
  app: App,
  actors: readonly (string | null)[],
  locale: Locale,
): Promise<(by: string | null) => string> {
  const t = texts[locale]
  const ids = actors.flatMap((by) => /^user:(\d{1,18})$/.exec(by ?? "")?.[1] ?? [])
  const users =
    ids.length > 0
      ? await app.databases.system.selectFrom("users").select(["id", "name"]).where("id", "in", ids).execute()
      : []
  const names = new Map(users.map(({ id, name }) => [`user:${id}`, name]))
  return (by) =>
    by === null
      ? t.nobody
      : (names.get(by) ?? by.replace(/^device:/, `${t.device} `).replace(/^user:/, `${t.person} `))
}

/** Says which till a session was of; where it was sold when at none. */
export async function placesOf(
  app: App,
  db: Db,
  sessions: readonly (string | null)[],
  locale: Locale,
): Promise<(done: { channel: string; tillSession: string | null }) => string> {
  const t = texts[locale]
  const ids = [...new Set(sessions.filter((id) => id !== null))]
  const names = ids.length > 0 ? await app.ledger.tillNames(db, ids) : new Map<string, string>()
  return ({ channel, tillSession }) =>
    (tillSession && (names.get(tillSession) ?? `${t.till} ${tillSession}`)) ||
    (t.channels[channel] ?? channel)
}
