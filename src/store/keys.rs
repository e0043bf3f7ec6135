//! API keys: sessions that have a name.

use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::Result;
use crate::domain::{ApiKey, PersonId, SessionId, Timestamp, input::KeyName};

/// A key that a token belongs to, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which key.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// When it was last written down as used.
    pub used_at: Option<Timestamp>,
}

/// Makes a key.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn insert(
    db: &mut SqliteConnection,
    person: PersonId,
    token: &[u8],
    name: &KeyName,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into sessions (person_id, token, agent, address, created_at, seen_at, expires_at, name)
         values (?, ?, '', '', ?, 0, ?, ?)",
    )
    .bind(person)
    .bind(token)
    .bind(now)
    .bind(expires_at)
    .bind(name.as_str())
    .execute(db)
    .await
    .map(drop)
}

/// The key of a token's hash, while its person may act.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_token(db: &mut SqliteConnection, token: &[u8]) -> Result<Option<Found>> {
    sqlx::query(
        "select sessions.id, person_id, nullif(seen_at, 0) as used_at
         from sessions
         join people on people.id = person_id
         where token = ? and sessions.name is not null and active",
    )
    .bind(token)
    .try_map(|row: SqliteRow| {
        Ok(Found {
            id: row.try_get(0)?,
            person: row.try_get(1)?,
            used_at: row.try_get(2)?,
        })
    })
    .fetch_optional(db)
    .await
}

/// A person's keys, the newest first.
///
/// # Errors
///
/// Where the database fails.
pub async fn of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<ApiKey>> {
    sqlx::query(
        "select id, name, address, created_at, nullif(seen_at, 0) as used_at
         from sessions
         where person_id = ? and name is not null
         order by id desc",
    )
    .bind(person)
    .try_map(|row: SqliteRow| {
        Ok(ApiKey {
            id: row.try_get(0)?,
            name: row.try_get(1)?,
            address: row.try_get(2)?,
            created_at: row.try_get(3)?,
            used_at: row.try_get(4)?,
        })
    })
    .fetch_all(db)
    .await
}

/// Ends one key of a person. False where they have no such key.
///
/// # Errors
///
/// Where the database fails.
pub async fn end(db: &mut SqliteConnection, person: PersonId, id: SessionId) -> Result<bool> {
    sqlx::query("delete from sessions where person_id = ? and id = ? and name is not null")
        .bind(person)
        .bind(id)
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0)
}
