import { Problem } from "../server/problem.ts"
import { StartError } from "../server/start-error.ts"
import type { Usage } from "./arguments.ts"

interface Verb {
  usage: Usage
  run(args: string[]): Promise<void>
}

/** What an operator can do from the command line. Each verb is a file of this folder. */
const verbs: Record<string, () => Promise<Verb>> = {
  start: () => import("./start.ts"),
  migrate: () => import("./migrate.ts"),
  import: () => import("./import.ts"),
  user: () => import("./user.ts"),
  training: () => import("./training.ts"),
  backup: () => import("./backup.ts"),
  restore: () => import("./restore.ts"),
  archive: () => import("./archive.ts"),
  check: () => import("./check.ts"),
}

const [name = "start", ...args] = process.argv.slice(2)
const asksForHelp = (word: string) => word === "--help" || word === "-h"

try {
  const load = verbs[name]
  if (load && args.some(asksForHelp)) explain([await load()])
  else if (load) await (await load()).run(args)
  else await help()
} catch (error) {
  process.stderr.write(`${await sentence(error)}\n`)
  process.exit(1)
}

async function help(): Promise<void> {
  process.stdout.write("Parterre, ticketing for cultural venues\n\n")
  explain(await Promise.all(Object.values(verbs).map((load) => load())))
  process.stdout.write("\nThe environment says the rest: see docs/operating.md.\n")
  if (name !== "help" && !asksForHelp(name)) throw new StartError(`There is no verb ${name}.`)
}

function explain(shown: Verb[]): void {
  for (const { usage } of shown)
    for (const [synopsis, meaning] of Object.entries(usage))
      process.stdout.write(`  parterre ${synopsis}\n      ${meaning}\n`)
}

/** What went wrong, for an operator; where in the code, only when it is our fault. */
async function sentence(error: unknown): Promise<string> {
  if (error instanceof StartError) return error.message
  if (error instanceof Problem) return (await import("./problem-sentence.ts")).problemSentence(error)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
