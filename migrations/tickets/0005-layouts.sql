-- How an organisation lays its tickets out, by what they are printed on; no row: as they are by default.
create table ticket_layouts (
  organisation_id bigint not null references organisations,
  format text not null check (format in ('page', 'roll', 'stock')),
  layout jsonb not null,
  changed_at timestamptz not null default now(),
  primary key (organisation_id, format)
);
call protect_tenant('ticket_layouts');
