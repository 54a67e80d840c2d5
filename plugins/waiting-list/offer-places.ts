import { sql } from "kysely"
import type { Db, Trx } from "../../server/database.ts"
import type { App } from "../../server/plugin.ts"
import { Problem } from "../../server/problem.ts"
import { lockZone } from "../inventory/awaited.ts"
import { openCart } from "../inventory/change-cart.ts"
import { PlacesGone } from "../inventory/places-gone.ts"
import type { Wish } from "../inventory/wishes.ts"
import { renewAwaited } from "./change-entry.ts"
import { type MailFrom, postOfferMail } from "./mails.tsx"

interface Next {
  id: string
  performance_id: string
  wish: Record<string, number>
  seated: boolean
  /** How long the offer stands: a quarter of the time that is left, between a quarter of an hour and a day. */
  seconds: number
}

/**
 * Offers what is free in the zones that somebody waits for: each time the first on the list whose wish can be served
 * gets a cart of their own, which no one else can take from, and a mail that leads to it.
 */
export async function offerPlaces(app: App, db: Db, organisationId: string): Promise<void> {
  const { rows } = await sql<{ zone_id: string }>`
    select zone_id from zone_stock
    where organisation_id = current_organisation() and awaited is not null and capacity - taken >= awaited
    order by zone_id`.execute(db)
  if (rows.length === 0) return
  const from: MailFrom = { app, organisation: await app.identity.organisationById(organisationId) }
  for (const { zone_id: zoneId } of rows) while (await offerNext(app, db, from, zoneId));
}

/** One offer: the places, whose they are and the mail stand or fall together. Answers whether there may be more to do. */
async function offerNext(app: App, db: Db, from: MailFrom, zoneId: string): Promise<boolean> {
  let next: Next | undefined
  try {
    return await db.transaction().execute(async (trx) => {
      next = await firstServed(trx, zoneId, (await lockZone(trx, zoneId)) ?? 0)
      if (!next) {
        await renewAwaited(trx, zoneId)
        return false
      }
      const sale = { boards: app.seatBoards, db, loneLimit: 1 }
      // An offer that was mailed must be there after a crash.
      const terms = { until: { seconds: next.seconds }, awaited: true, durable: true }
      const { id, secret, expiresAt } = await openCart(trx, sale, wishesOf(next, zoneId), terms)
      await trx
        .updateTable("waiting_list_entries")
        .set({ state: "offered", cart_id: id, offered_until: expiresAt })
        .where("id", "=", next.id)
        .execute()
      await postOfferMail(trx, from, next.id, { secret, until: expiresAt })
      await renewAwaited(trx, zoneId)
      return true
    })
  } catch (error) {
    if (!next || !(error instanceof Problem)) throw error
    if (error instanceof PlacesGone) return false
    // What they asked for is not sold any more: they are not to hold up the others.
    await giveUp(db, zoneId, next.id)
    return true
  }
}

async function firstServed(trx: Trx, zoneId: string, free: number): Promise<Next | undefined> {
  const { rows } = await sql<Next>`
    select e.id, e.performance_id, e.wish, f.seating_version_id is not null as seated,
      greatest(900, least(86400, extract(epoch from coalesce(f.on_sale_until, f.starts_at) - now()) / 4))::int as seconds
    from waiting_list_entries e
    join performances f on f.organisation_id = e.organisation_id and f.id = e.performance_id
    join events s on s.organisation_id = f.organisation_id and s.id = f.event_id
    where e.organisation_id = current_organisation() and e.zone_id = ${zoneId} and e.state = 'waiting'
      and e.places <= ${free} and f.status = 'scheduled' and s.status = 'published'
      and now() >= coalesce(f.on_sale_from, '-infinity') and now() < coalesce(f.on_sale_until, f.starts_at)
    order by e.id limit 1 for no key update of e`.execute(trx)
  return rows[0]
}

function wishesOf({ performance_id: performanceId, wish, seated }: Next, zoneId: string): Wish[] {
  if (seated) return [{ performanceId, zoneId, best: wish, anywhere: true }]
  return Object.entries(wish).map(([priceId, quantity]) => ({ performanceId, priceId, quantity }))
}

async function giveUp(db: Db, zoneId: string, entryId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockZone(trx, zoneId)
    await trx
      .updateTable("waiting_list_entries")
      .set({ state: "lapsed" })
      .where("id", "=", entryId)
      .where("state", "=", "waiting")
      .execute()
    await renewAwaited(trx, zoneId)
  })
}

/** What became of the offers: ordered and paid, or over. */
export async function followOffers(db: Db): Promise<void> {
  await sql`
    update waiting_list_entries e
    set state = case when exists (
      select from carts c where c.organisation_id = e.organisation_id and c.id = e.cart_id and c.state = 'sold')
      then 'taken' else 'lapsed' end
    where e.organisation_id = current_organisation() and e.state = 'offered' and not exists (
      select from carts c
      where c.organisation_id = e.organisation_id and c.id = e.cart_id and c.state in ('open', 'pending'))`.execute(
    db,
  )
}

/** Forgets who waited for a performance that is over, and who never said that the address was theirs. */
export async function forgetEntries(db: Db): Promise<void> {
  const { rows } = await sql<{ zone_id: string }>`
    delete from waiting_list_entries e using performances f
    where e.organisation_id = current_organisation() and f.organisation_id = e.organisation_id
      and f.id = e.performance_id
      and (f.ends_at < now() or (e.state = 'unconfirmed' and e.created_at < now() - interval '2 days'))
    returning e.zone_id`.execute(db)
  for (const zoneId of new Set(rows.map((row) => row.zone_id)))
    await db.transaction().execute(async (trx) => {
      await lockZone(trx, zoneId)
      await renewAwaited(trx, zoneId)
    })
}
