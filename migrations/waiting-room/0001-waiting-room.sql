-- A line of people before one event, or before the whole shop (event_id null). Who waits has no row: a place is a
-- signed number, and its position is that number less `admitted`.
create table waiting_lines (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  event_id bigint,
  -- "auto": on while the server is busy.
  mode text not null default 'off' check (mode in ('off', 'on', 'auto')),
  -- People let in per minute; null: as many as the server confirms.
  rate integer check (rate between 0 and 6000),
  -- Null: when the event's performances go on sale.
  opens_at timestamptz,
  pass_minutes integer not null default 10 check (pass_minutes between 1 and 60),
  -- Each time the line is formed anew; places of earlier rounds are worth nothing.
  round integer not null default 0,
  -- Since when a line in mode "auto" is there, and when a process was last busy.
  formed_at timestamptz,
  busy_at timestamptz,
  arrived integer not null default 0,
  admitted integer not null default 0,
  -- The first `pool` arrivals came before the opening: their order is drawn with the key, once.
  drawn_at timestamptz,
  pool integer not null default 0,
  shuffle_key bytea,
  advanced_at timestamptz,
  -- Numbers that may be called and were not yet: a fraction, seldom more.
  credit double precision not null default 0,
  -- Of those called lately, the share that came in.
  showing double precision not null default 1,
  measured_rate double precision not null default 60,
  primary key (organisation_id, id),
  foreign key (organisation_id, event_id) references events on delete cascade,
  constraint waiting_lines_never_ahead check (admitted <= arrived)
) with (fillfactor = 50);
call protect_tenant('waiting_lines');
create unique index waiting_lines_event on waiting_lines (organisation_id, event_id);
create unique index waiting_lines_shop on waiting_lines (organisation_id) where event_id is null;

-- Who came in: one row a place, whatever is shown twice. A place opens few carts: shared, it is worth no more.
create table waiting_passes (
  organisation_id bigint not null,
  line_id bigint not null,
  round integer not null,
  number integer not null,
  entered_at timestamptz not null default now(),
  expires_at timestamptz not null,
  carts integer not null default 0,
  primary key (organisation_id, line_id, round, number),
  foreign key (organisation_id, line_id) references waiting_lines on delete cascade,
  constraint waiting_passes_carts check (carts between 0 and 5)
);
call protect_tenant('waiting_passes');

-- When numbers were called, up to which: how long a turn lasts, and how many of those called come.
create table waiting_calls (
  organisation_id bigint not null,
  line_id bigint not null,
  round integer not null,
  upto integer not null,
  called_at timestamptz not null default now(),
  primary key (organisation_id, line_id, round, upto),
  foreign key (organisation_id, line_id) references waiting_lines on delete cascade
);
call protect_tenant('waiting_calls');
