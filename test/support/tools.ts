import { spawnSync } from "node:child_process"

/** Why a test that needs these programs is skipped, if it is; with REQUIRE_ALL, it runs and fails instead. */
export function missing(...programs: string[]): string | false {
  if (process.env.REQUIRE_ALL) return false
  const absent = programs.filter((name) => spawnSync("sh", ["-c", 'command -v "$0"', name]).status !== 0)
  return absent.length > 0 && `not installed: ${absent.join(", ")}`
}
