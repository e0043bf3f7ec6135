-- Threads: rooms of their own, that begin from a message of another room.
--
-- So a thread has messages, numbers, read marks, levels and its place in the sequence as every room has. What it has not is
-- a right of its own: only who is in the room that it is in can be in it, and it goes as that one goes.

-- The room that it is in, and the message that it began from; that is empty only where both were deleted.
alter table rooms add column parent_id integer references rooms (id) on delete cascade;
alter table rooms add column root_id integer references messages (id) on delete set null;
-- How many messages stand in a thread, and when the last one came.
alter table rooms add column reply_count integer not null default 0;
alter table rooms add column replied_at integer;
create unique index rooms_by_root on rooms (root_id) where root_id is not null;
create index rooms_by_parent on rooms (parent_id) where parent_id is not null;

-- The name of a thread is how its first message begins, and two may begin alike.
drop index rooms_by_name;
create unique index rooms_by_name on rooms (lower(name)) where kind not in ('direct', 'thread') and archived_at is null;

-- How many answers there are is a part of the message that the thread began from, and no edit of it: its own times stay.
create trigger threads_grown after update of last_number on rooms when new.root_id is not null begin
    update rooms
    set reply_count = reply_count + 1,
        replied_at = (select created_at from messages where room_id = new.id and number = new.last_number)
    where id = new.id;
end;
create trigger threads_shrunk after update of deleted_at on messages
    when old.deleted_at is null and new.deleted_at is not null begin
    update rooms set reply_count = reply_count - 1 where id = new.room_id and root_id is not null;
end;
create trigger threads_counted after update of reply_count on rooms when new.root_id is not null begin
    delete from changes where kind = 'message' and id = new.root_id;
    insert into changes (kind, id, room_id) values ('message', new.root_id, new.parent_id);
end;

-- Deleted words are nowhere, so not in a name either.
create trigger threads_named after update of content on messages
    when exists (select 1 from rooms where root_id = new.id) begin
    update rooms set name = substr(new.content, 1, 200) where root_id = new.id;
end;

-- Who leaves a room, whichever way, leaves its threads.
create trigger threads_left after update of joined on memberships when old.joined = 1 and new.joined = 0 begin
    update memberships set joined = 0, updated_at = new.updated_at
    where person_id = new.person_id and joined = 1 and room_id in (select id from rooms where parent_id = new.room_id);
end;
-- What is put away, or brought back, is so with its threads.
create trigger threads_put_away after update of archived_at on rooms
    when new.parent_id is null and old.archived_at is not new.archived_at begin
    update rooms set archived_at = new.archived_at where parent_id = new.id;
end;
-- They are deleted as their room is; who was in them is told of that, and not of everybody's leaving.
create trigger threads_erased after update of erased_at on rooms
    when new.parent_id is null and new.erased_at is not null begin
    update rooms set name = '', erased_at = new.erased_at where parent_id = new.id;
    update memberships set joined = 0, updated_at = new.erased_at
    where joined = 1 and room_id in (select id from rooms where parent_id = new.id);
end;
