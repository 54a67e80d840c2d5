import { plugins } from "../../plugins/index.ts"
import { readConfig } from "../../server/config.ts"
import { start } from "../../server/start.ts"

// The web server without the modules named in the arguments: for what one of them costs.
const left = process.argv.slice(2)
const running = await start(
  readConfig(process.env, ["web"]),
  plugins.filter((plugin) => !left.includes(plugin.name)),
)
process.on("SIGTERM", () => void running.stop().then(() => process.exit(0)))
