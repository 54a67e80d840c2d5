-- The twin of an organisation in which its people practise: a tenant of its own, so that nothing done there reaches the
-- numbers, books, places or doors of the other. It has no members: who works for the one may practise in the other.
alter table organisations add column training_of bigint unique references organisations check (training_of <> id);

-- A mail of a training organisation says so whatever wrote it; none of them leaves.
create function mark_training_mail() returns trigger language plpgsql as $$
begin
  if exists (select from organisations o where o.id = new.organisation_id and o.training_of is not null) then
    new.subject := 'FACTICE – simulation · ' || new.subject;
    new.text := E'FACTICE – simulation\n\n' || new.text;
    new.html := regexp_replace(new.html, '(<body[^>]*>)', '\1<p><strong>FACTICE – simulation</strong></p>');
  end if;
  return new;
end $$;
create trigger mark_training_mail before insert on mails for each row execute function mark_training_mail();
