-- Keys that sign ticket codes. The private one is sealed with the instance's secret. Old keys stay: what they signed
-- stays good.
create table signing_keys (
  organisation_id bigint not null references organisations,
  key_id integer not null check (key_id between 1 and 65535),
  public_key bytea not null,
  sealed_private_key bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (organisation_id, key_id)
);
call protect_tenant('signing_keys');

-- Never edited, never deleted: the names, the price and the VAT rate are those of the day of the sale.
create table tickets (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  order_id bigint not null,
  position smallint not null,
  number text not null,
  performance_id bigint not null,
  zone_id bigint not null,
  tariff_id bigint not null,
  event_title text not null,
  zone_name text not null,
  tariff_name text not null,
  -- The numbered seat as it is said to people; null: free seating.
  seat text,
  amount integer not null,
  vat_rate integer not null,
  key_id integer not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  status text not null default 'valid' check (status in ('valid', 'cancelled')),
  issued_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, number),
  unique (organisation_id, order_id, position),
  foreign key (organisation_id, order_id) references orders,
  foreign key (organisation_id, key_id) references signing_keys
);
call protect_tenant('tickets');
create index tickets_performance on tickets (organisation_id, performance_id);

-- Personal data: the printed tickets of an order.
create table ticket_documents (
  organisation_id bigint not null references organisations,
  order_id bigint not null,
  pdf bytea not null,
  made_at timestamptz not null default now(),
  primary key (organisation_id, order_id)
);
alter table ticket_documents alter column pdf set storage external;
call protect_tenant('ticket_documents');
