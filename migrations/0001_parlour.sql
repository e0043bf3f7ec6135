-- People, sessions, invitations, rooms, memberships, messages, and the one sequence of changes.
--
-- Times are milliseconds since 1970 in UTC. Words for kinds and roles are those of src/domain, which checks them.
-- `autoincrement` stands where a number must never come back, even after a deletion.

create table server (
    id integer primary key check (id = 1),
    -- Drawn at random when the database is made, and again when one is restored: see domain::cursor.
    epoch integer not null,
    -- SHA-256 of the token in the link that makes the first account; null once that was done.
    setup_token blob,
    created_at integer not null
) strict;

create table people (
    id integer primary key autoincrement,
    -- In lower case.
    email text not null unique,
    name text not null,
    -- Argon2id, in PHC form.
    password text not null,
    role text not null,
    -- Null follows the browser.
    language text,
    active integer not null default 1 check (active in (0, 1)),
    created_at integer not null,
    updated_at integer not null
) strict;

create table sessions (
    id integer primary key autoincrement,
    person_id integer not null references people (id) on delete cascade,
    -- SHA-256 of the token in the cookie: whoever reads the database can't sign in with it.
    token blob not null unique,
    agent text not null,
    address text not null,
    created_at integer not null,
    seen_at integer not null,
    expires_at integer not null
) strict;
create index sessions_by_person on sessions (person_id, id);
create index sessions_by_end on sessions (expires_at);

create table invites (
    id integer primary key autoincrement,
    token blob not null unique,
    created_by integer not null references people (id) on delete cascade,
    created_at integer not null,
    expires_at integer not null,
    uses integer not null check (uses > 0),
    used integer not null default 0 check (used between 0 and uses),
    revoked_at integer
) strict;

create table rooms (
    id integer primary key autoincrement,
    kind text not null,
    -- Empty in a direct room, which is named after its people.
    name text not null,
    topic text not null default '',
    archived_at integer,
    -- The ids of a direct room's people, ascending, joined by commas: the same people always meet in the same room.
    people_key text unique,
    -- Whether everybody ever knew of it, and so must hear when it is closed to them.
    was_open integer not null default 0 check (was_open in (0, 1)),
    -- The number of the newest message; kept by the trigger on messages.
    last_number integer not null default 0,
    created_at integer not null,
    updated_at integer not null
) strict;
-- Two rooms that people tell apart by name must have different ones.
create unique index rooms_by_name on rooms (lower(name)) where kind <> 'direct' and archived_at is null;

create table memberships (
    id integer primary key autoincrement,
    room_id integer not null references rooms (id) on delete cascade,
    person_id integer not null references people (id) on delete cascade,
    role text not null,
    joined integer not null default 1 check (joined in (0, 1)),
    -- The number of the newest message that the person has read.
    read_number integer not null default 0,
    -- When they last said so themselves. Writing a message moves the mark without touching this.
    read_at integer not null default 0,
    created_at integer not null,
    updated_at integer not null,
    unique (person_id, room_id)
) strict;
create index memberships_by_room on memberships (room_id, person_id) where joined = 1;

create table messages (
    id integer primary key autoincrement,
    room_id integer not null references rooms (id) on delete cascade,
    -- Its place in the room: 1, 2, 3, … without gaps.
    number integer not null,
    sender_id integer not null references people (id),
    -- In a talk between two, the other one.
    receiver_id integer references people (id),
    -- 16 bytes, the sender's own name for the send.
    client_id blob,
    -- Empty once deleted.
    content text not null,
    timestamp integer not null,
    created_at integer not null,
    updated_at integer not null,
    edited_at integer,
    deleted_at integer,
    unique (room_id, number),
    unique (sender_id, client_id)
) strict;

-- One row per thing that pages show: its newest change. See "One sequence" in ARCHITECTURE.md.
create table changes (
    seq integer primary key autoincrement,
    kind text not null,
    -- The id of the thing in the table of its kind.
    id integer not null,
    -- Whose members it concerns, where it concerns a room.
    room_id integer,
    -- Whom it concerns, where it concerns one person.
    person_id integer,
    unique (kind, id)
) strict;

create trigger messages_said after insert on messages begin
    insert into changes (kind, id, room_id) values ('message', new.id, new.room_id);
    update rooms set last_number = new.number where id = new.room_id;
    -- Who writes has read what is above.
    update memberships set read_number = new.number where room_id = new.room_id and person_id = new.sender_id;
end;
create trigger messages_changed after update on messages begin
    delete from changes where kind = 'message' and id = new.id;
    insert into changes (kind, id, room_id) values ('message', new.id, new.room_id);
end;

create trigger rooms_made after insert on rooms begin
    insert into changes (kind, id, room_id) values ('room', new.id, new.id);
end;
-- Not for last_number: a new message is a change of its own.
create trigger rooms_changed after update of kind, name, topic, archived_at on rooms begin
    delete from changes where kind = 'room' and id = new.id;
    insert into changes (kind, id, room_id) values ('room', new.id, new.id);
end;

create trigger memberships_made after insert on memberships begin
    insert into changes (kind, id, room_id, person_id) values ('membership', new.id, new.room_id, new.person_id);
end;
create trigger memberships_changed after update of role, joined on memberships begin
    delete from changes where kind = 'membership' and id = new.id;
    insert into changes (kind, id, room_id, person_id) values ('membership', new.id, new.room_id, new.person_id);
end;
create trigger memberships_read after update of read_at on memberships begin
    delete from changes where kind = 'read' and id = new.id;
    insert into changes (kind, id, room_id, person_id) values ('read', new.id, new.room_id, new.person_id);
end;

create trigger people_made after insert on people begin
    insert into changes (kind, id, person_id) values ('person', new.id, new.id);
end;
create trigger people_changed after update of name, role, active on people begin
    delete from changes where kind = 'person' and id = new.id;
    insert into changes (kind, id, person_id) values ('person', new.id, new.id);
end;

-- Told to no page: the server ends the streams whose session is gone. One row per person.
create trigger sessions_ended after delete on sessions begin
    delete from changes where kind = 'sessions' and id = old.person_id;
    insert into changes (kind, id, person_id) values ('sessions', old.person_id, old.person_id);
end;
