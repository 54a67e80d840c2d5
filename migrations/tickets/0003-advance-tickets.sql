-- Tickets to be: their codes are given out before they are sold, one for each place that is set aside, so that a till without a
-- network can sell them. Once sold it is a row of `tickets` with the same id. A code that is void opens no door.
create table advance_tickets (
  organisation_id bigint not null references organisations,
  ticket_id bigint not null,
  allotment_id bigint not null,
  performance_id bigint not null,
  zone_id bigint not null,
  -- The number of the order, if this is the first of its tickets.
  order_number text not null,
  -- The numbered seat, and its name as it is said to people; null: free seating.
  seat_id text,
  seat text,
  key_id integer not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  given_at timestamptz not null default now(),
  voided_at timestamptz,
  -- The item of the cart that it was sold as.
  cart_id bigint,
  position smallint,
  primary key (organisation_id, ticket_id),
  foreign key (organisation_id, key_id) references signing_keys,
  foreign key (organisation_id, allotment_id) references allotments
);
call protect_tenant('advance_tickets');
create index advance_tickets_allotment on advance_tickets (organisation_id, allotment_id);
create index advance_tickets_performance on advance_tickets (organisation_id, performance_id) where cart_id is null;
create unique index advance_tickets_sold on advance_tickets (organisation_id, cart_id, position) where cart_id is not null;
