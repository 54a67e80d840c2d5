import { StartError } from "../server/start-error.ts"

type Verb = { run(args: string[]): Promise<void>; usage: string }

/** What an operator can do from the command line. Each verb is a file of this folder. */
const verbs: Record<string, () => Promise<Verb>> = {
  start: () => import("./start.ts"),
  migrate: () => import("./migrate.ts"),
}

const [name = "start", ...args] = process.argv.slice(2)

try {
  const load = verbs[name]
  if (load) await (await load()).run(args)
  else await help()
} catch (error) {
  if (error instanceof StartError) process.stderr.write(`${error.message}\n`)
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}

async function help(): Promise<void> {
  const lines = await Promise.all(Object.values(verbs).map(async (load) => `  parterre ${(await load()).usage}`))
  process.stdout.write(`Parterre, ticketing for cultural venues\n\n${lines.join("\n")}\n`)
  if (!["help", "--help", "-h"].includes(name)) throw new StartError(`There is no verb ${name}.`)
}
