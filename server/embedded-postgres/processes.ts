import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { promisify } from "node:util"

/**
 * When process `pid` began, in a form that no other process of this machine ever shares with the same number, even
 * after a restart of the machine. Undefined when no such process lives.
 */
export async function birthOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return (await ps("lstart=", pid))?.replaceAll(/\W+/g, "-")
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined)
  if (!stat) return undefined
  // proc_pid_stat(5): the name in parentheses may hold spaces, so the fields are counted from its end.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  if (state === "Z" || state === "X") return undefined
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8")
  return `${boot.slice(0, 8)}-${fields[18]}`
}

/** The command line of process `pid`, arguments separated by spaces; undefined when it can't be seen. */
export async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return ps("command=", pid)
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
  return line.replaceAll("\0", " ").trim() || undefined
}

async function ps(column: string, pid: number): Promise<string | undefined> {
  const env = { PATH: process.env.PATH, LC_ALL: "C" }
  const { stdout } = await promisify(execFile)("ps", ["-o", column, "-p", `${pid}`], { env }).catch(() => ({
    stdout: "",
  }))
  return stdout.trim() || undefined
}
