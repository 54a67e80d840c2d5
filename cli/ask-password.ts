import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { StartError } from "../server/start-error.ts"

/** Asks for a new password on the terminal, twice, and shows none of it. */
export async function askPassword(): Promise<string> {
  const first = await ask("New password: ")
  if ((await ask("Once more: ")) !== first)
    throw new StartError("The two are not the same: nothing was changed.")
  return first
}

async function ask(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const gone = new AbortController()
  terminal.on("SIGINT", () => gone.abort())
  terminal.on("close", () => gone.abort())
  process.stderr.write(question)
  try {
    return await terminal.question("", { signal: gone.signal })
  } catch {
    throw new StartError("Nothing was changed.")
  } finally {
    terminal.close()
    process.stderr.write("\n")
  }
}
