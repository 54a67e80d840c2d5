import { plugins } from "../plugins/index.ts"
import { type Role, readConfig } from "../server/config.ts"
import { start } from "../server/start.ts"
import { StartError } from "../server/start-error.ts"
import { readArguments, type Usage } from "./arguments.ts"
import { drain } from "./drain.ts"

const synopsis = "start [--role web|worker]"

export const usage: Usage = { [synopsis]: "serve, and run the jobs; one of the two with --role" }

/** Serves until SIGTERM or SIGINT, then ends cleanly. */
export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, synopsis, [], { role: { type: "string" } })
  if (values.role !== undefined && !["web", "worker"].includes(values.role))
    throw new StartError("--role is web or worker.")
  const running = await start(
    readConfig(process.env, values.role ? [values.role as Role] : undefined),
    plugins,
  )

  let stopping = false
  const stop = () => {
    // npm passes on the signal that the terminal has already sent: the second is not impatience.
    if (stopping) return
    stopping = true
    drain(running.app.server)
      .then(() => running.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${String(error)}\n`)
          process.exit(1)
        },
      )
  }
  process.on("SIGTERM", stop)
  process.on("SIGINT", stop)

  const { config, announcements } = running.app
  if (!config.roles.includes("web")) return
  process.stdout.write(
    [
      "",
      `Shop:           ${config.publicUrl}/`,
      `Back office:    ${config.publicUrl}/admin`,
      ...announcements,
      "",
      "",
    ].join("\n"),
  )
}
