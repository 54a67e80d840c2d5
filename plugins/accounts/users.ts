import { sql } from "kysely"
import { type Static, Type } from "typebox"
import { type MemberRole, memberRoles } from "../../server/access.ts"
import type { Db } from "../../server/database.ts"
import { sqlState } from "../../server/database.ts"
import { problem } from "../../server/problem.ts"
import { hashPassword } from "./passwords.ts"

export const NewUser = Type.Object(
  {
    email: Type.String({ pattern: "^[^@\\s]+@[^@\\s]+$", maxLength: 254 }),
    name: Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" }),
    password: Type.String({ minLength: 10, maxLength: 200 }),
    administrator: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

/** @throws 409 email_taken */
export async function createUser(db: Db, input: Static<typeof NewUser>): Promise<{ id: string }> {
  try {
    return await db
      .insertInto("users")
      .values({
        email: input.email.trim().toLowerCase(),
        name: input.name.trim(),
        password_hash: await hashPassword(input.password),
        administrator: input.administrator ?? false,
      })
      .returning("id")
      .executeTakeFirstOrThrow()
  } catch (error) {
    if (sqlState(error) === "23505") throw problem(409, "email_taken")
    throw error
  }
}

export const Role = Type.Union(memberRoles.map((role) => Type.Literal(role)))

/** Gives a user a role in the organisation `db` is bound to, until an instant or for good, in place of the one they had. */
export async function setMembership(
  db: Db,
  input: { organisationId: string; userId: string; role: MemberRole; until?: Date | null },
): Promise<void> {
  const { organisationId, userId, role, until = null } = input
  await db
    .insertInto("memberships")
    .values({ organisation_id: organisationId, user_id: userId, role, until })
    .onConflict((conflict) => conflict.columns(["organisation_id", "user_id"]).doUpdateSet({ role, until }))
    .execute()
}

export interface Membership {
  organisation: { slug: string; name: string }
  role: string
}

/** The organisations where the user has a role; for the administrator, all of them. */
export async function membershipsOf(
  db: Db,
  user: { id: string; administrator: boolean },
): Promise<Membership[]> {
  const { rows } = await (user.administrator
    ? sql<{ slug: string; name: string; role: string }>`
        select slug, name, 'manager' as role from organisations where training_of is null order by name`
    : sql<{
        slug: string
        name: string
        role: string
      }>`select slug, name, role from memberships_of(${user.id})`
  ).execute(db)
  return rows.map(({ slug, name, role }) => ({ organisation: { slug, name }, role }))
}

/** Changes a password and ends every session opened before. */
export async function changePassword(db: Db, userId: string, password: string): Promise<void> {
  await db
    .updateTable("users")
    .set({ password_hash: await hashPassword(password), sessions_valid_from: new Date() })
    .where("id", "=", userId)
    .execute()
}
