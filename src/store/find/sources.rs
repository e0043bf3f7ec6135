//! The tables that can be looked through, and which of their rows are whose.

use super::{Column, Source};
use crate::store::{people, previews, reactions};

/// Accounts. Who has one may know of all, or as a guest of some; nobody else of any, not even in open mode.
pub static PEOPLE: Source = Source {
    table: "people",
    listed: "?1 is not null and people.erased_at is null",
    theirs: people::KNOWN,
};

/// What a person's document says that it is.
pub const PERSON_COLLECTION: Column = Column::Computed("'users'");

/// Messages that were not deleted, in the rooms that the reader is in.
pub static MESSAGES: Source = Source {
    table: "messages",
    listed: "messages.deleted_at is null",
    theirs: "messages.room_id in (select room_id from memberships where person_id = ?1 and joined = 1)",
};

/// What was uploaded for everybody, and files of messages in the rooms that the reader is in. People's pictures are part
/// of their cards.
pub static MEDIA: Source = Source {
    table: "media",
    listed: "media.draft = 0 and not exists (select 1 from people where people.picture_id = media.id)",
    theirs: "(media.message_id is null
              or media.message_id in (
                  select messages.id from messages
                  where messages.room_id in (select room_id from memberships where person_id = ?1 and joined = 1)))",
};

/// When an upload's document last changed.
pub const MEDIA_UPDATED_AT: Column =
    Column::Computed("coalesce(media.updated_at, media.created_at)");

/// Where an upload is.
pub const MEDIA_URL: Column = Column::Computed("'/media/' || media.key || '/original'");

/// Where a small picture of an upload is.
pub const MEDIA_THUMBNAIL_URL: Column =
    Column::Computed("iif(media.preview is null, null, '/media/' || media.key || '/thumbnail')");

/// The smaller forms of a picture, as JSON. Their sides are those of `domain::media`.
pub const MEDIA_SIZES: Column = Column::Computed(
    "iif(media.preview is null, null, (
         select json_group_object(form.column1, json_object(
             'url', '/media/' || media.key || '/' || form.column1,
             'mimeType', media.preview,
             'width', max(1, cast(round(width * min(1.0, form.column2 * 1.0 / max(width, height))) as integer)),
             'height', max(1, cast(round(height * min(1.0, form.column2 * 1.0 / max(width, height))) as integer))))
         from (values ('thumbnail', 300), ('card', 800)) as form))",
);

/// The files of a message, as a JSON array of their ids.
pub const MESSAGE_ATTACHMENTS: Column = Column::Computed(
    "(select json_group_array(media.id order by media.place) from media where media.message_id = messages.id)",
);

/// The reactions to a message, as JSON.
pub const MESSAGE_REACTIONS: Column = Column::Computed(reactions::OF_MESSAGE);

/// What the links of a message lead to, as JSON.
pub const MESSAGE_PREVIEWS: Column = Column::Computed(previews::OF_MESSAGE);

/// The change that made a message what it is.
pub const MESSAGE_SEQ: Column = Column::Computed(
    "(select changes.seq from changes where changes.kind = 'message' and changes.id = messages.id)",
);

/// Reactions to messages in the rooms that the reader is in.
pub static REACTIONS: Source = Source {
    table: "reactions",
    listed: "1",
    theirs: "reactions.message_id in (
                 select messages.id from messages
                 where messages.room_id in (select room_id from memberships where person_id = ?1 and joined = 1))",
};

/// Rooms that are open, to who is no guest, or that the reader is in.
pub static ROOMS: Source = Source {
    table: "rooms",
    listed: "rooms.erased_at is null",
    theirs:
        "(rooms.kind = 'open' and (select role from people where id = ?1) <> 'guest'
              or rooms.id in (select room_id from memberships where person_id = ?1 and joined = 1))",
};

/// Whether a room was put away.
pub const ROOM_ARCHIVED: Column = Column::Computed("rooms.archived_at is not null");

/// The number of a room's newest message. What is said in a room is its members' business, down to how much.
pub const ROOM_LAST_NUMBER: Column = Column::Computed(
    "iif(?1 is null or rooms.id in (select room_id from memberships where person_id = ?1 and joined = 1),
         rooms.last_number, 0)",
);

/// Who is in the rooms that the reader is in.
pub static MEMBERSHIPS: Source = Source {
    table: "memberships",
    listed: "memberships.joined = 1",
    theirs: "memberships.room_id in
                 (select mine.room_id from memberships mine where mine.person_id = ?1 and mine.joined = 1)",
};

/// The thread that began from a message, as JSON; null where nobody has answered in one.
pub const MESSAGE_THREAD: Column = Column::Computed(
    "(select json_object('room', thread.id, 'replies', thread.reply_count,
                         'repliedAt', strftime('%Y-%m-%dT%H:%M:%fZ', thread.replied_at / 1000.0, 'unixepoch'))
      from rooms thread where thread.root_id = messages.id and thread.reply_count > 0)",
);

/// In a thread, the message that it began from.
pub const MESSAGE_ROOT: Column =
    Column::Computed("(select home.root_id from rooms home where home.id = messages.room_id)");

/// Whether a message is pinned.
pub const MESSAGE_PINNED: Column = Column::Computed("messages.pinned_at is not null");

/// Whom a message calls, as JSON.
pub const MESSAGE_MENTIONS: Column = Column::Computed("coalesce(messages.mentions, '[]')");

/// Of what a member wants to be told. Only they themselves are told that.
pub const MEMBERSHIP_LEVEL: Column =
    Column::Computed("iif(memberships.person_id = ?1, memberships.level, null)");

/// How far a member has read. Only they themselves are told.
pub const MEMBERSHIP_READ_NUMBER: Column =
    Column::Computed("iif(memberships.person_id = ?1, memberships.read_number, null)");
