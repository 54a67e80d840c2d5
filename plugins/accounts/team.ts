import { randomInt } from "node:crypto"
import type { MemberRole } from "../../server/access.ts"
import type { Db, Trx } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { createUser, setMembership } from "./users.ts"

export interface Member {
  id: string
  name: string
  email: string
  role: MemberRole
  since: Date
  /** When the access ends by itself, or has ended. */
  until: Date | null
}

const members = (db: Db) =>
  db
    .selectFrom("memberships")
    .innerJoin("users", "users.id", "memberships.user_id")
    .select(["users.id", "users.name", "users.email", "memberships.role", "memberships.until"])
    .select("memberships.created_at as since")

/** Who works in the organisation `db` is bound to, in the order of their names. */
export async function listTeam(db: Db): Promise<Member[]> {
  return members(db).orderBy("users.name").orderBy("users.id").limit(1000).execute()
}

/** @throws 404 not_found */
export async function getMember(db: Db, userId: string): Promise<Member> {
  const member = await members(db).where("users.id", "=", userId).executeTakeFirst()
  if (!member) throw problem(404, "not_found")
  return member
}

/**
 * Gives somebody a role. A person nobody knows yet gets an account, with a password that is said this once; one who
 * has an account keeps it.
 * @throws 409 already_member
 */
export async function addMember(
  trx: Trx,
  input: { organisationId: string; email: string; name: string; role: MemberRole; until: Date | null },
): Promise<{ id: string; password: string | null }> {
  const email = input.email.trim().toLowerCase()
  const { organisationId, role, until } = input
  const known = await trx.selectFrom("users").select("id").where("email", "=", email).executeTakeFirst()
  if (known) {
    const member = await trx
      .selectFrom("memberships")
      .select("role")
      .where("user_id", "=", known.id)
      .executeTakeFirst()
    if (member) throw problem(409, "already_member")
    await setMembership(trx, { organisationId, userId: known.id, role, until })
    return { id: known.id, password: null }
  }
  const password = newPassword()
  const name = input.name || (email.split("@")[0] ?? email)
  const { id } = await createUser(trx, { email, name, password })
  await setMembership(trx, { organisationId, userId: id, role, until })
  return { id, password }
}

/** @throws 404 not_found */
export async function removeMember(db: Db, userId: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom("memberships")
    .where("user_id", "=", userId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw problem(404, "not_found")
}

const letters = "abcdefghjkmnpqrstuvwxyz23456789"

/** Sixteen letters and digits that can't be mistaken for one another, in groups: 79 bits, made to be said and typed. */
export function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("")
  return [group(), group(), group(), group()].join("-")
}
