-- Tickets given up for others of the same order, in one act; a change of tariff is one.
create table exchanges (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  order_id bigint not null,
  -- Tickets.
  given_up bigint[] not null,
  issued bigint[] not null,
  -- Cents: what the new ones cost more, or with a minus less.
  difference integer not null,
  reason text not null,
  -- "user:12".
  done_by text not null,
  at timestamptz not null default now(),
  primary key (organisation_id, id),
  foreign key (organisation_id, order_id) references orders
);
call protect_tenant('exchanges');
create index exchanges_order on exchanges (organisation_id, order_id);

-- Personal data: who a ticket is for, where that was said.
create table ticket_names (
  organisation_id bigint not null references organisations,
  ticket_id bigint not null,
  name text not null check (name <> ''),
  named_at timestamptz not null default now(),
  primary key (organisation_id, ticket_id),
  foreign key (organisation_id, ticket_id) references tickets
);
call protect_tenant('ticket_names');

-- How often an order's tickets changed otherwise than by more of them, a reprint or a cancellation: names, a split. Says,
-- with those, whether the printed tickets are those of now.
create table ticket_changes (
  organisation_id bigint not null references organisations,
  order_id bigint not null,
  changes integer not null,
  primary key (organisation_id, order_id),
  foreign key (organisation_id, order_id) references orders
);
call protect_tenant('ticket_changes');
