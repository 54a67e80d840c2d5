-- A rule of some régies: tickets are only exchanged for others that cost as much or more.
alter table till_settings add column exchange_at_least boolean not null default false;
