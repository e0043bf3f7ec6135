-- Bots that may write messages in other people's names: a bridge to another chat, or the program behind a site's own pages.

-- Whether an admin has allowed a bot that. It has no meaning for people.
alter table people add column speaks_for_others integer not null default 0 check (speaks_for_others in (0, 1));
-- The bot that wrote a message in its sender's name; null where they wrote it themselves.
alter table messages add column via_id integer references people (id);
