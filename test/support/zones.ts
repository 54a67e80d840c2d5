import type { App } from "../../server/plugin.ts"
import type { TestPerformance } from "../harness.ts"

let made = 0

/** One more zone of a performance that `makePerformance` made, with the same tariffs. */
export async function addZone(
  app: App,
  organisation: { id: string },
  { performanceId }: Pick<TestPerformance, "performanceId">,
  { capacity = 100, amount = 2400, rank = 1 } = {},
): Promise<TestPerformance> {
  const organisation_id = organisation.id
  return app.databases
    .forOrganisation(organisation_id)
    .transaction()
    .execute(async (trx) => {
      const ref = `zone-${++made}`
      const { id: zoneId } = await trx
        .insertInto("zones")
        .values({ organisation_id, performance_id: performanceId, ref, name: `Zone ${made}`, capacity, rank })
        .returning("id")
        .executeTakeFirstOrThrow()
      const tariffs = await trx.selectFrom("tariffs").select(["id", "ref"]).execute()
      const prices: Record<string, string> = {}
      for (const tariff of tariffs) {
        const amounts: Record<string, number> = { plein: amount, reduit: 1600, gratuit: 0 }
        const { id } = await trx
          .insertInto("prices")
          .values({
            organisation_id,
            zone_id: zoneId,
            tariff_id: tariff.id,
            amount: amounts[tariff.ref] ?? 0,
          })
          .returning("id")
          .executeTakeFirstOrThrow()
        prices[tariff.ref] = id
      }
      await app.events.emit(trx, "zones.saved", {
        organisationId: organisation_id,
        zones: [{ id: zoneId, performanceId, ref: zoneId, capacity, seatingVersionId: null }],
      })
      return { performanceId, zoneId, prices: prices as TestPerformance["prices"] }
    })
}
