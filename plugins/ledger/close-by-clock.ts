import { inEachOrganisation } from "../../server/housekeeping.ts"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { closePeriods } from "./close-periods.ts"
import { verifyAndNote } from "./note-verification.ts"
import { dayOf, daysOf, nameOf, type Period } from "./periods.ts"
import { lastClosing } from "./read-closings.ts"
import { firstOperationAt } from "./read-lines.ts"

/**
 * Closes the days, months and years that are over, in each organisation that ever recorded something, and answers in
 * which a day was closed.
 */
export async function closeByClock(app: App, now = new Date()): Promise<string[]> {
  const closed: string[] = []
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
        .then(() => {
          if (period === "day") closed.push(organisationId)
        })
        .catch((error: unknown) => {
          // Another process was faster.
          if (!(error instanceof Problem && error.code === "already_closed")) throw error
        })
    }
  })
  return closed
}

/** Closes what is over, and reads the books again from the first line where a day ended: nobody has to think of it. */
export async function closeAndVerify(app: App): Promise<void> {
  for (const organisationId of await closeByClock(app)) {
    const { ok, faults } = await verifyAndNote(app, organisationId, null)
    if (!ok) app.log.error({ organisationId, faults }, "the books were touched")
  }
}

/** The last period that is over. */
function overBefore(period: Period, yesterday: string, today: string): string {
  if (period === "day") return yesterday
  const name = nameOf(period, today)
  if (period === "year") return String(Number(name) - 1)
  const [year = 0, month = 0] = name.split("-").map(Number)
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`
}
