import { inEachOrganisation } from "../../server/housekeeping.ts"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { closePeriods } from "./close-periods.ts"
import { dayOf, daysOf, nameOf, type Period } from "./periods.ts"
import { lastClosing } from "./read-closings.ts"
import { firstOperationAt } from "./read-lines.ts"

/** Closes the days, months and years that are over, in each organisation that ever recorded something. */
export async function closeByClock(app: App, now = new Date()): Promise<void> {
  await inEachOrganisation(app, async (db, organisationId) => {
    const first = await firstOperationAt(db)
    if (!first) return
    const days = await daysOf(db, organisationId)
    const yesterday = dayOf(new Date(now.getTime() - 86_400_000), days)
    for (const period of ["day", "month", "year"] as Period[]) {
      const date = overBefore(period, yesterday, dayOf(now, days))
      const last = await lastClosing(db, period)
      if (date < nameOf(period, dayOf(first, days)) || (last && last.date >= date)) continue
      await db
        .transaction()
        .execute((trx) => closePeriods(trx, app.ledger, { organisationId, period, date, now, by: null }))
        .catch((error: unknown) => {
          // Another process was faster.
          if (!(error instanceof Problem && error.code === "already_closed")) throw error
        })
    }
  })
}

/** The last period that is over. */
function overBefore(period: Period, yesterday: string, today: string): string {
  if (period === "day") return yesterday
  const name = nameOf(period, today)
  if (period === "year") return String(Number(name) - 1)
  const [year = 0, month = 0] = name.split("-").map(Number)
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`
}
