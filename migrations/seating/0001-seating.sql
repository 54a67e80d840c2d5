-- A named plan of a hall. What is being edited is its draft: {"file": ..., "hall": ...}; null when nothing is.
create table seating_plans (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  ref text not null,
  name text not null check (name <> ''),
  venue_id bigint,
  draft json,
  draft_revision integer not null default 0,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, ref),
  foreign key (organisation_id, venue_id) references venues
);
call protect_tenant('seating_plans');

-- A plan as it was published: never changed afterwards, for performances sell by it. The file is in the pretix format and
-- kept to the letter, so that it is exported the same; "hall" is what that format can't say: who sits beside and behind whom, how
-- good each seat is. Null there: as proposed from the file.
create table seating_versions (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  plan_id bigint not null,
  number integer not null check (number > 0),
  file json not null,
  hall json,
  seats integer not null check (seats > 0),
  published_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, plan_id, number),
  foreign key (organisation_id, plan_id) references seating_plans
);
call protect_tenant('seating_versions');

-- A picture to draw a plan over: a scan, a photo. Shown to nobody but those who edit the plan.
create table seating_pictures (
  organisation_id bigint not null references organisations,
  plan_id bigint not null,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp')),
  bytes bytea not null check (length(bytes) <= 5000000),
  created_at timestamptz not null default now(),
  primary key (organisation_id, plan_id),
  foreign key (organisation_id, plan_id) references seating_plans
);
call protect_tenant('seating_pictures');
