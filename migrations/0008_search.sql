-- The index that messages are searched by.
--
-- Its terms are all runs of three characters, in one case and without accents: so it finds parts of words, and words of
-- scripts that put no space between them. Two blanks at the end let every character begin such a run, so that what is
-- shorter is found by the terms that begin with it. No positions: what is found is looked at again.
--
-- Kept by triggers, so that no way of writing a message can forget it.

create virtual table message_index using fts5 (
    content,
    content = '',
    columnsize = 0,
    detail = none,
    tokenize = 'trigram case_sensitive 0 remove_diacritics 1'
);
-- The terms of deleted words are overwritten, as the words are.
insert into message_index (message_index, rank) values ('secure-delete', 1);

create virtual table message_terms using fts5vocab (message_index, row);

create trigger messages_indexed after insert on messages begin
    insert into message_index (rowid, content) values (new.id, new.content || '  ');
end;
create trigger messages_indexed_anew after update of content on messages begin
    insert into message_index (message_index, rowid, content) values ('delete', old.id, old.content || '  ');
    insert into message_index (rowid, content) values (new.id, new.content || '  ');
end;
create trigger messages_indexed_no_more after delete on messages begin
    insert into message_index (message_index, rowid, content) values ('delete', old.id, old.content || '  ');
end;

insert into message_index (rowid, content) select id, content || '  ' from messages;
