create table organisations (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
  name text not null check (name <> ''),
  timezone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  locale text not null check (locale in ('fr', 'en')),
  siret text,
  licences text[] not null default '{}',
  vat_liable boolean not null,
  address text,
  email text,
  accent text check (accent ~ '^#[0-9a-f]{6}$'),
  welcome text,
  conditions text,
  logo bytea,
  logo_type text,
  created_at timestamptz not null default now()
);

-- Personal data: the staff.
create table users (
  id bigint generated always as identity primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text not null,
  administrator boolean not null default false,
  -- A token signed before this instant is refused: set when the password changes.
  sessions_valid_from timestamptz not null default '-infinity',
  created_at timestamptz not null default now()
);

create table memberships (
  organisation_id bigint not null references organisations,
  user_id bigint not null references users on delete cascade,
  role text not null check (role in ('manager', 'box_office', 'accounting', 'door')),
  created_at timestamptz not null default now(),
  primary key (organisation_id, user_id)
);
call protect_tenant('memberships');
create index memberships_user on memberships (user_id);

-- A user's own memberships, in every organisation: what the sign-in needs to know before one is chosen.
create function memberships_of(member_id bigint)
  returns table (organisation_id bigint, slug text, name text, role text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select m.organisation_id, o.slug, o.name, m.role
  from memberships m join organisations o on o.id = m.organisation_id
  where m.user_id = member_id order by o.name
$$;

-- Failed sign-ins by a keyed fingerprint of the e-mail or of the address: no personal data.
create table sign_in_failures (
  fingerprint bytea primary key,
  failures integer not null,
  since timestamptz not null default now()
);
