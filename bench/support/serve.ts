import { plugins } from "../../plugins/index.ts"
import { readConfig } from "../../server/config.ts"
import { start } from "../../server/start.ts"

// The web server without the modules named in the arguments, and those that depend on them: for what one of them costs.
const left = new Set(process.argv.slice(2))
for (const { name, dependencies } of plugins) if (dependencies.some((one) => left.has(one))) left.add(name)
const running = await start(
  readConfig(process.env, ["web"]),
  plugins.filter((plugin) => !left.has(plugin.name)),
)
process.on("SIGTERM", () => void running.stop().then(() => process.exit(0)))
