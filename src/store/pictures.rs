//! Pictures that are nobody's upload, since the server made them itself, as far as they are no bytes.

use sqlx::{SqliteConnection, sqlite::SqliteRow};

use super::{Result, media};
use crate::domain::{MediaKey, RoomId};

/// A picture to be, whose file is in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it is asked for by.
    pub key: MediaKey,
    /// Its Internet media type.
    pub kind: &'static str,
    /// In bytes.
    pub size: i64,
    /// Width and height in pixels.
    pub pixels: (u32, u32),
}

/// Enters a picture.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn insert(db: &mut SqliteConnection, picture: &Picture) -> Result<()> {
    sqlx::query("insert into pictures (key, type, size) values (?, ?, ?)")
        .bind(picture.key.to_string())
        .bind(picture.kind)
        .bind(picture.size)
        .execute(db)
        .await
        .map(drop)
}

/// The type of a picture that a card below a message shows, and the room of that message.
///
/// # Errors
///
/// Where the database fails.
pub async fn in_a_card(
    db: &mut SqliteConnection,
    key: MediaKey,
) -> Result<Option<(String, RoomId)>> {
    sqlx::query_as(
        "select pictures.type, messages.room_id
         from pictures
         join previews on previews.picture = pictures.key
         join messages on messages.id = previews.message_id
         where pictures.key = ?",
    )
    .bind(key.to_string())
    .fetch_optional(db)
    .await
}

/// Says of a picture that nothing shows it any more. Of one in a card, triggers do.
///
/// # Errors
///
/// Where the database fails.
pub async fn let_go(db: &mut SqliteConnection, key: MediaKey) -> Result<()> {
    sqlx::query("update pictures set dropped = 1 where key = ?")
        .bind(key.to_string())
        .execute(db)
        .await
        .map(drop)
}

/// Forgets the pictures that nothing shows any more; gives their keys.
///
/// # Errors
///
/// Where the database fails.
pub async fn forget_dropped(db: &mut SqliteConnection) -> Result<Vec<MediaKey>> {
    let keys = sqlx::query("delete from pictures where dropped = 1 returning key")
        .try_map(|row: SqliteRow| media::key(&row, "key"))
        .fetch_all(db)
        .await?;
    Ok(keys.into_iter().flatten().collect())
}
