import type { App } from "../../server/plugin.ts"
import { registerEventRoutes } from "./events/routes.ts"
import { registerImportRoutes } from "./imports/routes.ts"
import { registerPerformanceRoutes } from "./performances/routes.ts"
import { registerSeasonRoutes } from "./seasons/routes.ts"
import { registerTariffRoutes } from "./tariffs/routes.ts"

/** The programme over the API. */
export function registerRoutes(app: App): void {
  registerSeasonRoutes(app)
  registerTariffRoutes(app)
  registerEventRoutes(app)
  registerPerformanceRoutes(app)
  registerImportRoutes(app)
}
