import { setTimeout as sleep } from "node:timers/promises"
import { residentBytes, startProgram, temporaryFolder } from "./support/program.ts"

/** Cold start on an existing embedded database with the demonstration season, and memory at rest. */
export async function run(): Promise<void> {
  const folder = temporaryFolder()
  const env = { DATA_DIR: folder.path, DEMO: "1" }
  try {
    const first = await startProgram(env)
    await first.stop()
    const again = await startProgram(env)
    await sleep(15_000)
    const memory = residentBytes(again.process.pid ?? 0)
    await again.stop()
    console.log(`first start, empty folder     ${(first.readyAfter / 1000).toFixed(2)} s to ready`)
    console.log(
      `start on existing data        ${(again.readyAfter / 1000).toFixed(2)} s to ready (limit 3 s)`,
    )
    console.log(
      `memory at rest                ${(memory / 1024 / 1024).toFixed(0)} MB (limit 200 MB), database not counted`,
    )
  } finally {
    folder.remove()
  }
}

if (process.argv[1] === import.meta.filename) await run()
