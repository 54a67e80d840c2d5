-- What is set aside "until two days before" stays so when the performance is put off or brought forward.
create function allotments_follow_performance() returns trigger language plpgsql as $$
begin
  update allotments set release_at = release_at + (new.starts_at - old.starts_at)
  where organisation_id = new.organisation_id and performance_id = new.id and released_at is null and release_at is not null;
  return null;
end $$;
create trigger allotments_follow_performance after update of starts_at on performances
  for each row when (old.starts_at <> new.starts_at) execute function allotments_follow_performance();
