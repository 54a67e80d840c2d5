-- Who came in. One row a ticket: its key is what lets exactly one scan be the one that admits.
create table entries (
  organisation_id bigint not null references organisations,
  ticket_id bigint not null,
  performance_id bigint not null,
  admitted_at timestamptz not null,
  gate text,
  primary key (organisation_id, ticket_id)
);
call protect_tenant('entries');
create index entries_performance on entries (organisation_id, performance_id);

-- Each presentation of a code and what was answered. The code itself is not kept.
create table scans (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  performance_id bigint not null,
  ticket_id bigint,
  result text not null,
  gate text,
  -- When the door saw it, and when the server heard of it.
  at timestamptz not null,
  received_at timestamptz not null default now(),
  scanned_by text not null,
  nonce text,
  primary key (organisation_id, id)
);
call protect_tenant('scans');
create unique index scans_nonce on scans (organisation_id, nonce) where nonce is not null;
create index scans_performance on scans (organisation_id, performance_id, id desc);

create table devices (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  name text not null,
  gate text,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, token_hash)
);
call protect_tenant('devices');
