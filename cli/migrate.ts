import { plugins } from "../plugins/index.ts"
import { readConfig } from "../server/config.ts"
import { start } from "../server/start.ts"

export const usage = "migrate                        bring the database to this version"

export async function run(): Promise<void> {
  const running = await start(readConfig(process.env), plugins, { serve: false })
  await running.stop()
  process.stdout.write("The database is up to date.\n")
}
