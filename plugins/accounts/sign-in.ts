import { sql } from "kysely"
import type { User } from "../../server/access.ts"
import type { Db } from "../../server/database.ts"
import { Problem, problem } from "../../server/problem.ts"
import type { Secrets } from "../../server/secrets.ts"
import { passwordMatches } from "./passwords.ts"

const windowMinutes = 15
const failuresPerEmail = 8
const failuresPerAddress = 60

/**
 * The user of this e-mail and password.
 * @throws 401 bad_credentials, the same for a wrong password and an unknown e-mail; 429 too_many_sign_ins after
 * repeated failures on one e-mail or from one address, even with the right password.
 */
export async function signIn(
  db: Db,
  secrets: Secrets,
  input: { email: string; password: string; address: string },
): Promise<User> {
  const email = input.email.trim().toLowerCase()
  const byEmail = secrets.fingerprint("sign-in e-mail", email)
  const byAddress = secrets.fingerprint("sign-in address", input.address)
  // Counted before the password is looked at: many guesses at once are no more than as many in a row.
  await countAttempt(db, byEmail, failuresPerEmail)
  await countAttempt(db, byAddress, failuresPerAddress)
  const user = await db.selectFrom("users").selectAll().where("email", "=", email).executeTakeFirst()
  if (!(await passwordMatches(user?.password_hash, input.password)) || !user)
    throw problem(401, "bad_credentials")
  await forgetAttempts(db, byEmail, byAddress)
  return { id: user.id, email: user.email, name: user.name, administrator: user.administrator }
}

async function countAttempt(db: Db, fingerprint: Buffer, most: number): Promise<void> {
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_failures as f (fingerprint, failures) values (${fingerprint}, 1)
    on conflict (fingerprint) do update set
      failures = case when f.since < now() - make_interval(mins => ${windowMinutes}) then 1 else f.failures + 1 end,
      since = case when f.since < now() - make_interval(mins => ${windowMinutes}) then now() else f.since end
    returning failures`.execute(db)
  if ((rows[0]?.failures ?? 0) > most)
    throw new Problem(429, "too_many_sign_ins", undefined, undefined, {
      "retry-after": String(windowMinutes * 60),
    })
}

/** It was no failure: the e-mail starts afresh, and the address, which others may share, gets its one back. */
async function forgetAttempts(db: Db, byEmail: Buffer, byAddress: Buffer): Promise<void> {
  await sql`
    delete from sign_in_failures
    where fingerprint = ${byEmail} or since < now() - make_interval(mins => ${windowMinutes})`.execute(db)
  await sql`update sign_in_failures set failures = failures - 1 where fingerprint = ${byAddress}`.execute(db)
}
