import { type FileHandle, open } from "node:fs/promises"
import { type Account, give } from "./account.ts"
import { reasonIn } from "./run.ts"

const limit = 10_000_000

/**
 * What PostgreSQL may write in its log: its own life, no statement and no value. The application knows its failed
 * statements, and they hold personal data.
 */
export const logSettings = {
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
  log_timezone: "UTC",
}

/** Opens PostgreSQL's log for adding to it; one of more than 10 MB begins anew. */
export async function openLog(path: string, account: Account): Promise<FileHandle> {
  let file = await open(path, "a", 0o600)
  if ((await file.stat()).size > limit) {
    await file.close()
    file = await open(path, "w", 0o600)
  }
  await give(path, account)
  return file
}

/** Why PostgreSQL ended, in its own words: what it has written in its log after the first `from` bytes. */
export async function lastReason(path: string, from: number): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ position: from, buffer: Buffer.alloc(64_000) })
    return reasonIn(buffer.toString("utf8", 0, bytesRead)) ?? "it left no word in its log"
  } finally {
    await file.close()
  }
}
