-- Pictures that are nobody's upload: the server made them itself. The bytes are files beside those of uploads, under keys of
-- the same kind: media/<the key's first two digits>/<key>/original. See src/chat/media/shelf.rs.

create table pictures (
    -- 128 random bits in hexadecimal: the folder's name, and the address.
    key text primary key,
    -- An Internet media type.
    type text not null,
    -- In bytes.
    size integer not null check (size > 0),
    -- Whether nothing shows it any more: its files are to be cleared away.
    dropped integer not null default 0 check (dropped in (0, 1))
) strict, without rowid;
create index pictures_dropped on pictures (key) where dropped = 1;

-- A small picture of what a link leads to comes with its card and goes with it.
alter table previews add column picture text references pictures (key);
-- In pixels.
alter table previews add column width integer;
alter table previews add column height integer;
create index previews_by_picture on previews (picture) where picture is not null;

-- Whichever way a card goes, or its message, or the room of that.
create trigger pictures_of_gone after delete on previews when old.picture is not null begin
    update pictures set dropped = 1 where key = old.picture;
end;
create trigger pictures_of_removed after update of picture on previews
    when old.picture is not null and old.picture is not new.picture begin
    update pictures set dropped = 1 where key = old.picture;
end;
