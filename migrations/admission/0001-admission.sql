-- Who came in: one row for each person a ticket let in. An ordinary ticket has one place, 1: this key is what lets
-- exactly one scan be the one that admits, however many doors race.
create table entries (
  organisation_id bigint not null references organisations,
  ticket_id bigint not null,
  place smallint not null default 1 check (place > 0),
  performance_id bigint not null,
  -- The time of the door.
  admitted_at timestamptz not null,
  gate text,
  -- The scan that let in.
  nonce text not null,
  -- In the room, as far as exits are scanned, and since when that is so.
  inside boolean not null default true,
  moved_at timestamptz not null,
  -- When the server heard of it as it is now.
  received_at timestamptz not null default now(),
  -- Taken back: it counts no more. The row stays for those who were told of it.
  withdrawn_at timestamptz,
  -- Whether readers (see take-entries.ts) know the row as it is now, and how often they were told of it.
  told boolean not null default false,
  tellings smallint not null default 0,
  primary key (organisation_id, ticket_id, place)
);
call protect_tenant('entries');
create index entries_performance on entries (organisation_id, performance_id, admitted_at);
create index entries_untold on entries (organisation_id, received_at) where not told;

-- Each presentation of a code and what was answered. The code itself is not kept.
create table scans (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  performance_id bigint not null,
  ticket_id bigint,
  -- The first answer; a repeat of the nonce gets it again.
  result text not null,
  gate text,
  -- When the door saw it, and when the server heard of it.
  at timestamptz not null,
  received_at timestamptz not null default now(),
  scanned_by text not null,
  nonce text not null,
  direction text not null default 'in' check (direction in ('in', 'out')),
  people smallint not null default 1 check (people > 0),
  -- Why somebody was let in by hand.
  reason text,
  -- The door let in (or out): what happened, whatever was thought of it later.
  passed boolean not null,
  -- Taken back at the door.
  undone_at timestamptz,
  -- What became of a passage once every door was heard: a double is somebody who came in on a ticket already used.
  standing text check (standing in ('entry', 'back', 'exit', 'double', 'irregular', 'by_hand')),
  primary key (organisation_id, id)
);
call protect_tenant('scans');
create unique index scans_nonce on scans (organisation_id, nonce);
create index scans_passed on scans (organisation_id, performance_id, ticket_id) where passed;
create index scans_refused on scans (organisation_id, performance_id, id desc) where not passed;
create index scans_doubtful on scans (organisation_id, performance_id, id desc) where standing in ('double', 'irregular', 'by_hand');

-- What a tariff means at the door, where it is not one entry of one person.
create table door_tariffs (
  organisation_id bigint not null references organisations,
  tariff_id bigint not null,
  -- How many people, or how many times; a group may come in parts.
  places smallint not null default 1 check (places between 1 and 1000),
  -- One place each day of the performance, from its first day on.
  per_day boolean not null default false,
  primary key (organisation_id, tariff_id),
  foreign key (organisation_id, tariff_id) references tariffs on delete cascade
);
call protect_tenant('door_tariffs');

-- Gates that serve some zones only, by the refs of the zones; a gate that is not here serves all.
create table door_gates (
  organisation_id bigint not null references organisations,
  name text not null check (name <> ''),
  zone_refs text[] not null,
  primary key (organisation_id, name)
);
call protect_tenant('door_gates');

-- Performances that one may leave and come back to, when the exit is scanned.
create table door_performances (
  organisation_id bigint not null references organisations,
  performance_id bigint not null,
  reentry boolean not null,
  -- Fire safety: how many may be in the room at once; null: not watched.
  room_for integer check (room_for > 0),
  primary key (organisation_id, performance_id),
  foreign key (organisation_id, performance_id) references performances on delete cascade
);
call protect_tenant('door_performances');

-- What the door is told of one ticket: "interview at the desk", "call an usher".
create table door_messages (
  organisation_id bigint not null references organisations,
  ticket_id bigint not null,
  message text not null check (message <> ''),
  primary key (organisation_id, ticket_id),
  foreign key (organisation_id, ticket_id) references tickets
);
call protect_tenant('door_messages');

create table devices (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  name text not null,
  gate text,
  -- What it may check; null: whatever is on.
  performance_ids bigint[],
  -- None before it is paired.
  token_hash bytea,
  -- The code of a pairing that was not used yet, and until when it is good.
  pairing_hash bytea,
  pairing_until timestamptz,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  -- As it last said of itself: battery in percent, version of its page, scans that it has not sent yet.
  seen_at timestamptz,
  synced_at timestamptz,
  battery smallint,
  version text,
  waiting integer,
  primary key (organisation_id, id),
  unique (organisation_id, token_hash),
  unique (organisation_id, pairing_hash)
);
call protect_tenant('devices');
