-- What somebody wants to be told of in a room, and read marks that they moved back.

-- A word of src/domain/room.rs.
alter table memberships add column level text not null default 'mentions';
-- The number of the room's newest message when the mark was last moved back; 0 where it never was. What its owner wrote up
-- to there says nothing about what they have read.
alter table memberships add column set_back integer not null default 0;

update memberships set level = 'everything' where room_id in (select id from rooms where kind = 'direct');

-- Told to their owner alone, as part of the mark.
drop trigger memberships_read;
create trigger memberships_read after update of read_at, level on memberships begin
    delete from changes where kind = 'read' and id = new.id;
    insert into changes (kind, id, room_id, person_id) values ('read', new.id, new.room_id, new.person_id);
end;
