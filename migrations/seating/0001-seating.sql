-- A plan is a version: it is added and never changed. The file is kept to the letter, so that it is exported the same.
create table seating_plans (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  name text not null check (name <> ''),
  file json not null,
  seats integer not null check (seats > 0),
  created_at timestamptz not null default now(),
  primary key (organisation_id, id)
);
call protect_tenant('seating_plans');
