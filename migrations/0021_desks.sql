-- Desks: how people arrange their rooms in sections, and the messages that they keep for later. Each is told to its owner alone,
-- as a whole.

-- [{"name": "Work", "rooms": [3, 1]}], in their order.
alter table people add column sections text not null default '[]';

create table saved (
    -- In the order of saving.
    id integer primary key autoincrement,
    person_id integer not null references people (id) on delete cascade,
    message_id integer not null references messages (id) on delete cascade,
    created_at integer not null,
    unique (person_id, message_id)
) strict;
create index saved_by_message on saved (message_id);

create trigger desks_arranged after update of sections on people begin
    delete from changes where kind = 'desk' and id = new.id;
    insert into changes (kind, id, person_id) values ('desk', new.id, new.id);
end;
create trigger desks_saved after insert on saved begin
    delete from changes where kind = 'desk' and id = new.person_id;
    insert into changes (kind, id, person_id) values ('desk', new.person_id, new.person_id);
end;
create trigger desks_cleared after delete on saved begin
    delete from changes where kind = 'desk' and id = old.person_id;
    insert into changes (kind, id, person_id) values ('desk', old.person_id, old.person_id);
end;

-- What is deleted is kept by nobody.
create trigger saved_of_deleted after update of deleted_at on messages when new.deleted_at is not null begin
    delete from saved where message_id = new.id;
end;
