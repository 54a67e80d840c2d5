import { setTimeout as sleep } from "node:timers/promises"
import { StartError } from "../start-error.ts"
import { disownPidFile, readPidFile } from "./pid-file.ts"
import { birthOf, commandOf } from "./processes.ts"

const patience = 30_000

/**
 * Stops the server that a killed Parterre left behind on `cluster`, and waits for its end. Call it only when no other
 * Parterre claims the cluster.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const left = await readPidFile(cluster)
  if (!left) return
  const birth = await birthOf(left.pid)
  const ours = (await commandOf(left.pid))?.includes(` -D ${cluster} `)
  if (birth === undefined || !ours) return disownPidFile(cluster)
  await end(left.pid, birth, "SIGINT")
  await end(left.pid, birth, "SIGQUIT")
  if ((await birthOf(left.pid)) === birth)
    throw new StartError(`PostgreSQL still runs on ${cluster} and doesn't stop: end process ${left.pid}.`)
}

async function end(pid: number, birth: string, signal: "SIGINT" | "SIGQUIT"): Promise<void> {
  const deadline = Date.now() + patience
  if ((await birthOf(pid)) === birth) process.kill(pid, signal)
  while (Date.now() < deadline && (await birthOf(pid)) === birth) await sleep(20)
}
