-- Places that are no line of their order any more: exchanged for others, or moved to another order. The row stays, so that
-- its position is never given again.
alter table cart_items add column withdrawn boolean not null default false;
