-- An access may end by itself; and some only ever look.
alter table memberships add until timestamptz;
alter table memberships drop constraint memberships_role_check;
alter table memberships add constraint memberships_role_check
  check (role in ('manager', 'box_office', 'accounting', 'door', 'inspector'));

create or replace function memberships_of(member_id bigint)
  returns table (organisation_id bigint, slug text, name text, role text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select m.organisation_id, o.slug, o.name, m.role
  from memberships m join organisations o on o.id = m.organisation_id
  where m.user_id = member_id and (m.until is null or m.until > now()) order by o.name
$$;
