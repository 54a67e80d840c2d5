-- Titles and texts of events are {"fr": ..., "en": ...}; one language is enough.
create table seasons (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  ref text not null,
  name text not null check (name <> ''),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  primary key (organisation_id, id),
  unique (organisation_id, ref)
);
call protect_tenant('seasons');

create table tariffs (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  ref text not null,
  name text not null check (name <> ''),
  -- What the spectator shows at the door ("student card"); null: nothing.
  proof text,
  rank integer not null default 0,
  primary key (organisation_id, id),
  unique (organisation_id, ref)
);
call protect_tenant('tariffs');

create table events (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  ref text not null,
  season_id bigint,
  title jsonb not null,
  subtitle jsonb,
  description jsonb,
  genre text,
  duration_minutes integer check (duration_minutes > 0),
  -- Hundredths of a percent: 550 is 5.5 %.
  vat_rate integer not null check (vat_rate between 0 and 10000),
  status text not null check (status in ('draft', 'published')),
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, ref),
  foreign key (organisation_id, season_id) references seasons
);
call protect_tenant('events');

create table performances (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  ref text not null,
  event_id bigint not null,
  venue_id bigint not null,
  starts_at timestamptz not null,
  doors_at timestamptz check (doors_at <= starts_at),
  ends_at timestamptz not null check (ends_at >= starts_at),
  on_sale_from timestamptz,
  on_sale_until timestamptz,
  max_per_order integer not null default 10 check (max_per_order between 1 and 1000),
  status text not null default 'scheduled' check (status in ('scheduled', 'cancelled')),
  -- The plan its places are numbered by; null: free seating.
  seating_version_id bigint,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, ref),
  foreign key (organisation_id, event_id) references events,
  foreign key (organisation_id, venue_id) references venues,
  foreign key (organisation_id, seating_version_id) references seating_versions
);
call protect_tenant('performances');
create index performances_seating on performances (organisation_id, seating_version_id) where seating_version_id is not null;
create index performances_when on performances (organisation_id, starts_at, id);
create index performances_event on performances (organisation_id, event_id);

create table zones (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  performance_id bigint not null,
  ref text not null,
  name text not null check (name <> ''),
  capacity integer not null check (capacity >= 0),
  rank integer not null default 0,
  primary key (organisation_id, id),
  unique (organisation_id, performance_id, ref),
  foreign key (organisation_id, performance_id) references performances
);
call protect_tenant('zones');

create table prices (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  zone_id bigint not null,
  tariff_id bigint not null,
  -- Cents, tax included.
  amount integer not null check (amount between 0 and 100000000),
  -- A price that is no longer offered stays for what was sold at it.
  offered boolean not null default true,
  primary key (organisation_id, id),
  unique (organisation_id, zone_id, tariff_id),
  foreign key (organisation_id, zone_id) references zones on delete cascade,
  foreign key (organisation_id, tariff_id) references tariffs
);
call protect_tenant('prices');
