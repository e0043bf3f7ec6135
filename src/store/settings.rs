//! What the server's keeper decided.

use sqlx::SqliteConnection;

use super::Result;
use crate::domain::Timestamp;

/// One of the decisions.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn get(db: &mut SqliteConnection, key: &str) -> Result<Option<String>> {
    sqlx::query_scalar("select value from settings where key = ?")
        .bind(key)
        .fetch_optional(db)
        .await
}

/// Decides one.
///
/// # Errors
///
/// Where the database fails.
pub async fn set(db: &mut SqliteConnection, key: &str, value: &str, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into settings (key, value, updated_at) values (?1, ?2, ?3)
         on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at",
    )
    .bind(key)
    .bind(value)
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}
