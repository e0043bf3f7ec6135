//! What messages said before they were edited. Triggers keep it.

use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{MessageId, version::Version};

/// What a message said before, what was written last first.
///
/// # Errors
///
/// Where the database fails.
pub async fn of(db: &mut SqliteConnection, id: MessageId) -> Result<Vec<Version>> {
    let versions: Vec<(String, _)> = sqlx::query_as(
        "select content, written_at from message_versions where message_id = ? order by id desc",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    Ok(versions
        .into_iter()
        .map(|(content, written_at)| Version {
            content,
            written_at,
        })
        .collect())
}
