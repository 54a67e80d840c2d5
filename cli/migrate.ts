import { readConfig } from "../server/config.ts"
import { applicationConnection } from "../server/database.ts"
import { migrate } from "../server/migrate.ts"
import { loadSecrets } from "../server/secrets.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { loadModules, openDatabase } from "./open.ts"

export const usage: Usage = { migrate: "bring the database to this version" }

export async function run(args: string[]): Promise<void> {
  readArguments(args, "migrate", [], {})
  const config = readConfig(process.env)
  const { sources } = await loadModules(config)
  const database = await openDatabase(config, true)
  try {
    const { owner } = database
    await migrate(owner, applicationConnection(owner, loadSecrets(config)), sources)
    process.stdout.write("The database is at this version.\n")
  } finally {
    await database.close()
  }
}
