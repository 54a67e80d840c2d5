import pg from "pg"
import type { Connection } from "../../server/database.ts"
import { bad, type Finding, good } from "./finding.ts"

/** That the application gets in, as a role that sees one organisation at a time. */
export async function* checkApplicationRole(application: Connection): AsyncGenerator<Finding> {
  const client = new pg.Client({ ...application, connectionTimeoutMillis: 10_000 })
  client.on("error", () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ above: boolean }>(
      "select rolsuper or rolbypassrls as above from pg_roles where rolname = current_user",
    )
    yield rows[0]?.above === false
      ? good(`The application's role ${application.user} can't bypass row-level security.`)
      : bad(
          `The application's role ${application.user} can bypass row-level security: take SUPERUSER and BYPASSRLS from it.`,
        )
  } catch (error) {
    yield bad(`The application's role can't use the database: ${(error as Error).message}.`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
