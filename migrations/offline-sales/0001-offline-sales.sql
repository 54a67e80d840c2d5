-- Places that a till keeps for when it has no network: an allotment of its own, and the codes of its tickets to be.
create table offline_reserves (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  session_id bigint not null,
  performance_id bigint not null,
  allotment_id bigint not null,
  -- The browser or phone that has the codes: another one of the same person gets none.
  holder text not null,
  -- How many places of each zone it wants to have, by its id.
  wanted jsonb not null,
  created_at timestamptz not null default now(),
  refreshed_at timestamptz not null default now(),
  ended_at timestamptz,
  end_reason text check (end_reason in ('released', 'session_closed', 'performance_over')),
  primary key (organisation_id, id),
  foreign key (organisation_id, session_id) references till_sessions,
  foreign key (organisation_id, performance_id) references performances,
  foreign key (organisation_id, allotment_id) references allotments
);
call protect_tenant('offline_reserves');
create unique index offline_reserves_open on offline_reserves (organisation_id, session_id, performance_id) where ended_at is null;
create unique index offline_reserves_allotment on offline_reserves (organisation_id, allotment_id);

-- Sessions whose till is a scanner: it sells at the door, and somebody answers for its cash.
create table device_sessions (
  organisation_id bigint not null references organisations,
  session_id bigint not null,
  device_id bigint not null,
  primary key (organisation_id, session_id),
  foreign key (organisation_id, session_id) references till_sessions,
  foreign key (organisation_id, device_id) references devices
);
call protect_tenant('device_sessions');
create index device_sessions_device on device_sessions (organisation_id, device_id);

-- What was sold without a network, once for each id that the device gave it. What could not be recorded as a sale is kept too:
-- money was taken.
create table offline_sales (
  organisation_id bigint not null references organisations,
  id text not null check (id ~ '^[0-9a-f]{24,64}$'),
  body_hash bytea not null,
  -- Of the device, as printed.
  number integer not null,
  session_id bigint,
  -- When it was sold, and when the server heard of it.
  sold_at timestamptz not null,
  received_at timestamptz not null default now(),
  -- "user:12" or "device:3".
  sent_by text not null,
  total integer not null,
  -- "moved": other places than those printed; "unplaced": none was left, the money is to be given back; "refused": to be looked at.
  state text not null check (state in ('recorded', 'moved', 'unplaced', 'refused')),
  order_id bigint,
  -- Where its till was closed when it came.
  late boolean not null default false,
  -- What is to be known of it: stable codes.
  remarks text[] not null default '{}',
  -- As it was sent; nobody's name is in it.
  content jsonb not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, session_id) references till_sessions,
  foreign key (organisation_id, order_id) references orders
);
call protect_tenant('offline_sales');
create index offline_sales_recent on offline_sales (organisation_id, received_at desc);
create index offline_sales_session on offline_sales (organisation_id, session_id);
