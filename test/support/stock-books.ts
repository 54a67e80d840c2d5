import type { TestApp } from "../harness.ts"

/**
 * What must be so at any moment, as counts of what is not: each seat in one living cart or allotment; each zone taken by its
 * living carts and what is set aside; each allotment taken by the living carts that have of it.
 */
export async function stockBooks({ owner }: Pick<TestApp, "owner">) {
  const { rows } = await owner.query(`
    with living as (
      select i.* from cart_items i join carts c on c.organisation_id = i.organisation_id and c.id = i.cart_id
      where c.state in ('open', 'pending', 'sold') and not i.freed)
    select
      (select count(*)::int from (
        select from living where seat_id is not null group by performance_id, seat_id having count(*) > 1) as twice) as doubled,
      (select count(*)::int from living l where l.seat_id is not null and not exists (
        select from taken_seats s where s.performance_id = l.performance_id and s.seat_id = l.seat_id
          and s.cart_id = l.cart_id)) as lost,
      (select count(*)::int from taken_seats s where s.cart_id is not null and not exists (
        select from living l where l.performance_id = s.performance_id and l.seat_id = s.seat_id
          and l.cart_id = s.cart_id)) as stray,
      (select count(*)::int from zone_stock z where z.taken <>
        (select count(*) from living l where l.zone_id = z.zone_id and l.allotment_id is null)
        + (select coalesce(sum(o.capacity), 0) from allotment_stock o where o.zone_id = z.zone_id)) as "zonesWrong",
      (select count(*)::int from zone_stock z where z.seating_version_id is not null and z.taken <>
        (select count(*) from taken_seats s where s.zone_id = z.zone_id)) as "seatsWrong",
      (select count(*)::int from allotment_stock o where o.taken <>
        (select count(*) from living l where l.zone_id = o.zone_id and l.allotment_id = o.allotment_id)) as "allotmentsWrong"`)
  return rows[0]
}

export const right = { doubled: 0, lost: 0, stray: 0, zonesWrong: 0, seatsWrong: 0, allotmentsWrong: 0 }
