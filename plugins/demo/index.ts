import { definePlugin } from "../../server/plugin.ts"
import { makeDemo } from "./make-demo.ts"

/**
 * The demonstration season, for an instance that is empty (`DEMO`). It is made once, dated from that day: to see it anew,
 * start on another DATA_DIR.
 */
export default definePlugin({
  name: "demo",
  dependencies: ["accounts", "venues", "seating", "catalogue", "inventory", "orders", "tickets"],
  start: makeDemo,
})
