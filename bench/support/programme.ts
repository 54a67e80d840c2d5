import { createOrganisation } from "../../plugins/accounts/organisations.ts"
import { keepStock } from "../../plugins/inventory/keep-stock.ts"
import { savePlan } from "../../plugins/seating/save-plan.ts"
import type { Databases } from "../../server/database.ts"

let made = 0

/**
 * An organisation with one free performance on sale: of one huge zone, of `capacity` places, or of the seats of a plan. The
 * counter also has a full price, of 24 euros.
 */
export async function preparePerformance(
  databases: Databases,
  { capacity = 10_000_000, plan }: { capacity?: number; plan?: unknown } = {},
) {
  const slug = `bench-${++made}`
  const { id: organisation_id } = await createOrganisation(databases.system, {
    slug,
    name: "Bench",
    timezone: "Europe/Paris",
    currency: "EUR",
    locale: "fr",
    legal: { licences: [], vatLiable: true },
  })
  const db = databases.forOrganisation(organisation_id)
  return db.transaction().execute(async (trx) => {
    const startsAt = new Date(Date.now() + 30 * 86_400_000)
    const venue = await trx
      .insertInto("venues")
      .values({ organisation_id, ref: "hall", name: "Hall", address: null, timezone: "Europe/Paris" })
      .returning("id")
      .executeTakeFirstOrThrow()
    const event = await trx
      .insertInto("events")
      .values({
        organisation_id,
        ref: "event",
        season_id: null,
        title: JSON.stringify({ fr: "Concert" }),
        subtitle: null,
        description: null,
        genre: null,
        duration_minutes: 90,
        vat_rate: 550,
        status: "published",
      })
      .returning("id")
      .executeTakeFirstOrThrow()
    let seatingVersionId: string | null = null
    if (plan) {
      await savePlan(trx, { organisationId: organisation_id, name: "Hall", plan })
      const version = await trx.selectFrom("seating_versions").select("id").executeTakeFirstOrThrow()
      seatingVersionId = version.id
    }
    const { id: performanceId } = await trx
      .insertInto("performances")
      .values({
        organisation_id,
        ref: "performance",
        event_id: event.id,
        venue_id: venue.id,
        starts_at: startsAt,
        doors_at: null,
        ends_at: new Date(startsAt.getTime() + 5_400_000),
        on_sale_from: null,
        on_sale_until: null,
        seating_version_id: seatingVersionId,
      })
      .returning("id")
      .executeTakeFirstOrThrow()
    const zone = await trx
      .insertInto("zones")
      .values({ organisation_id, performance_id: performanceId, ref: "all", name: "All", capacity })
      .returning("id")
      .executeTakeFirstOrThrow()
    const tariff = await trx
      .insertInto("tariffs")
      .values({ organisation_id, ref: "free", name: "Free", proof: null })
      .returning("id")
      .executeTakeFirstOrThrow()
    const { id: priceId } = await trx
      .insertInto("prices")
      .values({ organisation_id, zone_id: zone.id, tariff_id: tariff.id, amount: 0 })
      .returning("id")
      .executeTakeFirstOrThrow()
    const full = await trx
      .insertInto("tariffs")
      .values({ organisation_id, ref: "full", name: "Full", proof: null })
      .returning("id")
      .executeTakeFirstOrThrow()
    const { id: fullPriceId } = await trx
      .insertInto("prices")
      .values({ organisation_id, zone_id: zone.id, tariff_id: full.id, amount: 2400 })
      .returning("id")
      .executeTakeFirstOrThrow()
    await keepStock(trx, [{ id: zone.id, performanceId, ref: "all", capacity, seatingVersionId }])
    const zoneId = zone.id
    return {
      organisation: slug,
      organisationId: organisation_id,
      performanceId,
      zoneId,
      priceId,
      fullPriceId,
    }
  })
}
