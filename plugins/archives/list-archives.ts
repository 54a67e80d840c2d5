import type { Db } from "../../server/database.ts"
import type { Period } from "../ledger/periods.ts"
import { readClosings } from "../ledger/read-closings.ts"
import type { Archive } from "./tables.ts"

const shown = 200

/** The archives, the newest first. */
export function listArchives(db: Db): Promise<Archive[]> {
  return db.selectFrom("archives").selectAll().orderBy("id", "desc").limit(shown).execute()
}

/** An archive that is made, by its number. */
export function readArchive(db: Db, number: string): Promise<Archive | undefined> {
  return db.selectFrom("archives").selectAll().where("number", "=", Number(number)).executeTakeFirst()
}

/** Months and years that are closed, the newest first: what is usually archived. */
export async function closedPeriods(db: Db): Promise<{ period: Period; date: string }[]> {
  const [years, months] = await Promise.all([
    readClosings(db, { period: "year", limit: 10 }),
    readClosings(db, { period: "month", limit: 24 }),
  ])
  return [...years, ...months].map(({ period, date }) => ({ period, date }))
}

/** Whether operations of more than a year ago are in no archive. */
export async function isLate(db: Db, now: Date): Promise<boolean> {
  const aYearAgo = new Date(now.getTime() - 366 * 86_400_000).toISOString().slice(0, 10)
  const newest = await db
    .selectFrom("archives")
    .select("last_day")
    .where("state", "=", "done")
    .orderBy("last_day", "desc")
    .limit(1)
    .executeTakeFirst()
  if (newest) return newest.last_day < aYearAgo
  const [first] = await readClosings(db, { period: "day", oldestFirst: true, limit: 1 })
  return first !== undefined && first.date < aYearAgo
}
