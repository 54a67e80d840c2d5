import { definePlugin } from "../../server/plugin.ts"
import { registerRoutes } from "./routes.ts"
import "./tables.ts"

/** Plans of halls with numbered seats: read from and written to the pretix format. */
export default definePlugin({
  name: "seating",
  dependencies: ["accounts", "venues"],
  permissions: { "seating:read": ["box_office"], "seating:write": [] },
  register: registerRoutes,
})
