import { statfs } from "node:fs/promises"
import type { Config } from "../../server/config.ts"
import { bad, doubt, type Finding, good } from "./finding.ts"

/** Room where the embedded database is. The operator's own database is not ours to measure. */
export async function* checkDisk({ dataDir, databaseUrl }: Config): AsyncGenerator<Finding> {
  if (databaseUrl) return
  const disk = await statfs(dataDir).catch(() => undefined)
  if (!disk) return
  const free = (disk.bavail * disk.bsize) / 1e9
  const says = `${free.toFixed(1)} GB are free in ${dataDir}`
  if (free < 0.2) yield bad(`${says}: sales stop when it is full.`)
  else yield free < 2 ? doubt(`${says}: make room soon.`) : good(`${says}.`)
}
