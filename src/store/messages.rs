//! Messages.

use std::{collections::HashMap, sync::LazyLock};

use sqlx::{AssertSqlSafe, Row, SqliteConnection, sqlite::SqliteRow};

use super::{Result, json_list, previews, reactions};
use crate::domain::{
    ClientId, Mention, Message, MessageId, PersonId, RoomId, Timestamp,
    input::MessageText,
    message::{Collection, Correspondent, QUOTE_LIMIT, Quote, Thread},
};

/// What a [`Message`] is read from; each query adds its own `where`.
static SELECT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select {} from messages join changes on changes.kind = 'message' and changes.id = messages.id {JOINS}",
        *COLUMNS
    )
});

/// The columns of a [`Message`], for [`message`], of `messages` with its `changes` and what [`JOINS`] adds to them.
pub(super) static COLUMNS: LazyLock<String> = LazyLock::new(|| {
    let (reactions, previews) = (reactions::OF_MESSAGE, previews::OF_MESSAGE);
    format!(
        "
           messages.id, messages.room_id, messages.number, messages.client_id, messages.content, messages.timestamp,
           iif(messages.deleted_at is null, messages.mentions, null) as mentions,
           messages.created_at, messages.updated_at, messages.edited_at, messages.deleted_at, seq,
           messages.via_id, messages.pinned_at, messages.pinned_by,
           sender.id as sender_id, iif(sender.erased_at is null, sender.email, '') as sender_email, sender.name as sender_name,
           receiver.id as receiver_id, iif(receiver.erased_at is null, receiver.email, '') as receiver_email, receiver.name as receiver_name,
           thread.id as thread_id, thread.reply_count, thread.replied_at, home.root_id,
           quoted.id as quoted_id, quoted.number as quoted_number, quoted.client_id as quoted_client_id,
           quoted.sender_id as quoted_sender, nullif(quoted.room_id, messages.room_id) as quoted_room,
           substr(quoted.content, 1, {QUOTED}) as quoted_content, quoted.deleted_at is not null as quoted_deleted,
           {reactions} as reactions, {previews} as previews,
           iif(exists (select 1 from media where message_id = messages.id),
               (select json_group_array(json_object(
                           'id', media.id, 'key', key, 'filename', media.name, 'mimeType', type, 'filesize', size,
                           'width', width, 'height', height, 'hasSizes', json(iif(preview is null, 'false', 'true')),
                           'alt', alt) order by place)
                from media where message_id = messages.id), '[]') as attachments"
    )
});

/// What a message leads to. All of it is optional, so that it can follow what need not be a message.
pub(super) const JOINS: &str = "
    left join people sender on sender.id = messages.sender_id
    left join people receiver on receiver.id = messages.receiver_id
    left join messages quoted on quoted.id = messages.reply_to_id
    left join rooms thread on thread.root_id = messages.id and thread.reply_count > 0
    left join rooms home on home.id = messages.room_id";

/// How much of what a message answers is read for its [`Quote`], in characters: markup is not shown.
const QUOTED: usize = 4 * QUOTE_LIMIT;

pub(super) fn message(row: &SqliteRow) -> Result<Message> {
    let receiver: Option<PersonId> = row.try_get("receiver_id")?;
    Ok(Message {
        id: row.try_get("id")?,
        sender: Correspondent {
            id: row.try_get("sender_id")?,
            email: row.try_get("sender_email")?,
            collection: Collection::Users,
            name: row.try_get("sender_name")?,
        },
        receiver: receiver
            .map(|id| {
                Ok::<_, sqlx::Error>(Correspondent {
                    id,
                    email: row.try_get("receiver_email")?,
                    collection: Collection::Users,
                    name: row.try_get("receiver_name")?,
                })
            })
            .transpose()?,
        content: row.try_get("content")?,
        timestamp: row.try_get("timestamp")?,
        updated_at: row.try_get("updated_at")?,
        created_at: row.try_get("created_at")?,
        room: row.try_get("room_id")?,
        number: row.try_get("number")?,
        client_id: client_id(row, "client_id")?,
        edited_at: row.try_get("edited_at")?,
        deleted_at: row.try_get("deleted_at")?,
        seq: row.try_get("seq")?,
        attachments: json_list(row, "attachments")?,
        mentions: json_list(row, "mentions")?,
        reply_to: quote(row)?,
        reactions: json_list(row, "reactions")?,
        previews: json_list(row, "previews")?,
        via: row.try_get("via_id")?,
        pinned_at: row.try_get("pinned_at")?,
        pinned_by: row.try_get("pinned_by")?,
        thread: thread(row)?,
        root: row.try_get("root_id")?,
    })
}

fn client_id(row: &SqliteRow, column: &str) -> Result<Option<ClientId>> {
    let bytes: Option<&[u8]> = row.try_get(column)?;
    Ok(bytes.and_then(ClientId::from_slice))
}

/// Whom a message calls, as it is kept; nothing where that is nobody.
fn kept(mentions: &[Mention]) -> Option<String> {
    // Can't fail: numbers and names.
    (!mentions.is_empty()).then(|| serde_json::to_string(mentions).unwrap_or_default())
}

fn thread(row: &SqliteRow) -> Result<Option<Thread>> {
    let Some(room) = row.try_get("thread_id")? else {
        return Ok(None);
    };
    Ok(Some(Thread {
        room,
        replies: row.try_get("reply_count")?,
        replied_at: row.try_get("replied_at")?,
    }))
}

fn quote(row: &SqliteRow) -> Result<Option<Quote>> {
    let Some(id) = row.try_get("quoted_id")? else {
        return Ok(None);
    };
    Ok(Some(Quote {
        id,
        number: row.try_get("quoted_number")?,
        room: row.try_get("quoted_room")?,
        client_id: client_id(row, "quoted_client_id")?,
        sender: row.try_get("quoted_sender")?,
        text: Quote::excerpt(row.try_get("quoted_content")?),
        deleted: row.try_get("quoted_deleted")?,
    }))
}

/// A message to be written down.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Where.
    pub room: RoomId,
    /// Who says it.
    pub sender: PersonId,
    /// The bot that says it for them, if one does.
    pub via: Option<PersonId>,
    /// In a talk between two, the other one.
    pub receiver: Option<PersonId>,
    /// What.
    pub text: &'a MessageText,
    /// Whom it calls.
    pub mentions: &'a [Mention],
    /// The sender's own name for it.
    pub client_id: Option<ClientId>,
    /// When it was said, by the sender's account.
    pub timestamp: Timestamp,
    /// What it answers.
    pub reply_to: Option<MessageId>,
}

/// Writes a message down, with the room's next number, and reads it back. The triggers do the rest: the change, the
/// room's number, the sender's read mark.
///
/// # Errors
///
/// A broken unique index on `messages.client_id` where the sender used the client id before; otherwise where the
/// database fails.
pub async fn insert(db: &mut SqliteConnection, new: New<'_>, now: Timestamp) -> Result<Message> {
    // One trip to the connection's thread for both statements, which share their parameters.
    sqlx::query(AssertSqlSafe(format!(
        "insert into messages
            (room_id, number, sender_id, receiver_id, client_id, content, timestamp, created_at, updated_at,
             reply_to_id, answered_id, mentions, via_id)
         select id, last_number + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, (select sender_id from messages where id = ?8), ?9, ?10
         from rooms where id = ?1;
         {} where messages.id = last_insert_rowid()",
        *SELECT
    )))
    .bind(new.room)
    .bind(new.sender)
    .bind(new.receiver)
    .bind(new.client_id.as_ref().map(|id| &id.as_bytes()[..]))
    .bind(new.text.as_str())
    .bind(new.timestamp)
    .bind(now)
    .bind(new.reply_to)
    .bind(kept(new.mentions))
    .bind(new.via)
    .try_map(|row| message(&row))
    .fetch_one(db)
    .await
}

/// A message by its id.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_id(db: &mut SqliteConnection, id: MessageId) -> Result<Option<Message>> {
    one(db, "where messages.id = ?", |query| query.bind(id)).await
}

/// The id of the newest message; 0 where nothing was ever said.
///
/// # Errors
///
/// Where the database fails.
pub async fn last_id(db: &mut SqliteConnection) -> Result<MessageId> {
    sqlx::query_scalar("select coalesce(max(id), 0) from messages")
        .fetch_one(db)
        .await
}

/// The message that somebody sent under a client id.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_client_id(
    db: &mut SqliteConnection,
    sender: PersonId,
    id: ClientId,
) -> Result<Option<Message>> {
    one(
        db,
        "where messages.sender_id = ? and messages.client_id = ?",
        |query| query.bind(sender).bind(id.as_bytes().to_vec()),
    )
    .await
}

/// A room's newest messages, or those before one, oldest first.
///
/// # Errors
///
/// Where the database fails.
pub async fn page(
    db: &mut SqliteConnection,
    room: RoomId,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<Message>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    // By number, which is the same order: only the index of a room's numbers gives it, so that no plan can read other
    // rooms' messages on the way. An id that is none of the room's messages is looked for from the newest on.
    let mut messages = several(
        db,
        "where messages.room_id = ?1
           and messages.number < ifnull(
               (select number from messages where id = ?2 and room_id = ?1),
               (select number + 1 from messages where room_id = ?1 and id < ?2 order by number desc limit 1)
           )
         order by messages.number desc limit 0 + ?3",
        |query| query.bind(room).bind(before).bind(limit),
    )
    .await?;
    messages.reverse();
    Ok(messages)
}

/// The messages of a room around one of them, oldest first; none where it is not in the room.
///
/// # Errors
///
/// Where the database fails.
pub async fn around(
    db: &mut SqliteConnection,
    room: RoomId,
    id: MessageId,
    limit: i64,
) -> Result<Vec<Message>> {
    let mut messages = several(
        db,
        "where messages.room_id = ?1
           and messages.number <= (select number from messages where id = ?2 and room_id = ?1) + ?3 / 2
         order by messages.number desc limit 0 + ?3",
        |query| query.bind(room).bind(id).bind(limit),
    )
    .await?;
    messages.reverse();
    Ok(messages)
}

/// The newest messages of all rooms that somebody is in, or of all rooms for `None`; oldest first, tombstones left out.
///
/// # Errors
///
/// Where the database fails.
pub async fn newest(
    db: &mut SqliteConnection,
    person: Option<PersonId>,
    limit: i64,
) -> Result<Vec<Message>> {
    let mut messages = match person {
        Some(person) => {
            several(
                db,
                "where messages.deleted_at is null
                   and messages.room_id in (select room_id from memberships where person_id = ? and joined = 1)
                 order by messages.id desc limit 0 + ?",
                |query| query.bind(person).bind(limit),
            )
            .await?
        }
        None => {
            several(
                db,
                "where messages.deleted_at is null order by messages.id desc limit 0 + ?",
                |query| query.bind(limit),
            )
            .await?
        }
    };
    messages.reverse();
    Ok(messages)
}

/// Some messages, given as a JSON array of ids.
///
/// # Errors
///
/// Where the database fails.
pub async fn some(db: &mut SqliteConnection, ids: &str) -> Result<Vec<Message>> {
    several(
        db,
        "where messages.id in (select value from json_each(?))",
        |query| query.bind(ids.to_owned()),
    )
    .await
}

/// How long some messages are, in bytes, by the messages' ids; these are given as a JSON array.
///
/// # Errors
///
/// Where the database fails.
pub async fn lengths(db: &mut SqliteConnection, ids: &str) -> Result<HashMap<i64, i64>> {
    // Reads no words: the length stands before them. A file is counted as what is said of most, and so is a quote.
    let lengths: Vec<(i64, i64)> = sqlx::query_as(
        "select id, octet_length(content) + ifnull(octet_length(mentions), 0)
             + 512 * (select count(*) from media where message_id = messages.id)
             + iif(reply_to_id is null, 0, 512) + 8 * (select count(*) from reactions where message_id = messages.id)
             + ifnull((select sum(160 + octet_length(url) + octet_length(title) + octet_length(description) + octet_length(site))
                       from previews where message_id = messages.id), 0)
         from messages where id in (select value from json_each(?))",
    )
    .bind(ids.to_owned())
    .fetch_all(db)
    .await?;
    Ok(lengths.into_iter().collect())
}

/// Gives a message other words.
///
/// # Errors
///
/// Where the database fails.
pub async fn edit(
    db: &mut SqliteConnection,
    id: MessageId,
    text: &MessageText,
    mentions: &[Mention],
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update messages set content = ?1, mentions = ?4, edited_at = ?2, updated_at = ?2 where id = ?3",
    )
        .bind(text.as_str())
        .bind(now)
        .bind(id)
        .bind(kept(mentions))
        .execute(db)
        .await
        .map(drop)
}

/// Deletes a message's words, and what it answers. The tombstone stays, and the triggers take its reactions and cards away.
///
/// # Errors
///
/// Where the database fails.
pub async fn delete(db: &mut SqliteConnection, id: MessageId, now: Timestamp) -> Result<()> {
    sqlx::query(
        "update messages
         set content = '', mentions = null, reply_to_id = null, answered_id = null, pinned_at = null, pinned_by = null,
             deleted_at = ?1, updated_at = ?1
         where id = ?2",
    )
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

async fn several(
    db: &mut SqliteConnection,
    tail: &str,
    bind: impl FnOnce(Query<'_>) -> Query<'_>,
) -> Result<Vec<Message>> {
    // Safe to assert: both parts are this file's own text, and every value is bound.
    bind(sqlx::query(AssertSqlSafe(format!("{} {tail}", *SELECT))))
        .try_map(|row| message(&row))
        .fetch_all(db)
        .await
}

async fn one(
    db: &mut SqliteConnection,
    tail: &str,
    bind: impl FnOnce(Query<'_>) -> Query<'_>,
) -> Result<Option<Message>> {
    Ok(several(db, tail, bind).await?.pop())
}

/// The first id of those that were written since a time; one above the newest where none was.
///
/// Ids grow with time, so this halves their range a few dozen times and needs no index.
///
/// # Errors
///
/// Where the database fails.
pub async fn first_since(db: &mut SqliteConnection, time: Timestamp) -> Result<MessageId> {
    let newest: i64 = sqlx::query_scalar("select coalesce(max(id), 0) from messages")
        .fetch_one(&mut *db)
        .await?;
    let (mut low, mut high) = (1, newest + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let found: Option<(i64, Timestamp)> =
            sqlx::query_as("select id, created_at from messages where id >= ? order by id limit 1")
                .bind(middle)
                .fetch_optional(&mut *db)
                .await?;
        match found {
            Some((id, written)) if written < time => low = id + 1,
            _ => high = middle,
        }
    }
    Ok(MessageId(low))
}

/// The id of so many messages further on, or of the last one: after one id, and before another. `None` where there is
/// none between them.
///
/// # Errors
///
/// Where the database fails.
pub async fn nth_after(
    db: &mut SqliteConnection,
    after: MessageId,
    before: MessageId,
    count: i64,
) -> Result<Option<MessageId>> {
    sqlx::query_scalar(
        "select max(id) from (select id from messages where id > ? and id < ? order by id limit 0 + ?)",
    )
    .bind(after)
    .bind(before)
    .bind(count)
    .fetch_one(db)
    .await
}

/// Deletes the words of all messages after one id and up to another, as [`delete`] does; tells of how many.
///
/// # Errors
///
/// Where the database fails.
pub async fn delete_between(
    db: &mut SqliteConnection,
    after: MessageId,
    upto: MessageId,
    now: Timestamp,
) -> Result<u64> {
    sqlx::query(
        "update messages
         set content = '', mentions = null, reply_to_id = null, answered_id = null, pinned_at = null, pinned_by = null,
             deleted_at = ?1, updated_at = ?1
         where id > ?2 and id <= ?3 and deleted_at is null",
    )
    .bind(now)
    .bind(after)
    .bind(upto)
    .execute(db)
    .await
    .map(|done| done.rows_affected())
}
