import type { App } from "../../server/plugin.ts"
import { registerDashboard } from "./dashboard/pages.tsx"
import { registerEventPages } from "./events/pages.tsx"
import { registerImportPages } from "./imports/pages.tsx"
import { registerCalendarPage } from "./performances/calendar-page.tsx"
import { registerPerformancePages } from "./performances/pages.tsx"
import { registerPlanMove } from "./performances/plan-panel.tsx"
import { registerSeasonPages } from "./seasons/pages.tsx"
import { registerTariffPages } from "./tariffs/pages.tsx"

/** The programme in the back office. */
export function registerPages(app: App): void {
  registerDashboard(app)
  registerEventPages(app)
  registerPerformancePages(app)
  registerCalendarPage(app)
  registerPlanMove(app)
  registerSeasonPages(app)
  registerTariffPages(app)
  registerImportPages(app)
}
