-- Places of a sold cart that were given up: its lines stay as they were sold, and hold nothing any more.
alter table cart_items add column freed boolean not null default false;
