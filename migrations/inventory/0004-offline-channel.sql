-- What a till keeps for when it has no network is an allotment that no channel sells: "offline" stands for what that till sold.
alter table allotments drop constraint allotments_channels_check;
alter table allotments add constraint allotments_channels_check
  check (channels <@ array['web', 'till', 'school', 'partner', 'house', 'producer', 'offline']);
