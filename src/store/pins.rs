//! Pinned messages.

use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{MessageId, PersonId, RoomId, Timestamp};

/// Pins a message in somebody's name, or takes that back for `None`.
///
/// # Errors
///
/// Where the database fails.
pub async fn set(
    db: &mut SqliteConnection,
    id: MessageId,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update messages set pinned_by = ?2, pinned_at = iif(?2 is null, null, ?3), updated_at = ?3 where id = ?1",
    )
    .bind(id)
    .bind(by)
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// How many messages are pinned in a room.
///
/// # Errors
///
/// Where the database fails.
pub async fn count(db: &mut SqliteConnection, room: RoomId) -> Result<i64> {
    sqlx::query_scalar("select count(*) from messages where room_id = ? and pinned_at is not null")
        .bind(room)
        .fetch_one(db)
        .await
}

/// The messages that are pinned in a room, what was pinned last first.
///
/// # Errors
///
/// Where the database fails.
pub async fn of(db: &mut SqliteConnection, room: RoomId) -> Result<Vec<MessageId>> {
    sqlx::query_scalar(
        "select id from messages where room_id = ? and pinned_at is not null order by pinned_at desc, id desc",
    )
    .bind(room)
    .fetch_all(db)
    .await
}
