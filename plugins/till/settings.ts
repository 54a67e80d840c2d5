import type { Db, Trx } from "../../server/database.ts"
import { counterMethods, usualMethods } from "./methods.ts"

export interface TillSettings {
  /** Codes of the methods that the counters accept, in the order of the keys. */
  methods: string[]
  /** Cents of cash above which it must be paid in; null: not watched. */
  cashCeiling: number | null
  /** Tickets are only exchanged for others that cost as much or more: nothing is given back. */
  exchangeAtLeast: boolean
}

export async function readSettings(db: Db | Trx): Promise<TillSettings> {
  const row = await db
    .selectFrom("till_settings")
    .select(["methods", "cash_ceiling", "exchange_at_least"])
    .executeTakeFirst()
  const allowed = row?.methods ?? usualMethods
  return {
    methods: counterMethods.map(({ code }) => code).filter((code) => allowed.includes(code)),
    cashCeiling: row?.cash_ceiling ?? null,
    exchangeAtLeast: row?.exchange_at_least ?? false,
  }
}

export async function saveSettings(
  db: Db,
  organisationId: string,
  { methods, cashCeiling, exchangeAtLeast }: Omit<TillSettings, "exchangeAtLeast"> & Partial<TillSettings>,
): Promise<void> {
  // A rule that is not mentioned stays.
  const rule = exchangeAtLeast === undefined ? {} : { exchange_at_least: exchangeAtLeast }
  const values = { methods, cash_ceiling: cashCeiling, ...rule }
  await db
    .insertInto("till_settings")
    .values({ organisation_id: organisationId, ...values })
    .onConflict((conflict) => conflict.column("organisation_id").doUpdateSet(values))
    .execute()
}
