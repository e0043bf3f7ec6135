//! Previews: what the links of messages lead to, and which of these cards somebody took away.

use sqlx::SqliteConnection;

use super::{Result, pictures::Picture};
use crate::domain::{MessageId, Preview, Timestamp};

/// The cards of a message of the table `messages`, as JSON in the form of [`Preview`]. Most have none, and to look for one
/// costs less than to put none together.
pub(super) const OF_MESSAGE: &str = "
    iif(exists (select 1 from previews where message_id = messages.id),
        (select json_group_array(json_object('url', url, 'title', title, 'description', description, 'site', site,
                                             'picture', coalesce('/media/' || picture || '/original?' || width || 'x' || height, ''))
                                 order by place)
         from previews where message_id = messages.id and removed_at is null), '[]')";

/// The links of a message whose cards are there, or were taken away.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn known(db: &mut SqliteConnection, message: MessageId) -> Result<Vec<String>> {
    sqlx::query_scalar("select url from previews where message_id = ?")
        .bind(message)
        .fetch_all(db)
        .await
}

/// Puts a card below a message, for the link at this place among its links, with a picture that was entered before.
///
/// # Errors
///
/// Where there is one, or was one that was taken away; where the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    message: MessageId,
    place: i64,
    preview: &Preview,
    picture: Option<&Picture>,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into previews (message_id, url, place, title, description, site, picture, width, height, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(message)
    .bind(&preview.url)
    .bind(place)
    .bind(&preview.title)
    .bind(&preview.description)
    .bind(&preview.site)
    .bind(picture.map(|picture| picture.key.to_string()))
    .bind(picture.map(|picture| picture.pixels.0))
    .bind(picture.map(|picture| picture.pixels.1))
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// Takes a card away, so that it does not come back. Its words go, and its picture.
///
/// # Errors
///
/// Where the database fails.
pub async fn remove(
    db: &mut SqliteConnection,
    message: MessageId,
    url: &str,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update previews
         set removed_at = ?, title = '', description = '', site = '', picture = null, width = null, height = null
         where message_id = ? and url = ? and removed_at is null",
    )
    .bind(now)
    .bind(message)
    .bind(url)
    .execute(db)
    .await
    .map(drop)
}

/// Brings the cards of a message in line with the links that it has now: those of others go, and the rest stand in their
/// order.
///
/// # Errors
///
/// Where the database fails.
pub async fn follow(db: &mut SqliteConnection, message: MessageId, links: &[String]) -> Result<()> {
    // Can't fail: texts.
    let links = serde_json::to_string(links).unwrap_or_default();
    sqlx::query(
        "delete from previews
         where message_id = ?1 and removed_at is null and url not in (select value from json_each(?2));
         update previews set place = link.key from json_each(?2) as link
         where message_id = ?1 and url = link.value and place <> link.key",
    )
    .bind(message)
    .bind(links)
    .execute(db)
    .await
    .map(drop)
}
