-- What the server's keeper decides from the admin panel, and a record of what admins did.

create table settings (
    -- A word of src/domain/setting.rs.
    key text primary key,
    value text not null,
    updated_at integer not null
) strict;

create table audit (
    id integer primary key autoincrement,
    at integer not null,
    -- Who did it; null for the command line and the server itself.
    who_id integer references people (id),
    -- A word of src/domain/deed.rs.
    deed text not null,
    -- Whom it was done to, where it was a person.
    whom_id integer references people (id),
    -- What else there is to know: a room's name, a setting and its value.
    what text not null default ''
) strict;
