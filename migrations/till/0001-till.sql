-- Where one sells. A till that a program names for the first time is made then.
create table tills (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  ref text not null check (ref <> ''),
  name text not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, ref)
);
call protect_tenant('tills');

-- From the opening to the closing: one person, one float.
create table till_sessions (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  till_id bigint not null,
  -- Of this till, without gaps.
  number integer not null check (number > 0),
  user_id bigint not null references users,
  float_amount integer not null check (float_amount >= 0),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, till_id, number),
  foreign key (organisation_id, till_id) references tills
);
call protect_tenant('till_sessions');
create unique index till_sessions_open on till_sessions (organisation_id, till_id) where closed_at is null;
create index till_sessions_recent on till_sessions (organisation_id, opened_at desc);

-- All that went through a till: added to, never changed. Negative: it went out.
create table till_movements (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  session_id bigint not null,
  kind text not null check (kind in ('sale', 'refund', 'in', 'out')),
  method text not null,
  amount integer not null,
  order_id bigint,
  -- The number of a cheque or a voucher; why something was free, or cash was taken out.
  note text,
  -- What the voucher says it is worth, when it is more than what was owed: no change is given.
  face_value integer,
  at timestamptz not null default now(),
  primary key (organisation_id, id),
  foreign key (organisation_id, session_id) references till_sessions,
  foreign key (organisation_id, order_id) references orders
);
call protect_tenant('till_movements');
create index till_movements_session on till_movements (organisation_id, session_id);

-- What was counted at the end, once for each session, against what should have been there.
create table till_closings (
  organisation_id bigint not null references organisations,
  session_id bigint not null,
  user_id bigint not null references users,
  at timestamptz not null default now(),
  -- Cents, of cash.
  expected integer not null,
  counted integer not null,
  -- How many of each coin and note, by its cents; null: counted elsewhere.
  denominations jsonb,
  -- What came by each method, refunds taken off.
  by_method jsonb not null,
  -- What was counted of the other methods.
  counted_methods jsonb not null default '{}',
  reason text,
  primary key (organisation_id, session_id),
  foreign key (organisation_id, session_id) references till_sessions
);
call protect_tenant('till_closings');

-- What an organisation accepts at its counters; no row: the usual.
create table till_settings (
  organisation_id bigint primary key references organisations,
  methods text[] not null,
  -- Cents of cash above which a public body must pay it in; null: not watched.
  cash_ceiling integer check (cash_ceiling > 0)
);
call protect_tenant('till_settings');
