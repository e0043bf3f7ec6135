-- Messages that a room keeps in view. A pin is a part of its message, whose trigger tells of it like of every change.

alter table messages add column pinned_at integer;
alter table messages add column pinned_by integer references people (id);
create index messages_pinned on messages (room_id, pinned_at) where pinned_at is not null;
