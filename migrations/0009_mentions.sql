-- Whom messages call by name.
--
-- A message keeps its own list, since names change: [{"person": 2, "name": "Ada"}], with null for everybody in the room.
-- The table beside it is that list by person, kept by triggers, so that what waits for somebody is a query by an index.

-- Null where nobody is called.
alter table messages add column mentions text;

create table mentions (
    message_id integer not null references messages (id) on delete cascade,
    -- The message's own.
    room_id integer not null,
    number integer not null,
    -- Null for everybody in the room.
    person_id integer references people (id)
) strict;
create unique index mentions_of_message on mentions (message_id, person_id);
create index mentions_in_room on mentions (person_id, room_id, number);
create index mentions_in_order on mentions (person_id, message_id);

create trigger messages_call after insert on messages when new.mentions is not null begin
    insert into mentions (message_id, room_id, number, person_id)
    select distinct new.id, new.room_id, new.number, value ->> 'person' from json_each(new.mentions);
end;
create trigger messages_call_anew after update of mentions, deleted_at on messages
    when old.mentions is not null or new.mentions is not null begin
    delete from mentions where message_id = new.id;
    insert into mentions (message_id, room_id, number, person_id)
    select distinct new.id, new.room_id, new.number, value ->> 'person' from json_each(new.mentions)
    where new.deleted_at is null;
end;
