import { mkdir, readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { StartError } from "../start-error.ts"
import { giveToOwner } from "./account.ts"
import { birthOf } from "./processes.ts"

const attempts = 5

/**
 * Makes this process the only Parterre on `folder` until the returned function is called or the process dies, in
 * whatever way. Throws a StartError that names the other process.
 *
 * A claim is an empty file named after its process. Each process writes its own before it looks for others, so two
 * can never overlook each other; and as a name is never used twice, removing one of the dead can't hurt the living.
 */
export async function claim(folder: string): Promise<() => Promise<void>> {
  const claims = join(folder, "running")
  if (await mkdir(claims, { recursive: true, mode: 0o700 })) await giveToOwner(folder, claims)
  const mine = `${process.pid}-${await birthOf(process.pid)}`
  const release = () => rm(join(claims, mine), { force: true })
  for (let attempt = 1; ; attempt++) {
    await writeFile(join(claims, mine), "", { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EEXIST" ? taken(process.pid) : error
    })
    const other = await livingClaim(folder, mine)
    if (other === undefined) return release
    await release()
    if (attempt === attempts) throw taken(other)
    // Two that start in the same instant see each other: both step back, and chance decides who is first.
    await sleep(10 + Math.random() * 100)
  }
}

/** The number of the live process that claims `folder`, apart from the claim named `mine`. Clears those of the dead. */
export async function livingClaim(folder: string, mine?: string): Promise<number | undefined> {
  const claims = join(folder, "running")
  const names = await readdir(claims).catch(() => [])
  for (const name of names.filter((name) => name !== mine)) {
    const pid = Number.parseInt(name, 10)
    if (name === `${pid}-${await birthOf(pid)}`) return pid
    await rm(join(claims, name), { force: true }).catch(() => undefined)
  }
  return undefined
}

function taken(pid: number): StartError {
  return new StartError(`Another Parterre is running on this DATA_DIR (process ${pid}).`)
}
