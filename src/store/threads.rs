//! Threads: rooms that began from a message of another one. See `migrations/0019_threads.sql`.

use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{Level, MessageId, PersonId, RoomId, RoomRole, Timestamp};

/// The rooms that somebody may read, or may come into who wants to read: those that they are in, and the threads of these. A
/// query for a condition, whose parameter for the person is `?1`.
pub(super) const OPEN_TO: &str = "
    select room_id from memberships where person_id = ?1 and joined = 1
    union all
    select rooms.id from memberships join rooms on parent_id = room_id where person_id = ?1 and joined = 1";

/// The thread that began from a message, also one in which nothing was said yet.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn of_root(db: &mut SqliteConnection, root: MessageId) -> Result<Option<RoomId>> {
    sqlx::query_scalar("select id from rooms where root_id = ?")
        .bind(root)
        .fetch_optional(db)
        .await
}

/// The room that a thread is in; `None` for a room that is no thread.
///
/// # Errors
///
/// Where the database fails, or there is no such room.
pub async fn parent(db: &mut SqliteConnection, room: RoomId) -> Result<Option<RoomId>> {
    sqlx::query_scalar("select parent_id from rooms where id = ?")
        .bind(room)
        .fetch_one(db)
        .await
}

/// Begins the thread of a message. Nobody is in it yet.
///
/// # Errors
///
/// Where the database fails.
pub async fn insert(db: &mut SqliteConnection, root: MessageId, now: Timestamp) -> Result<RoomId> {
    sqlx::query_scalar(
        "insert into rooms (kind, name, parent_id, root_id, created_at, updated_at)
         select 'thread', substr(content, 1, 200), room_id, id, ?2, ?2 from messages where id = ?1
         returning id",
    )
    .bind(root)
    .bind(now)
    .fetch_one(db)
    .await
}

/// Has somebody follow a thread who has something to do with it: brings them in where they are not, and has them told of
/// everything where they wanted to be told of nothing. What was said before counts as read. False where
/// they followed it already.
///
/// # Errors
///
/// Where the database fails.
pub async fn follow(
    db: &mut SqliteConnection,
    thread: RoomId,
    person: PersonId,
    now: Timestamp,
) -> Result<bool> {
    sqlx::query(
        "insert into memberships (room_id, person_id, role, read_number, level, created_at, updated_at)
         select id, ?2, ?3, last_number, ?4, ?6, ?6 from rooms where id = ?1
         on conflict (person_id, room_id) do update
         set read_number = iif(joined = 1, read_number, excluded.read_number), joined = 1, level = ?4, updated_at = ?6
         where joined = 0 or level = ?5",
    )
    .bind(thread)
    .bind(person)
    .bind(RoomRole::Member.code())
    .bind(Level::Everything.code())
    .bind(Level::Nothing.code())
    .bind(now)
    .execute(db)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// Takes somebody out of the threads that go beyond so many: first of those of which they want to be told nothing, then of
/// those in which nothing was said for longest. Never out of this one.
///
/// # Errors
///
/// Where the database fails.
pub async fn limit(
    db: &mut SqliteConnection,
    person: PersonId,
    but: RoomId,
    limit: i64,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update memberships set joined = 0, updated_at = ?4
         where id in (
             select memberships.id from memberships
             join rooms on rooms.id = room_id and kind = 'thread'
             where person_id = ?1 and joined = 1
             order by room_id = ?2 desc, level <> ?5 desc, replied_at desc
             limit -1 offset ?3
         )",
    )
    .bind(person)
    .bind(but)
    .bind(limit)
    .bind(now)
    .bind(Level::Nothing.code())
    .execute(db)
    .await
    .map(drop)
}
