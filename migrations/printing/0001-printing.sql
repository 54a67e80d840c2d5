-- Printers of an organisation, reached over the network.
create table printers (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  name text not null check (name <> ''),
  -- escpos: receipts on a roll; fgl: ticket stock of Boca printers.
  kind text not null check (kind in ('escpos', 'fgl')),
  host text not null check (host ~ '^[A-Za-z0-9:._-]{1,253}$'),
  port integer not null check (port between 1 and 65535),
  -- Where its papers come out: at most one for a till.
  till_id bigint,
  -- Of a roll: how many characters a line has; which table of letters it follows.
  columns smallint not null check (columns between 24 and 64),
  family text not null,
  -- Of ticket stock.
  width_mm smallint not null check (width_mm between 50 and 110),
  length_mm smallint not null check (length_mm between 120 and 250),
  dpi smallint not null check (dpi in (200, 300, 600)),
  -- Whether it says when something is out: null until it was asked once.
  answers boolean,
  -- Who is printing on it, and until when nobody else may; one at a time, since a printer takes one connection.
  holder uuid,
  held_until timestamptz,
  -- After a failure it is left alone for a while, longer each time.
  failures smallint not null default 0,
  next_at timestamptz not null default now(),
  -- When the clock last had it run.
  woken_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  foreign key (organisation_id, till_id) references tills
);
call protect_tenant('printers');
create unique index printers_till on printers (organisation_id, till_id) where till_id is not null;

-- What is to be printed: written in the transaction of what it is about. No personal data: ids only.
create table print_jobs (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  -- Null once the printer was taken away.
  printer_id bigint,
  printer_name text not null,
  kind text not null check (kind in ('tickets', 'reprint', 'cancellation', 'till_report', 'test')),
  order_id bigint,
  ticket_ids bigint[] not null default '{}',
  session_id bigint,
  locale text not null check (locale in ('fr', 'en')),
  -- "user:12".
  asked_by text,
  -- Asked for once more by hand, after it had come out: the paper says so.
  again boolean not null default false,
  status text not null default 'waiting' check (status in ('waiting', 'printing', 'printed', 'failed', 'cancelled')),
  attempts smallint not null default 0,
  -- Why the last attempt came to nothing: a code that the pages put in words.
  failure text,
  -- Papers that are known to be out, and papers that were begun: those between may be out or not.
  done smallint not null default 0,
  begun smallint not null default 0,
  -- Until when it is tried by itself.
  give_up_at timestamptz not null default now() + interval '30 minutes',
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  printed_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, printer_id) references printers on delete set null (printer_id),
  foreign key (organisation_id, order_id) references orders,
  foreign key (organisation_id, session_id) references till_sessions,
  check (done >= 0 and begun >= done),
  check ((status = 'printed') = (printed_at is not null))
);
call protect_tenant('print_jobs');
create index print_jobs_open on print_jobs (organisation_id, printer_id, id) where status in ('waiting', 'printing');
create index print_jobs_recent on print_jobs (organisation_id, created_at desc, id desc);
create index print_jobs_order on print_jobs (organisation_id, order_id) where order_id is not null;
