-- The archives of closed periods. What is made is fixed: numbered without gaps, each naming the fingerprint of the one
-- before, and told to the technical journal in the transaction that makes it so.
create table archives (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  -- Given when it is done.
  number integer,
  -- "2026-11", "2026", "2026-11-27" or "2026-11-01_2026-11-15", and its first and last day.
  period text not null,
  first_day date not null,
  last_day date not null,
  state text not null default 'waiting' check (state in ('waiting', 'making', 'done', 'failed')),
  -- Thousandths.
  progress smallint not null default 0 check (progress between 0 and 1000),
  failure text,
  -- "user:12"; null: from the command line.
  asked_by text,
  asked_at timestamptz not null default now(),
  made_at timestamptz,
  file_name text,
  size bigint,
  -- SHA-256 of its list of files, and the keyed seal of that list.
  fingerprint bytea,
  seal bytea,
  operations bigint,
  ledger_version text,
  -- Whether the lines were as they were sealed when it was made.
  sound boolean,
  -- False: written to a file of the operator's by the command line, and not kept here.
  kept boolean not null default true,
  primary key (organisation_id, id),
  unique (organisation_id, number),
  check ((state = 'done') = (number is not null))
);
call protect_tenant('archives');
-- One at a time.
create unique index archives_going on archives (organisation_id) where state in ('waiting', 'making');

-- The file, in parts of a mebibyte: workers and web servers share a database and no disk.
create table archive_parts (
  organisation_id bigint not null references organisations,
  archive_id bigint not null,
  number integer not null,
  content bytea not null,
  primary key (organisation_id, archive_id, number),
  foreign key (organisation_id, archive_id) references archives
);
alter table archive_parts alter column content set storage external;
call protect_tenant('archive_parts');

-- For everyone, the owner included: an archive that is done stays as it is.
create function archives_refuse() returns trigger language plpgsql as $$
declare
  filled boolean;
begin
  if tg_op = 'TRUNCATE' then
    execute format('select exists (select from %I.%I)', tg_table_schema, tg_table_name) into filled;
    if not filled then return null; end if;
    raise exception 'archives are kept: no truncate on %', tg_table_name using errcode = '42501';
  end if;
  if tg_table_name = 'archives' then
    if old.state <> 'done' then return case when tg_op = 'DELETE' then old else new end; end if;
  elsif not exists (select from archives a
      where a.organisation_id = old.organisation_id and a.id = old.archive_id and a.state = 'done') then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  raise exception 'archives are kept: no % on %', lower(tg_op), tg_table_name using errcode = '42501';
end $$;
create trigger archives_refuse before update or delete on archives for each row execute function archives_refuse();
create trigger archives_refuse before update or delete on archive_parts for each row execute function archives_refuse();
create trigger archives_keep before truncate on archives for each statement execute function archives_refuse();
create trigger archives_keep before truncate on archive_parts for each statement execute function archives_refuse();
