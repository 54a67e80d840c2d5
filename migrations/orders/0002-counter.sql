-- At the counter nobody has to say who they are: no name is '', no address null.
alter table orders alter column email drop not null;
alter table orders add column channel text not null default 'online' check (channel in ('online', 'till', 'office'));
create index orders_phone on orders (organisation_id, phone) where phone is not null;

-- Counter payments carry what was noted of them: the number of a cheque, of a voucher, an authorisation.
alter table payments add column note text;

-- Money that goes back, to whoever paid: never an edit of the payment it comes from.
create table refunds (
  organisation_id bigint not null references organisations,
  id bigint generated always as identity,
  order_id bigint not null,
  -- The online payment it is taken from; null: given back at the counter, or by hand.
  payment_id bigint,
  method text not null,
  amount integer not null check (amount > 0),
  currency text not null,
  -- "owed": to be given back by whoever may (a mandate, a transfer); "asked": the provider is being asked.
  status text not null check (status in ('owed', 'asked', 'done')),
  reason text not null,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, order_id) references orders,
  foreign key (organisation_id, payment_id) references payments
);
call protect_tenant('refunds');
create index refunds_order on refunds (organisation_id, order_id);
