import { execFile } from "node:child_process"
import type { Account } from "./account.ts"

/** For every program of PostgreSQL: none of the operator's own PG* or locale variables, and a folder all may enter. */
export const surroundings = {
  cwd: "/",
  env: { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C" },
}

export interface Outcome {
  readonly ok: boolean
  /** What it wrote on standard output. */
  readonly output: string
  /** Of a failure: the line that says why, in the program's words. */
  readonly reason: string
}

/** Runs a program as `account` and waits for its end. A program that can't be run at all is a failure like another. */
export function run(account: Account, command: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { ...surroundings, ...account.identity }, (error, stdout, stderr) => {
      const reason = reasonIn(`${stdout}\n${stderr}`) ?? error?.message ?? ""
      resolve({ ok: !error, output: stdout.trim(), reason })
    })
  })
}

/** The line of what a program of PostgreSQL said that tells why it failed, without its date and level. */
export function reasonIn(said: string): string | undefined {
  const lines = said.split("\n").filter((line) => line.trim() !== "")
  const line = lines.findLast((line) => /\b(error|FATAL|PANIC):/.test(line)) ?? lines.at(-1)
  return line?.replace(/^.*?\b(error|FATAL|PANIC|LOG):\s+/, "").trim()
}
