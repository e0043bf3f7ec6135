//! What the database knows of itself.

use sqlx::SqliteConnection;

use super::Result;

/// Makes the one row where it is missing, with a fresh epoch, and gives the epoch.
pub(super) async fn make(db: &mut SqliteConnection) -> Result<u32> {
    sqlx::query(
        "insert into server (id, epoch, created_at)
         values (1, abs(random()) % 4294967296, unixepoch() * 1000)
         on conflict do nothing",
    )
    .execute(&mut *db)
    .await?;
    sqlx::query_scalar("select epoch from server")
        .fetch_one(db)
        .await
}

/// The hash of the token that makes the first account; `None` once there is one.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn setup_token(db: &mut SqliteConnection) -> Result<Option<Vec<u8>>> {
    sqlx::query_scalar("select setup_token from server")
        .fetch_one(db)
        .await
}

/// Sets the hash of the token that makes the first account, or takes it away.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_setup_token(db: &mut SqliteConnection, hash: Option<&[u8]>) -> Result<()> {
    sqlx::query("update server set setup_token = ?")
        .bind(hash)
        .execute(db)
        .await
        .map(drop)
}
