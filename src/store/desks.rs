//! Desks: sections of rooms, and bookmarks. See `migrations/0021_desks.sql`.

use sqlx::{AssertSqlSafe, Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{Result, json_list, threads::OPEN_TO};
use crate::domain::{
    MessageId, PersonId, Timestamp,
    desk::{Desk, Section},
};

/// Somebody's desk.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn of(db: &mut SqliteConnection, person: PersonId) -> Result<Desk> {
    sqlx::query(
        "select sections,
                (select json_group_array(message_id order by bookmarks.id desc) from bookmarks where person_id = people.id)
                    as bookmarks,
                coalesce((select seq from changes where kind = 'desk' and changes.id = people.id), 0) as seq
         from people where id = ?",
    )
    .bind(person)
    .try_map(|row: SqliteRow| {
        Ok(Desk {
            sections: json_list(&row, "sections")?,
            bookmarks: json_list(&row, "bookmarks")?,
            seq: row.try_get("seq")?,
        })
    })
    .fetch_one(db)
    .await
}

/// Sets somebody's sections.
///
/// # Errors
///
/// Where the database fails.
pub async fn arrange(
    db: &mut SqliteConnection,
    person: PersonId,
    sections: &[Section],
) -> Result<()> {
    // Can't fail: names and numbers.
    let sections = serde_json::to_string(sections).unwrap_or_else(|_| "[]".to_owned());
    sqlx::query("update people set sections = ?2 where id = ?1 and sections <> ?2")
        .bind(person)
        .bind(sections)
        .execute(db)
        .await
        .map(drop)
}

/// Makes a bookmark of somebody's at a message, if there is none.
///
/// # Errors
///
/// Where the database fails.
pub async fn mark(
    db: &mut SqliteConnection,
    person: PersonId,
    message: MessageId,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into bookmarks (person_id, message_id, created_at) values (?, ?, ?) on conflict do nothing",
    )
    .bind(person)
    .bind(message)
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// Takes a bookmark away.
///
/// # Errors
///
/// Where the database fails.
pub async fn unmark(db: &mut SqliteConnection, person: PersonId, message: MessageId) -> Result<()> {
    sqlx::query("delete from bookmarks where person_id = ? and message_id = ?")
        .bind(person)
        .bind(message)
        .execute(db)
        .await
        .map(drop)
}

/// How many bookmarks somebody has.
///
/// # Errors
///
/// Where the database fails.
pub async fn count(db: &mut SqliteConnection, person: PersonId) -> Result<i64> {
    sqlx::query_scalar("select count(*) from bookmarks where person_id = ?")
        .bind(person)
        .fetch_one(db)
        .await
}

/// The messages that somebody has bookmarks at and may read, the last bookmark first.
///
/// # Errors
///
/// Where the database fails.
pub async fn bookmarks(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<MessageId>> {
    // Safe to assert: all of it is this program's own text, and the value is bound.
    sqlx::query_scalar(AssertSqlSafe(format!(
        "select message_id from bookmarks
         join messages on messages.id = message_id
         where bookmarks.person_id = ?1 and messages.room_id in ({OPEN_TO})
         order by bookmarks.id desc"
    )))
    .bind(person)
    .fetch_all(db)
    .await
}
