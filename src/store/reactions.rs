//! Reactions: what people answer messages with, one emoji at a time.

use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{MessageId, PersonId, Timestamp, input::Emoji};

/// The reactions of a message of the table `messages`, as JSON in the form of
/// [`Reaction`](crate::domain::message::Reaction). Most have none, and to look for one costs less than to put none together.
pub(super) const OF_MESSAGE: &str = "
    iif(exists (select 1 from reactions where message_id = messages.id),
        (select json_group_array(json_object('emoji', emoji, 'people', json(people)) order by first)
         from (select emoji, json_group_array(person_id order by id) as people, min(id) as first
               from reactions where message_id = messages.id group by emoji)), '[]')";

/// A reaction by its number.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// To which message.
    #[sqlx(rename = "message_id")]
    pub message: MessageId,
    /// Whose.
    #[sqlx(rename = "person_id")]
    pub person: PersonId,
    /// With what.
    pub emoji: String,
}

/// A reaction by its number.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn by_id(db: &mut SqliteConnection, id: i64) -> Result<Option<Row>> {
    sqlx::query_as("select message_id, person_id, emoji from reactions where id = ?")
        .bind(id)
        .fetch_optional(db)
        .await
}

/// The number of somebody's reaction.
///
/// # Errors
///
/// Where the database fails.
pub async fn find(
    db: &mut SqliteConnection,
    message: MessageId,
    person: PersonId,
    emoji: &Emoji,
) -> Result<Option<i64>> {
    sqlx::query_scalar(
        "select id from reactions where message_id = ? and person_id = ? and emoji = ?",
    )
    .bind(message)
    .bind(person)
    .bind(emoji.as_str())
    .fetch_optional(db)
    .await
}

/// Adds somebody's reaction.
///
/// # Errors
///
/// A broken unique index where it is there already; otherwise where the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    message: MessageId,
    person: PersonId,
    emoji: &Emoji,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into reactions (message_id, person_id, author_id, emoji, created_at)
         select id, ?2, sender_id, ?3, ?4 from messages where id = ?1",
    )
    .bind(message)
    .bind(person)
    .bind(emoji.as_str())
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// Takes a reaction back.
///
/// # Errors
///
/// Where the database fails.
pub async fn delete(db: &mut SqliteConnection, id: i64) -> Result<()> {
    sqlx::query("delete from reactions where id = ?")
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}
