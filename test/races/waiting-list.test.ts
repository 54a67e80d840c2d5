import t, { type Test } from "tap"
import { expireCarts } from "../../plugins/inventory/release-places.ts"
import { makePerformance } from "../harness.ts"
import { states, sweep, wait } from "../plugins/waiting-list/listing.ts"
import { severalApps } from "../support/several-apps.ts"
import { itemsOf, openCart, postCart, removeCart } from "../support/shopping.ts"

const places = 12
const people = 20

/** Carts are let go of while everybody reloads the page of places and three instances sweep at once. */
async function rush(t: Test, prepare: (sql: (text: string) => Promise<unknown>) => Promise<unknown>) {
  const cast = await severalApps(t, 3)
  const { app, apps, pick, owner, organisation } = cast
  const performance = await makePerformance(app, organisation, { capacity: places })
  const carts = []
  for (let n = 0; n < places; n++) carts.push(await openCart(app, itemsOf(performance)))
  for (let n = 0; n < people; n++) await wait(cast, performance, `person-${n}@example.org`)
  await prepare((text) => owner.query(text))
  let passing = true
  let overtaken = 0
  const passers = Array.from({ length: 6 }, async (_, n) => {
    while (passing) if ((await postCart(pick(n), itemsOf(performance))).statusCode === 201) overtaken++
  })
  const sweeps = apps.map(async (one) => {
    while (passing) await sweep(one)
  })
  await Promise.all(carts.map((cart, n) => removeCart(pick(n), cart)))
  for (const one of apps) await sweep(one)
  passing = false
  await Promise.all([...passers, ...sweeps])
  const { rows } = await owner.query(
    `select (select taken from zone_stock) as taken,
       (select count(distinct cart_id)::int from waiting_list_entries where state = 'offered') as carts,
       (select count(*)::int from waiting_list_entries where state = 'offered') as offered,
       (select count(*)::int from mails where reference like '%:offer') as mails,
       (select count(*)::int from carts where state = 'open') as open`,
  )
  return {
    cast,
    overtaken,
    performance,
    ...(rows[0] as Record<"taken" | "carts" | "offered" | "mails" | "open", number>),
  }
}

t.test(
  "twelve places come back: the first twelve on the list get one each, and nobody who passes by",
  async (t) => {
    const { cast, performance, ...found } = await rush(t, async () => {})
    t.match(found, {
      overtaken: 0,
      taken: places,
      offered: places,
      carts: places,
      mails: places,
      open: places,
    })
    const offered = Object.entries(await states(cast)).filter(([, state]) => state === "offered")
    t.same(
      offered.map(([email]) => email),
      Array.from({ length: places }, (_, n) => `person-${n}@example.org`),
    )

    await t.test("what is not taken passes to the next ones, once", async (t) => {
      const { apps, app, owner, organisation, db } = cast
      await owner.query("update carts set expires_at = now() - interval '1 second' where state = 'open'")
      await Promise.all([
        ...apps.map((one) =>
          expireCarts(one.databases.forOrganisation(organisation.id), one.events, organisation.id),
        ),
        ...apps.map((one) => sweep(one)),
        ...Array.from({ length: 20 }, (_, n) => postCart(cast.pick(n), itemsOf(performance))),
      ])
      while ((await expireCarts(db, app.events, organisation.id)) > 0);
      await Promise.all(apps.map((one) => sweep(one)))
      const all = await states(cast)
      for (let n = 0; n < people; n++)
        t.equal(all[`person-${n}@example.org`], n < places ? "lapsed" : "offered", `person ${n}`)
    })
  },
)

t.test("and when the zone’s row does not say that it is awaited, who passes by takes them", async (t) => {
  const { overtaken } = await rush(t, (sql) =>
    sql(`create function never() returns trigger language plpgsql as $$ begin new.awaited = null; return new; end $$;
         create trigger never before update on zone_stock for each row execute function never();
         update zone_stock set awaited = null`),
  )
  t.ok(overtaken > 0, `${overtaken} overtook`)
})
