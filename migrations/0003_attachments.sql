-- Files in messages. A file is in one message at most, and may be fetched by whoever may read that one.

alter table media add column message_id integer references messages (id) on delete set null;
-- Its place among the message's files: 0, 1, 2, …
alter table media add column place integer;
-- Whether it was uploaded for a message to be: until it is in one it is its owner's only, for a day.
alter table media add column draft integer not null default 0 check (draft in (0, 1));
-- When what it shows was last said otherwise; null until then.
alter table media add column updated_at integer;
create index media_by_message on media (message_id, place) where message_id is not null;
create index media_drafts on media (created_at) where draft = 1;

-- Whichever way a message goes, its files are nobody else's from then on, and are cleared away as drafts are that waited
-- for too long.
create trigger files_of_deleted after update of deleted_at on messages when new.deleted_at is not null begin
    update media set message_id = null, place = null, draft = 1, created_at = 0 where message_id = new.id;
end;
create trigger files_of_gone before delete on messages begin
    update media set message_id = null, place = null, draft = 1, created_at = 0 where message_id = old.id;
end;
