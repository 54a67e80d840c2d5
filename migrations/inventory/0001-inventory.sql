-- How many places of a zone are taken, held ones included. The check is what keeps a zone from selling beyond its
-- capacity: no statement has to be careful.
create table zone_stock (
  organisation_id bigint not null references organisations,
  zone_id bigint not null,
  performance_id bigint not null,
  capacity integer not null,
  taken integer not null default 0,
  -- The plan its seats are numbered by; null: free seating. A hold names the plan its seats are of.
  seating_version_id bigint,
  primary key (organisation_id, zone_id),
  constraint zone_stock_capacity check (taken <= capacity),
  constraint zone_stock_never_negative check (taken >= 0)
) with (fillfactor = 50);
call protect_tenant('zone_stock');
create index zone_stock_performance on zone_stock (organisation_id, performance_id);

-- A hold, with its prices: open until it expires, is let go of, or is ordered ("pending" until paid, then "sold").
-- "unpaid" was ordered and not paid in time; "expired" and "released" never became an order.
create table carts (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  secret_hash bytea not null,
  state text not null default 'open' check (state in ('open', 'pending', 'sold', 'unpaid', 'released', 'expired')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- Cents: what its places cost together. Here, and not only in their sum, so that who locks the cart sees what it costs now.
  total integer not null default 0,
  primary key (organisation_id, id)
) with (fillfactor = 80);
call protect_tenant('carts');
create index carts_expiry on carts (organisation_id, expires_at) where state in ('open', 'pending');
create index carts_abandoned on carts (organisation_id, expires_at) where state in ('released', 'expired');

-- One row a place, at the price it was held at.
create table cart_items (
  organisation_id bigint not null,
  cart_id bigint not null,
  position smallint not null,
  performance_id bigint not null,
  zone_id bigint not null,
  price_id bigint not null,
  amount integer not null,
  -- The numbered seat, and its name as it is said to people; null: free seating.
  seat_id text,
  seat text,
  -- The allotment the place was set aside in, where it goes back to.
  allotment_id bigint,
  primary key (organisation_id, cart_id, position),
  foreign key (organisation_id, cart_id) references carts on delete cascade
);
call protect_tenant('cart_items');

-- Places set aside for the channels that may sell them, until they are released: to another allotment, else to everybody.
create table allotments (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  performance_id bigint not null,
  name text not null check (name <> ''),
  channels text[] not null check (channels <@ array['web', 'till', 'school', 'partner', 'house', 'producer']),
  release_at timestamptz,
  overflow_id bigint check (overflow_id <> id),
  released_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  foreign key (organisation_id, performance_id) references performances,
  foreign key (organisation_id, overflow_id) references allotments
);
call protect_tenant('allotments');
create index allotments_performance on allotments (organisation_id, performance_id);
create index allotments_release on allotments (organisation_id, release_at) where released_at is null;

-- What an allotment has of a zone. For the zone these places are taken, all of them, so that nobody else can have them; of
-- those, "taken" are sold or held. The check keeps an allotment from selling more than was set aside.
create table allotment_stock (
  organisation_id bigint not null,
  allotment_id bigint not null,
  zone_id bigint not null,
  capacity integer not null,
  taken integer not null default 0,
  primary key (organisation_id, allotment_id, zone_id),
  foreign key (organisation_id, allotment_id) references allotments on delete cascade,
  constraint allotment_stock_capacity check (taken <= capacity),
  constraint allotment_stock_never_negative check (taken >= 0)
) with (fillfactor = 50);
call protect_tenant('allotment_stock');
create index allotment_stock_zone on allotment_stock (organisation_id, zone_id);

-- Who has which numbered seat of a performance, a cart or an allotment that sets it aside: the primary key is what keeps a
-- seat from two buyers.
create table taken_seats (
  organisation_id bigint not null references organisations,
  performance_id bigint not null,
  seat_id text not null,
  zone_id bigint not null,
  cart_id bigint,
  allotment_id bigint,
  primary key (organisation_id, performance_id, seat_id),
  check (cart_id is not null or allotment_id is not null)
);
call protect_tenant('taken_seats');

-- Ends the statement it is called in, with everything that statement did.
create function refuse(reason text) returns boolean language plpgsql as $$
begin
  raise exception using errcode = 'PA409', message = reason;
end $$;
