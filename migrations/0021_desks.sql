-- Desks: how people arrange their rooms in sections, and the messages that they have bookmarks at. Each is told to its owner alone,
-- as a whole.

-- [{"name": "Work", "rooms": [3, 1]}], in their order.
alter table people add column sections text not null default '[]';

create table bookmarks (
    -- In the order of making.
    id integer primary key autoincrement,
    person_id integer not null references people (id) on delete cascade,
    message_id integer not null references messages (id) on delete cascade,
    created_at integer not null,
    unique (person_id, message_id)
) strict;
create index bookmarks_by_message on bookmarks (message_id);

create trigger desks_arranged after update of sections on people begin
    delete from changes where kind = 'desk' and id = new.id;
    insert into changes (kind, id, person_id) values ('desk', new.id, new.id);
end;
create trigger desks_marked after insert on bookmarks begin
    delete from changes where kind = 'desk' and id = new.person_id;
    insert into changes (kind, id, person_id) values ('desk', new.person_id, new.person_id);
end;
create trigger desks_cleared after delete on bookmarks begin
    delete from changes where kind = 'desk' and id = old.person_id;
    insert into changes (kind, id, person_id) values ('desk', old.person_id, old.person_id);
end;

-- Nobody has a bookmark at what is deleted.
create trigger bookmarks_of_deleted after update of deleted_at on messages when new.deleted_at is not null begin
    delete from bookmarks where message_id = new.id;
end;
