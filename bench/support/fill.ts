import type pg from "pg"

/** Sells `count` tickets, four an order, in the organisation that sold last, as its owner and in bulk. */
export async function fillWithSales(owner: pg.Pool, count: number): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query(`
      create temp table bulk as
        select n, nextval(pg_get_serial_sequence('carts', 'id')) as cart_id, nextval(pg_get_serial_sequence('orders', 'id')) as order_id
        from generate_series(1, ${Math.ceil(count / 4)}) n;
      create temp table sold as
        select o.organisation_id, o.id, i.performance_id, i.zone_id, i.price_id, p.tariff_id, k.key_id
        from orders o join cart_items i using (organisation_id, cart_id) join prices p on p.id = i.price_id
        join signing_keys k on k.organisation_id = o.organisation_id order by o.id desc limit 1;
      insert into carts (organisation_id, id, secret_hash, state, expires_at) overriding system value
        select s.organisation_id, b.cart_id, '\\x00', 'sold', now() from bulk b, sold s;
      insert into cart_items (organisation_id, cart_id, position, performance_id, zone_id, price_id, amount)
        select s.organisation_id, b.cart_id, p, s.performance_id, s.zone_id, s.price_id, 0
        from bulk b, sold s, generate_series(1, 4) p;
      insert into orders (organisation_id, id, number, token, cart_id, status, total, currency, locale, email, first_name,
          last_name, paid_at) overriding system value
        select s.organisation_id, b.order_id, 'F' || b.order_id, s.organisation_id || '.fill-' || b.order_id, b.cart_id, 'paid',
          0, 'EUR', 'fr', 'spectator@example.org', 'Ada', 'Lovelace', now() from bulk b, sold s;
      insert into tickets (organisation_id, order_id, position, number, performance_id, zone_id, tariff_id, event_title,
          zone_name, tariff_name, amount, vat_rate, key_id, valid_from, valid_until)
        select s.organisation_id, b.order_id, p, 'F' || b.order_id || '-' || p, s.performance_id, s.zone_id, s.tariff_id,
          'Concert', 'All', 'Free', 0, 550, s.key_id, now(), now() from bulk b, sold s, generate_series(1, 4) p;
      update zone_stock z set taken = taken + ${count} from sold s
        where z.organisation_id = s.organisation_id and z.zone_id = s.zone_id;
      analyze`)
  } finally {
    client.release()
  }
}
