-- Whose rows the connection may see: set before each use, empty for none.
create function current_organisation() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('parterre.organisation_id', true), '')::bigint;

-- Closes a table of the tenants: rows of the current organisation only, for reading and for writing.
create procedure protect_tenant(tenant_table regclass)
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format(
    'create policy tenant on %s using (organisation_id = current_organisation()) with check (organisation_id = current_organisation())',
    tenant_table);
end $$;

create table outbox (
  id bigint generated always as identity primary key,
  job text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  handed_at timestamptz,
  failed_at timestamptz,
  failure text
);

create table idempotency_keys (
  organisation_id bigint not null,
  route text not null,
  key text not null,
  body_hash bytea not null,
  status smallint,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (organisation_id, route, key)
);
call protect_tenant('idempotency_keys');
create index idempotency_keys_age on idempotency_keys (organisation_id, created_at);

create table mails (
  organisation_id bigint not null,
  id bigint generated always as identity,
  reference text not null,
  recipient text not null,
  sender_name text not null,
  reply_to text,
  subject text not null,
  text text not null,
  html text,
  attachments jsonb not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, reference)
);
call protect_tenant('mails');
