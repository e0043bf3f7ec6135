-- Notifications by Web Push: where browsers want to be told of messages while no page is open.

-- What push services know this server by (VAPID, RFC 8292). Made when it is first needed, and never another one: whoever
-- subscribed did so for this one.
create table push_key (
    id integer primary key check (id = 1),
    -- PKCS #8, the private part with it.
    pair blob not null,
    created_at integer not null
) strict;

-- A browser has one, and it lasts no longer than the sign-in there, whichever way that ends.
create table subscriptions (
    session_id integer primary key references sessions (id) on delete cascade,
    -- An address of the browser's maker, which nobody else knows.
    endpoint text not null unique,
    -- The browser's P-256 key, and a secret that it shares with us (RFC 8291).
    browser_key blob not null check (length(browser_key) = 65),
    secret blob not null check (length(secret) = 16),
    -- Whether it is told only that there is something, and not what.
    bare integer not null check (bare in (0, 1)),
    -- Of who chose none for their account; a code, as in people.
    language text not null,
    created_at integer not null,
    -- When the push service last took something.
    pushed_at integer
) strict;
