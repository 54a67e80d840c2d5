-- What the declaration to the tax office and the attestation say and the program can't know.
create table declaration_settings (
  organisation_id bigint not null references organisations,
  hardware text,
  -- Who holds the source code and answers for it: signs the first part of the attestation.
  publisher text,
  publisher_address text,
  publisher_siren text,
  -- A person, by the office they hold.
  signatory text,
  acquired_on date,
  acquired_from text,
  used_since date,
  primary key (organisation_id)
);
call protect_tenant('declaration_settings');
