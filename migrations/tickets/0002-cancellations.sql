-- How often the ticket was printed again under a new code: the codes before are refused.
alter table tickets add column copy smallint not null default 0 check (copy between 0 and 255);
alter table tickets add column reprinted_at timestamptz;

-- Grows with each change of the order's tickets: says whether the printed ones are those of now.
alter table ticket_documents add column edition integer not null default 0;

-- Why tickets were given up, by whom: one row a ticket, ever.
create table cancellations (
  organisation_id bigint not null references organisations,
  ticket_id bigint not null,
  order_id bigint not null,
  reason text not null,
  -- "user:12".
  done_by text not null,
  at timestamptz not null default now(),
  primary key (organisation_id, ticket_id),
  foreign key (organisation_id, ticket_id) references tickets
);
call protect_tenant('cancellations');
create index cancellations_order on cancellations (organisation_id, order_id);

create table reprints (
  organisation_id bigint not null references organisations,
  ticket_id bigint not null,
  copy smallint not null,
  reason text not null,
  done_by text not null,
  at timestamptz not null default now(),
  primary key (organisation_id, ticket_id, copy),
  foreign key (organisation_id, ticket_id) references tickets
);
call protect_tenant('reprints');
