-- What people answer with one emoji.

create table reactions (
    -- In the order of reacting.
    id integer primary key autoincrement,
    message_id integer not null references messages (id) on delete cascade,
    person_id integer not null references people (id) on delete cascade,
    -- Who wrote that message, so that what others answered to somebody is found without reading all that they wrote.
    author_id integer not null references people (id) on delete cascade,
    -- One emoji in full form: see src/domain/emoji.rs.
    emoji text not null,
    created_at integer not null,
    unique (message_id, person_id, emoji)
) strict;
create index reactions_by_person on reactions (person_id);
create index reactions_by_author on reactions (author_id, message_id);

-- A reaction is part of its message as pages show it, and no edit of it: the message's own times stay.
create trigger reactions_made after insert on reactions begin
    delete from changes where kind = 'message' and id = new.message_id;
    insert into changes (kind, id, room_id) select 'message', id, room_id from messages where id = new.message_id;
end;
-- Of a message that was deleted that is told already, and one that is gone has nobody to be told.
create trigger reactions_taken_back after delete on reactions
    when exists (select 1 from messages where id = old.message_id and deleted_at is null) begin
    delete from changes where kind = 'message' and id = old.message_id;
    insert into changes (kind, id, room_id) select 'message', id, room_id from messages where id = old.message_id;
end;

-- Whichever way a message or an account goes, its reactions go with it.
create trigger reactions_of_deleted after update of deleted_at on messages when new.deleted_at is not null begin
    delete from reactions where message_id = new.id;
end;
create trigger reactions_of_erased after update of erased_at on people when new.erased_at is not null begin
    delete from reactions where person_id = new.id;
end;
