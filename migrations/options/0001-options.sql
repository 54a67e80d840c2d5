-- Personal data: who asked for places to be kept until a day, without paying. The places are those of the cart, which ends
-- by itself then.
create table options (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  cart_id bigint not null,
  name text not null check (name <> ''),
  email text,
  phone text,
  note text,
  made_by text not null,
  made_at timestamptz not null default now(),
  -- When it was let go of, or turned into a sale; null while it stands, and once its time was over.
  released_at timestamptz,
  confirmed_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, cart_id)
);
call protect_tenant('options');
