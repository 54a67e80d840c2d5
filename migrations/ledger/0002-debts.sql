-- What orders have open, kept up with the lines: the page of debts costs the same however many lines there are. It
-- follows from the lines, and the verification compares it with them.
create table ledger_debts (
  organisation_id bigint not null references organisations,
  order_id bigint not null,
  -- Cents: positive, owed to the organisation; negative, owed by it.
  amount bigint not null,
  primary key (organisation_id, order_id)
);
call protect_tenant('ledger_debts');

insert into ledger_debts (organisation_id, order_id, amount)
  select organisation_id, order_id, sum(total - paid) from ledger_lines
  where chain = 'operations' and order_id is not null and total <> paid
  group by organisation_id, order_id having sum(total - paid) <> 0;

-- As before, and the debts.
create or replace function ledger_append() returns trigger
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
  if new.chain = 'operations' and new.order_id is not null and new.total <> new.paid then
    insert into ledger_debts as d (organisation_id, order_id, amount)
      values (new.organisation_id, new.order_id, new.total - new.paid)
      on conflict (organisation_id, order_id) do update set amount = d.amount + excluded.amount;
    delete from ledger_debts d
      where d.organisation_id = new.organisation_id and d.order_id = new.order_id and d.amount = 0;
  end if;
  update ledger_heads h set number = line.number, mac = line.mac
    where h.organisation_id = new.organisation_id and h.chain = new.chain;
  delete from ledger_drafts d where d.organisation_id = new.organisation_id and d.id = new.id;
  return null;
end $$;
