import { definePlugin } from "../../server/plugin.ts"
import "./tables.ts"

/** Where things happen: halls, churches, courtyards. */
export default definePlugin({
  name: "venues",
  dependencies: ["accounts"],
})
