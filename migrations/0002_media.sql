-- What people upload, and the pictures that they chose for themselves.
--
-- The bytes are files beside the database: media/<the key's first two digits>/<key>/. See src/chat/media/shelf.rs.

create table media (
    id integer primary key autoincrement,
    -- 128 random bits in hexadecimal: the folder's name, and the address.
    key text not null unique,
    owner_id integer not null references people (id) on delete cascade,
    -- As its owner's device called it.
    name text not null,
    -- An Internet media type, found by its first bytes.
    type text not null,
    -- In bytes, without the smaller forms.
    size integer not null check (size > 0),
    -- Of a picture, in pixels.
    width integer,
    height integer,
    -- The type of the smaller forms; null where there are none.
    preview text,
    -- What it shows, in words.
    alt text not null default '',
    created_at integer not null
) strict;
create index media_by_owner on media (owner_id);

alter table people add column picture_id integer references media (id);
create index people_by_picture on people (picture_id) where picture_id is not null;

-- The picture is part of the card.
drop trigger people_changed;
create trigger people_changed after update of name, role, active, picture_id on people begin
    delete from changes where kind = 'person' and id = new.id;
    insert into changes (kind, id, person_id) values ('person', new.id, new.id);
end;
