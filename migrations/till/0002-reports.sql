-- Tickets that went through a till: what its report counts. Added to, never changed.
create table till_tickets (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  session_id bigint not null,
  ticket_id bigint not null,
  kind text not null check (kind in ('issued', 'cancelled', 'reprinted')),
  at timestamptz not null default now(),
  primary key (organisation_id, id),
  foreign key (organisation_id, session_id) references till_sessions,
  foreign key (organisation_id, ticket_id) references tickets
);
call protect_tenant('till_tickets');
create index till_tickets_session on till_tickets (organisation_id, session_id);

-- What was sold before this table was there, as far as the movements tell it.
insert into till_tickets (organisation_id, session_id, ticket_id, kind, at)
select distinct on (k.organisation_id, k.id) k.organisation_id, m.session_id, k.id, 'issued', m.at
from till_movements m join tickets k on k.organisation_id = m.organisation_id and k.order_id = m.order_id
where m.kind = 'sale' order by k.organisation_id, k.id, m.id;

-- What a public body pays in to its treasury, one slip after the other. Each begins with the cash that the one before kept:
-- the foreign key says so, and that no number is missing. Added to, never changed.
create table till_transfers (
  organisation_id bigint not null references organisations,
  number integer not null check (number > 0),
  at timestamptz not null default now(),
  user_id bigint not null references users,
  previous integer,
  -- Cents of cash: left by the slip before, from the sessions of this one, handed over, and left.
  kept_before integer not null,
  collected integer not null,
  cash integer not null check (cash >= 0),
  kept integer not null,
  -- How many of each coin and note were handed over, by its cents; null: not said.
  denominations jsonb,
  -- What came by each method in its sessions, refunds taken off.
  by_method jsonb not null,
  note text,
  primary key (organisation_id, number),
  unique (organisation_id, number, kept),
  foreign key (organisation_id, previous, kept_before) references till_transfers (organisation_id, number, kept),
  check (previous is not distinct from nullif(number - 1, 0)),
  check (number > 1 or kept_before = 0),
  check (kept = kept_before + collected - cash)
);
call protect_tenant('till_transfers');

-- The primary key is what keeps a session from being paid in twice; only what was counted can be.
create table till_transfer_sessions (
  organisation_id bigint not null,
  session_id bigint not null,
  transfer integer not null,
  primary key (organisation_id, session_id),
  foreign key (organisation_id, session_id) references till_closings,
  foreign key (organisation_id, transfer) references till_transfers
);
call protect_tenant('till_transfer_sessions');
create index till_transfer_sessions_transfer on till_transfer_sessions (organisation_id, transfer);
