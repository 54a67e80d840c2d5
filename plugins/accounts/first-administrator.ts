import { randomBytes } from "node:crypto"
import type { App } from "../../server/plugin.ts"
import { createUser } from "./users.ts"

/**
 * On an instance that nobody can sign in to, makes the first administrator: from ADMIN_EMAIL and ADMIN_PASSWORD, else
 * with a password of its own that is said once.
 */
export async function makeFirstAdministrator(app: App): Promise<void> {
  const db = app.databases.system
  const someone = await db.selectFrom("users").select("id").limit(1).executeTakeFirst()
  if (someone) return
  const email = app.config.adminEmail ?? "admin@parterre.local"
  const password = app.config.adminPassword ?? randomBytes(12).toString("base64url")
  await createUser(db, { email, name: "Administrator", password, administrator: true }).catch((error) => {
    if (error.code !== "email_taken") throw error
  })
  app.announcements.push(
    app.config.adminPassword
      ? `Administrator:  ${email}  (password: ADMIN_PASSWORD)`
      : `Administrator:  ${email}  password: ${password}  (said this once: keep it)`,
  )
}
