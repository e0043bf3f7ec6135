-- Guests: people who know of the rooms that they are in, and of no others, however open.

-- What they know of changes as a whole when somebody becomes a guest, or is one no longer: a change of its own, which is
-- told to no page. The server has their pages load themselves afresh.
create trigger people_rescoped after update of role on people
    when (old.role = 'guest') <> (new.role = 'guest') begin
    delete from changes where kind = 'scope' and id = new.id;
    insert into changes (kind, id, person_id) values ('scope', new.id, new.id);
end;

-- As what people come by an invite link, and into which room; null is the lobby, which no guest comes into.
alter table invites add column role text not null default 'member';
alter table invites add column room_id integer references rooms (id) on delete set null;
