-- Tickets of an order that became an order of its own, for somebody else. No money moved: payments stay where they were made.
create table splits (
  organisation_id bigint not null references organisations,
  -- The new one.
  order_id bigint not null,
  -- The one it comes from, and the first of all, whose payments paid for it.
  from_order_id bigint not null,
  paid_order_id bigint not null,
  tickets bigint[] not null,
  -- Cents: what its tickets cost.
  amount integer not null,
  reason text not null,
  done_by text not null,
  at timestamptz not null default now(),
  primary key (organisation_id, order_id),
  foreign key (organisation_id, order_id) references orders,
  foreign key (organisation_id, from_order_id) references orders
);
call protect_tenant('splits');
create index splits_from on splits (organisation_id, from_order_id);
create index splits_paid on splits (organisation_id, paid_order_id);

-- Looking orders up by what people say, in constant time however many there are: the beginning of a name, of its last word
-- ("Dupont" of "Anne-Marie Dupont"), of a first name, of an address, of the digits of a phone. Without accents or capitals;
-- orders of people who did not say who they are cost nothing.
create function folded(words text) returns text language sql immutable parallel safe
  return lower(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g'));
create function phone_digits(phone text) returns text language sql immutable parallel safe
  return right(regexp_replace(phone, '\D', '', 'g'), 9);
create index orders_last_name on orders (organisation_id, folded(last_name) text_pattern_ops, id desc) where last_name <> '';
create index orders_last_word on orders (organisation_id, folded(substring(last_name from '[^ ''-]+$')) text_pattern_ops, id desc)
  where last_name ~ '[ ''-]';
create index orders_first_name on orders (organisation_id, folded(first_name) text_pattern_ops, id desc) where first_name <> '';
create index orders_email on orders (organisation_id, lower(email) text_pattern_ops, id desc) where email is not null;
drop index orders_phone;
create index orders_phone on orders (organisation_id, phone_digits(phone) text_pattern_ops, id desc) where phone is not null;
