import type { Organisation } from "../../server/access.ts"
import type { App } from "../../server/plugin.ts"
import { openCart } from "../inventory/change-cart.ts"
import type { Wish } from "../inventory/wishes.ts"
import { type Customer, checkOut } from "../orders/check-out.ts"
import { recordOutcome } from "../orders/record-outcome.ts"

/** How many places of a zone are sold at the start, in orders of at most ten. */
const sold: { performance: string; zone: string; tariff: string; places: number[] }[] = [
  { performance: "atelier-costumes-1", zone: "libre", tariff: "libre", places: [2, 4, 1, 3, 6, 2] },
  { performance: "malade-imaginaire-1", zone: "loges", tariff: "plein", places: [2, 4, 6, 8] },
  { performance: "malade-imaginaire-1", zone: "orchestre", tariff: "plein", places: [2, 1, 3, 2] },
  { performance: "malade-imaginaire-1", zone: "balcon", tariff: "jeune", places: [4] },
  { performance: "ma-mere-l-oye-1", zone: "libre", tariff: "jeune", places: [10, 9, 10, 8, 10] },
  { performance: "noces-de-figaro-1", zone: "orchestre", tariff: "plein", places: [2, 2] },
  { performance: "jeu-amour-hasard-1", zone: "Carré d’or", tariff: "plein", places: [4, 2, 6, 3, 2] },
  { performance: "jeu-amour-hasard-1", zone: "Orchestre", tariff: "plein", places: [2, 5, 2, 8] },
  { performance: "jeu-amour-hasard-1", zone: "Orchestre", tariff: "reduit", places: [2, 3, 2] },
  { performance: "jeu-amour-hasard-1", zone: "Balcon", tariff: "jeune", places: [10, 9, 2] },
  { performance: "jeu-amour-hasard-1", zone: "Loges", tariff: "plein", places: [4] },
]

const names: [string, string][] = [
  ["Camille", "Le Goff"],
  ["Idris", "Benali"],
  ["Solène", "Kervella"],
  ["Hugo", "Marchetti"],
  ["Aïcha", "Diallo"],
  ["Paul", "Riou"],
  ["Inès", "Fournier"],
  ["Yann", "Quéméneur"],
]

/**
 * Sells a few places of the demonstration to people who do not exist, by the very steps of the shop, so that lists are
 * not empty, one performance is sold out and one nearly. What costs money needs the sandbox: without it, it is left out.
 */
export async function sellDemo(app: App, organisation: Organisation): Promise<void> {
  const db = app.databases.forOrganisation(organisation.id)
  const sandbox = app.paymentMethods.offeredAs("sandbox", organisation)
  const prices = await db
    .selectFrom("prices")
    .innerJoin("zones", "zones.id", "prices.zone_id")
    .innerJoin("performances", "performances.id", "zones.performance_id")
    .innerJoin("tariffs", "tariffs.id", "prices.tariff_id")
    .select(["prices.id", "prices.amount", "performances.id as performanceId"])
    .select(["performances.ref as performance", "zones.ref as zone", "tariffs.ref as tariff"])
    .execute()
  let buyer = 0
  for (const { places, ...where } of sold) {
    const price = prices.find(
      ({ performance, zone, tariff }) =>
        performance === where.performance && zone === where.zone && tariff === where.tariff,
    )
    if (!price || (price.amount > 0 && !sandbox)) continue
    for (const quantity of places)
      await buy(
        app,
        organisation,
        { performanceId: price.performanceId, priceId: price.id, quantity },
        buyer++,
      )
  }
}

async function buy(app: App, organisation: Organisation, wish: Wish, buyer: number): Promise<void> {
  const db = app.databases.forOrganisation(organisation.id)
  const method = app.paymentMethods.offeredAs("sandbox", organisation)
  const cart = await openCart(db, { boards: app.seatBoards, db }, [wish])
  const { payment } = await db.transaction().execute((trx) =>
    checkOut(trx, app.events, {
      organisationId: organisation.id,
      currency: organisation.currency,
      locale: buyer % 4 === 3 ? "en" : "fr",
      cart,
      customer: customerOf(buyer),
      method,
    }),
  )
  if (!payment) return
  const { id } = await db
    .selectFrom("payments")
    .select("id")
    .where("token", "=", payment.id)
    .executeTakeFirstOrThrow()
  await recordOutcome(app, organisation.id, id, "paid")
}

/** Mail to example.org reaches nobody (RFC 2606). */
function customerOf(buyer: number): Customer {
  const [firstName, lastName] = names[buyer % names.length] ?? ["Camille", "Le Goff"]
  const local = `${firstName}.${lastName}`
    .normalize("NFD")
    .replace(/[^\w.]+/g, "")
    .toLowerCase()
  return { email: `${local}@example.org`, firstName, lastName }
}
