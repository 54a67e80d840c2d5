import { spawnSync } from "node:child_process"
import { chown, lchown, readdir, stat } from "node:fs/promises"
import { userInfo } from "node:os"
import { join } from "node:path"
import { StartError } from "../start-error.ts"

/** The system account PostgreSQL runs as. Without an identity it is the one of this process. */
export interface Account {
  readonly name: string
  readonly identity?: { readonly uid: number; readonly gid: number }
}

export const isRoot = process.getuid?.() === 0
export const myself: Account = { name: myName() }

/**
 * PostgreSQL refuses to run as root, and a cluster only runs as its owner. So root runs it as the owner of `cluster`
 * when it exists, else as `postgres`, `parterre` (made if need be) or `nobody`; anyone else as themselves.
 */
export async function chooseAccount(cluster: string): Promise<Account> {
  const owner = await stat(cluster).catch(() => undefined)
  if (!isRoot) {
    if (owner && owner.uid !== process.getuid?.())
      throw new StartError(
        `The database in ${cluster} belongs to user ${owner.uid}: start Parterre as that user or as root.`,
      )
    return myself
  }
  if (owner && owner.uid !== 0)
    return { name: nameOf(owner.uid), identity: { uid: owner.uid, gid: owner.gid } }
  const account = find("postgres") ?? find("parterre") ?? create("parterre") ?? find("nobody")
  if (!account)
    throw new StartError("PostgreSQL can't run as root and no other user was found: add one named parterre.")
  if (owner) await giveAll(cluster, account)
  return account
}

function find(name: string): Account | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) =>
    Number.parseInt(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout ?? "", 10),
  )
  return uid && gid ? { name, identity: { uid, gid } } : undefined
}

function create(name: string): Account | undefined {
  // A service or a cron job may lack the folders of root's programs in its path.
  const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
  const options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
  spawnSync("useradd", [...options, name], { env })
  return find(name)
}

/** Gives `path` to the account, when it isn't ours already. */
export async function give(path: string, account: Account): Promise<void> {
  if (account.identity) await lchown(path, account.identity.uid, account.identity.gid)
}

/** Gives a folder and all it holds to the account, but not what its links lead to. */
export async function giveAll(folder: string, account: Account): Promise<void> {
  if (!account.identity) return
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    await give(join(entry.parentPath, entry.name), account)
  await give(folder, account)
}

/** What root puts in a folder belongs to the folder's owner, who may start Parterre the next time. */
export async function giveToOwner(folder: string, path: string): Promise<void> {
  if (!isRoot) return
  const { uid, gid } = await stat(folder)
  await chown(path, uid, gid)
}

function nameOf(uid: number): string {
  // A container may run as a number that has no name.
  return spawnSync("id", ["-nu", `${uid}`], { encoding: "utf8" }).stdout?.trim() || `user ${uid}`
}

function myName(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.()}`
  }
}
