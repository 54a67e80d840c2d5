-- The books: lines that are only ever added, numbered without gaps and chained, each sealed by a keyed HMAC-SHA-256.
-- docs/books.md says byte for byte what is sealed. Three chains an organisation: its operations (sales, cancellations,
-- entries, ...), its closings, and the journal of technical events.

-- A line, from when it is told in a transaction until that transaction commits: seen by nobody else, and gone by then.
create unlogged table ledger_drafts (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  chain text not null check (chain in ('operations', 'closings', 'journal')),
  kind text not null check (kind ~ '^[a-z_]+$'),
  order_id bigint,
  -- Cents: what the lines of the content add up to, and its payments.
  total bigint not null default 0,
  paid bigint not null default 0,
  content text not null check (content !~ '[\n\r]'),
  performances bigint[] not null default '{}',
  primary key (organisation_id, id)
);
call protect_tenant('ledger_drafts');

create table ledger_lines (
  organisation_id bigint not null references organisations,
  chain text not null,
  number bigint not null,
  at timestamptz not null,
  kind text not null,
  order_id bigint,
  total bigint not null,
  paid bigint not null,
  -- JSON, kept to the letter: these bytes are sealed. No personal data.
  content text not null,
  -- Which one-time key seals the line: it follows from this and from a secret that the database never holds.
  seed bytea not null,
  mac bytea not null,
  primary key (organisation_id, chain, number)
);
call protect_tenant('ledger_lines');
create index ledger_lines_order on ledger_lines (organisation_id, order_id, number) where order_id is not null;

create table ledger_heads (
  organisation_id bigint not null references organisations,
  chain text not null,
  number bigint not null default 0,
  mac bytea not null default decode(repeat('00', 32), 'hex'),
  primary key (organisation_id, chain)
) with (fillfactor = 50);
call protect_tenant('ledger_heads');

-- Which operations are about which performance: an index, which the verification compares with the contents.
create table ledger_performances (
  organisation_id bigint not null references organisations,
  performance_id bigint not null,
  number bigint not null,
  primary key (organisation_id, performance_id, number)
);
call protect_tenant('ledger_performances');

-- Runs inside the commit, after everything else: the head is the last lock of every transaction, and is held for no
-- round trip. `parterre.ledger_seal` is the transaction's own: seed (16 bytes), and the one-time key within the two
-- blocks of HMAC (64 bytes each).
create function ledger_append() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  seal constant bytea := decode(current_setting('parterre.ledger_seal'), 'hex');
  last ledger_heads;
  line ledger_lines;
begin
  select * into last from ledger_heads h
    where h.organisation_id = new.organisation_id and h.chain = new.chain for update;
  if not found then
    insert into ledger_heads (organisation_id, chain) values (new.organisation_id, new.chain) on conflict do nothing;
    select * into last from ledger_heads h
      where h.organisation_id = new.organisation_id and h.chain = new.chain for update;
  end if;
  line.number := last.number + 1;
  line.at := date_trunc('milliseconds', clock_timestamp());
  line.mac := sha256(substr(seal, 81, 64) || sha256(substr(seal, 17, 64) || convert_to(
    'parterre-ledger/1' || E'\n' || new.organisation_id || E'\n' || new.chain || E'\n' || line.number || E'\n' ||
    to_char(line.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || E'\n' || new.kind || E'\n' ||
    coalesce(new.order_id::text, '') || E'\n' || new.total || E'\n' || new.paid || E'\n' || new.content || E'\n' ||
    encode(last.mac, 'hex'), 'UTF8')));
  insert into ledger_lines (organisation_id, chain, number, at, kind, order_id, total, paid, content, seed, mac)
    values (new.organisation_id, new.chain, line.number, line.at, new.kind, new.order_id, new.total, new.paid,
      new.content, substr(seal, 1, 16), line.mac);
  if new.performances <> '{}' then
    insert into ledger_performances (organisation_id, performance_id, number)
      select distinct new.organisation_id, performance_id, line.number from unnest(new.performances) performance_id;
  end if;
  update ledger_heads h set number = line.number, mac = line.mac
    where h.organisation_id = new.organisation_id and h.chain = new.chain;
  delete from ledger_drafts d where d.organisation_id = new.organisation_id and d.id = new.id;
  return null;
end $$;

create constraint trigger ledger_append after insert on ledger_drafts
  deferrable initially deferred for each row execute function ledger_append();

-- For everyone, the owner included: what is in the books stays as it is.
create function ledger_refuse() returns trigger language plpgsql as $$
declare
  filled boolean;
begin
  -- Emptying what is empty is no change: a restore begins so.
  if tg_op = 'TRUNCATE' then
    execute format('select exists (select from %I.%I)', tg_table_schema, tg_table_name) into filled;
    if not filled then return null; end if;
  end if;
  -- The head moves on, from within ledger_append and from nowhere else.
  if tg_op = 'UPDATE' and tg_table_name = 'ledger_heads' and pg_trigger_depth() > 1 then return null; end if;
  raise exception 'the books are added to and never changed: no % on %', lower(tg_op), tg_table_name
    using errcode = '42501';
end $$;

create trigger ledger_refuse before update or delete or truncate on ledger_lines execute function ledger_refuse();
create trigger ledger_refuse before update or delete or truncate on ledger_heads execute function ledger_refuse();
create trigger ledger_refuse before update or delete or truncate on ledger_performances execute function ledger_refuse();

-- Who came in is written down at the door in one statement; the books follow in batches. This says what is still to do.
create table ledger_entries (
  organisation_id bigint not null references organisations,
  ticket_id bigint not null,
  -- A ticket for several people has several entries.
  place smallint not null,
  recorded boolean not null default false,
  primary key (organisation_id, ticket_id, place)
);
call protect_tenant('ledger_entries');
create index ledger_entries_waiting on ledger_entries (organisation_id) where not recorded;

create function ledger_note_entry() returns trigger language plpgsql as $$
begin
  insert into ledger_entries (organisation_id, ticket_id, place) values (new.organisation_id, new.ticket_id, new.place)
    -- An entry that was undone and made again is in the books already.
    on conflict do nothing;
  return null;
end $$;
create trigger ledger_note_entry after insert on entries for each row execute function ledger_note_entry();
insert into ledger_entries (organisation_id, ticket_id, place) select organisation_id, ticket_id, place from entries;

-- When a day ends, in the organisation's own time, and who is told what the chains ended with.
create table ledger_settings (
  organisation_id bigint not null references organisations,
  closing_time text not null default '04:00' check (closing_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  anchor_email text,
  primary key (organisation_id)
);
call protect_tenant('ledger_settings');
