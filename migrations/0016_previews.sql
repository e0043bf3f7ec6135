-- What the links of messages lead to, as far as it was found out: a card below the message.

create table previews (
    message_id integer not null references messages (id) on delete cascade,
    -- As it stands in the message: see src/domain/preview.rs.
    url text not null,
    -- Which of the message's links it is, from 0.
    place integer not null,
    title text not null,
    description text not null,
    site text not null,
    created_at integer not null,
    -- When somebody took it away. The row stays without its words, so that the card does not come back.
    removed_at integer,
    primary key (message_id, url)
) strict, without rowid;

-- A card is part of its message as pages show it, and no edit of it: the message's own times stay.
create trigger previews_made after insert on previews begin
    delete from changes where kind = 'message' and id = new.message_id;
    insert into changes (kind, id, room_id) select 'message', id, room_id from messages where id = new.message_id;
end;
create trigger previews_changed after update of place, title, description, site, removed_at on previews begin
    delete from changes where kind = 'message' and id = new.message_id;
    insert into changes (kind, id, room_id) select 'message', id, room_id from messages where id = new.message_id;
end;
-- Of a message that was deleted that is told already, and one that is gone has nobody to be told.
create trigger previews_dropped after delete on previews
    when exists (select 1 from messages where id = old.message_id and deleted_at is null) begin
    delete from changes where kind = 'message' and id = old.message_id;
    insert into changes (kind, id, room_id) select 'message', id, room_id from messages where id = old.message_id;
end;

-- Whichever way a message goes, its cards go with it.
create trigger previews_of_deleted after update of deleted_at on messages when new.deleted_at is not null begin
    delete from previews where message_id = new.id;
end;
