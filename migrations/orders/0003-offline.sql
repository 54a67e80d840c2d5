-- Sold at the door; and, where it was sold without a network, when that was: the rest says when the server heard of it.
alter table orders drop constraint orders_channel_check;
alter table orders add constraint orders_channel_check check (channel in ('online', 'till', 'office', 'door'));
alter table orders add column offline_at timestamptz;
