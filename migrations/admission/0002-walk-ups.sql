-- May sell at the door, once somebody opened a till for it.
alter table devices add column may_sell boolean not null default false;
