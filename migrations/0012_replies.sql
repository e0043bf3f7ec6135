-- Messages that answer another one of their room, and show some of its words.

-- Empty again once the message is deleted, or what it answers is gone.
alter table messages add column reply_to_id integer references messages (id) on delete set null;
-- Who wrote that, so that the answers to somebody are found without reading all that they wrote.
alter table messages add column answered_id integer references people (id);
create index messages_by_answered on messages (answered_id, id) where answered_id is not null;
create index messages_by_reply on messages (reply_to_id) where reply_to_id is not null;

-- A reply shows words that are not its own: when these change, it does. The words are read from where they are, so that
-- deleted ones are nowhere.
create trigger messages_quoted_anew after update of content, deleted_at on messages
    when exists (select 1 from messages where reply_to_id = new.id) begin
    delete from changes where kind = 'message' and id in (select id from messages where reply_to_id = new.id);
    insert into changes (kind, id, room_id)
        select 'message', id, room_id from messages where reply_to_id = new.id order by id;
end;
