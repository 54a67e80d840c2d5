import { chmod, mkdir } from "node:fs/promises"

/** Where root puts what PostgreSQL's account must reach and can't where it is. */
export const sharedFolder = "/var/lib/parterre"

/** A folder that all may enter, whatever the umask; one that is already there stays as it is. */
export async function makeSharedFolder(path: string): Promise<void> {
  if (await mkdir(path, { recursive: true })) await chmod(path, 0o755)
}
