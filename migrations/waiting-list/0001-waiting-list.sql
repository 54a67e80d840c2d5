-- Personal data: who waits for places of a sold-out zone. Deleted once the performance is over.
create table waiting_list_entries (
  organisation_id bigint not null references organisations,
  -- The order of the list.
  id bigint generated always as identity,
  performance_id bigint not null,
  zone_id bigint not null,
  -- How many at each price, by its id; and how many in all.
  wish jsonb not null,
  places integer not null check (places > 0),
  email text not null,
  locale text not null,
  -- "unconfirmed": the address was not shown to be theirs yet; "lapsed": the offer was not taken in time.
  state text not null default 'unconfirmed'
    check (state in ('unconfirmed', 'waiting', 'offered', 'taken', 'lapsed', 'left')),
  created_at timestamptz not null default now(),
  -- The cart that the offer is.
  cart_id bigint,
  offered_until timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, performance_id) references performances on delete cascade,
  foreign key (organisation_id, zone_id) references zones on delete cascade
);
call protect_tenant('waiting_list_entries');
create index waiting_list_entries_next on waiting_list_entries (organisation_id, zone_id, id) where state = 'waiting';
create index waiting_list_entries_offered on waiting_list_entries (organisation_id, id) where state = 'offered';
create index waiting_list_entries_performance on waiting_list_entries (organisation_id, performance_id, id);
create unique index waiting_list_entries_once on waiting_list_entries (organisation_id, zone_id, lower(email))
  where state in ('unconfirmed', 'waiting', 'offered');
