-- How many places the most modest of those who wait for the zone asks for; null while nobody waits. It is in the row that
-- every sale of the zone locks: what is free and awaited is refused to who passes by without another look.
alter table zone_stock add column awaited integer check (awaited > 0);
create index zone_stock_awaited on zone_stock (organisation_id, zone_id) where awaited is not null;
