-- What messages said before they were edited.
--
-- Kept by triggers, so that no way of editing one can forget it, and taken away by them, so that deleted words are nowhere.

create table message_versions (
    -- In the order of writing.
    id integer primary key autoincrement,
    message_id integer not null references messages (id) on delete cascade,
    content text not null,
    -- When it was written, not when it was written over.
    written_at integer not null
) strict;
create index versions_of_message on message_versions (message_id, id);

-- The newest hundred are kept, or a program that edits a message every minute would fill the disk.
create trigger messages_written_over after update of content on messages
    when new.content <> old.content and new.deleted_at is null begin
    insert into message_versions (message_id, content, written_at)
        values (old.id, old.content, ifnull(old.edited_at, old.created_at));
    delete from message_versions where message_id = new.id and id <= (
        select id from message_versions where message_id = new.id order by id desc limit 1 offset 100
    );
end;

-- Whichever way a message goes, what it said goes with it.
create trigger versions_of_deleted after update of deleted_at on messages when new.deleted_at is not null begin
    delete from message_versions where message_id = new.id;
end;
