-- Personal data: who ordered. The lines of an order are the items of its cart.
create table orders (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  number text not null,
  -- Opens the order's page: as good as a password.
  token text not null,
  cart_id bigint not null,
  status text not null check (status in ('pending', 'paid', 'cancelled', 'expired')),
  total integer not null check (total >= 0),
  currency text not null,
  locale text not null,
  email text not null,
  first_name text not null,
  last_name text not null,
  phone text,
  marketing_consent boolean not null default false,
  created_at timestamptz not null default now(),
  paid_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, number),
  unique (organisation_id, token),
  unique (organisation_id, cart_id),
  foreign key (organisation_id, cart_id) references carts
);
call protect_tenant('orders');
create index orders_recent on orders (organisation_id, created_at desc);

create table payments (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  token text not null,
  order_id bigint not null,
  method text not null,
  amount integer not null check (amount > 0),
  currency text not null,
  -- "to_refund": paid, but the places were gone; "refunded" once the money went back.
  status text not null check (status in ('pending', 'paid', 'refused', 'to_refund', 'refunded')),
  -- What the provider calls it.
  reference text,
  created_at timestamptz not null default now(),
  paid_at timestamptz,
  refunded_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, token),
  foreign key (organisation_id, order_id) references orders
);
call protect_tenant('payments');
create index payments_order on payments (organisation_id, order_id);
create unique index payments_reference on payments (organisation_id, method, reference);
