-- Accounts and rooms that are deleted leave a row: messages need a sender, and pages that were away must learn of it.

-- Name, address and password of such an account are erased; the name is empty, which no other one is.
alter table people add column erased_at integer;
-- Name, topic, members and messages of such a room are gone.
alter table rooms add column erased_at integer;

drop trigger rooms_changed;
create trigger rooms_changed after update of kind, name, topic, archived_at, erased_at on rooms begin
    delete from changes where kind = 'room' and id = new.id;
    insert into changes (kind, id, room_id) values ('room', new.id, new.id);
end;

-- Who is in a room that is deleted is told of the room, once, and not of everybody's leaving.
drop trigger memberships_changed;
create trigger memberships_changed after update of role, joined on memberships
    when (select erased_at from rooms where id = new.room_id) is null begin
    delete from changes where kind = 'membership' and id = new.id;
    insert into changes (kind, id, room_id, person_id) values ('membership', new.id, new.room_id, new.person_id);
end;

-- Messages go with their room.
create trigger messages_gone after delete on messages begin
    delete from changes where kind = 'message' and id = old.id;
end;
