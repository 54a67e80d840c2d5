create table venues (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  ref text not null,
  name text not null check (name <> ''),
  address text,
  timezone text not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, ref)
);
call protect_tenant('venues');
