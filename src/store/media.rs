//! What people upload, as far as it is no bytes.

use std::collections::HashSet;

use sqlx::{FromRow, Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{Result, unknown_word};
use crate::domain::{
    MediaId, MediaKey, MessageId, PersonId, RoomId, Timestamp,
    input::AltText,
    media::{Attachment, Enclosure, FileName},
};

/// An upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// Which one.
    pub id: MediaId,
    /// What it is asked for by.
    pub key: MediaKey,
    /// Who uploaded it.
    pub owner: PersonId,
    /// As their device called it.
    pub name: String,
    /// The Internet media type that its first bytes tell.
    pub kind: String,
    /// In bytes, without the smaller forms.
    pub size: i64,
    /// Of a picture: width and height in pixels.
    pub pixels: Option<(u32, u32)>,
    /// The type of its smaller forms, where there are any.
    pub preview: Option<String>,
    /// What it shows, in words.
    pub alt: String,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// Whether it was uploaded for a message to be and is in none yet.
    pub draft: bool,
    /// Where the message was said that it is in.
    pub room: Option<RoomId>,
}

impl From<Media> for Attachment {
    fn from(media: Media) -> Self {
        Self {
            id: media.id,
            key: media.key,
            filename: media.name,
            mime_type: media.kind,
            filesize: media.size,
            width: media.pixels.map(|(width, _)| width),
            height: media.pixels.map(|(_, height)| height),
            has_sizes: media.preview.is_some(),
            alt: media.alt,
        }
    }
}

impl FromRow<'_, SqliteRow> for Media {
    fn from_row(row: &SqliteRow) -> Result<Self> {
        let word: &str = row.try_get("key")?;
        let width: Option<u32> = row.try_get("width")?;
        Ok(Self {
            id: row.try_get("id")?,
            key: word.parse().map_err(|_| unknown_word("key", word))?,
            owner: row.try_get("owner_id")?,
            name: row.try_get("name")?,
            kind: row.try_get("type")?,
            size: row.try_get("size")?,
            pixels: width.zip(row.try_get("height")?),
            preview: row.try_get("preview")?,
            alt: row.try_get("alt")?,
            created_at: row.try_get("created_at")?,
            draft: row.try_get("draft")?,
            room: row.try_get("room_id")?,
        })
    }
}

/// Reads a key that may be missing.
pub(super) fn key(row: &SqliteRow, column: &str) -> Result<Option<MediaKey>> {
    row.try_get::<Option<&str>, _>(column)?
        .map(|word| word.parse().map_err(|_| unknown_word(column, word)))
        .transpose()
}

/// An upload to be.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// What it is asked for by.
    pub key: MediaKey,
    /// Who uploads it.
    pub owner: PersonId,
    /// As their device calls it.
    pub name: &'a FileName,
    /// Its Internet media type.
    pub kind: &'a str,
    /// In bytes.
    pub size: i64,
    /// Of a picture: width and height in pixels.
    pub pixels: Option<(u32, u32)>,
    /// The type of its smaller forms, where there are any.
    pub preview: Option<&'a str>,
    /// Whether it is for a message to be.
    pub draft: bool,
}

/// Enters an upload, whose files are in their place.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn insert(db: &mut SqliteConnection, new: New<'_>, now: Timestamp) -> Result<Media> {
    sqlx::query_as(
        "insert into media (key, owner_id, name, type, size, width, height, preview, draft, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         returning *, null as room_id",
    )
    .bind(new.key.to_string())
    .bind(new.owner)
    .bind(new.name.as_str())
    .bind(new.kind)
    .bind(new.size)
    .bind(new.pixels.map(|(width, _)| width))
    .bind(new.pixels.map(|(_, height)| height))
    .bind(new.preview)
    .bind(new.draft)
    .bind(now)
    .fetch_one(db)
    .await
}

/// An upload by its key.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_key(db: &mut SqliteConnection, key: MediaKey) -> Result<Option<Media>> {
    sqlx::query_as(
        "select media.*, messages.room_id
         from media left join messages on messages.id = media.message_id
         where key = ?",
    )
    .bind(key.to_string())
    .fetch_optional(db)
    .await
}

/// An upload that stands for itself or in a message: no draft, and nobody's picture.
///
/// # Errors
///
/// Where the database fails.
pub async fn document(db: &mut SqliteConnection, id: MediaId) -> Result<Option<Media>> {
    sqlx::query_as(
        "select media.*, messages.room_id
         from media left join messages on messages.id = media.message_id
         where media.id = ? and draft = 0 and not exists (select 1 from people where picture_id = media.id)",
    )
    .bind(id)
    .fetch_optional(db)
    .await
}

/// Makes somebody's own draft a document; gives whether there was one.
///
/// # Errors
///
/// Where the database fails.
pub async fn publish(
    db: &mut SqliteConnection,
    id: MediaId,
    owner: PersonId,
    alt: &AltText,
) -> Result<bool> {
    let done = sqlx::query(
        "update media set draft = 0, alt = ? where id = ? and owner_id = ? and draft = 1",
    )
    .bind(alt.as_str())
    .bind(id)
    .bind(owner)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Says what an upload shows.
///
/// # Errors
///
/// Where the database fails.
pub async fn describe(
    db: &mut SqliteConnection,
    id: MediaId,
    alt: &AltText,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update media set alt = ?, updated_at = ? where id = ?")
        .bind(alt.as_str())
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Has the message, that an upload is in, be told anew.
///
/// # Errors
///
/// Where the database fails.
pub async fn touch_message(db: &mut SqliteConnection, id: MediaId, now: Timestamp) -> Result<()> {
    sqlx::query(
        "update messages set updated_at = ? where id = (select message_id from media where id = ?)",
    )
    .bind(now)
    .bind(id)
    .execute(db)
    .await
    .map(drop)
}

/// Whether an upload is in a message that has neither words nor other files.
///
/// # Errors
///
/// Where the database fails.
pub async fn is_all_of_its_message(db: &mut SqliteConnection, id: MediaId) -> Result<bool> {
    sqlx::query_scalar(
        "select exists (
             select 1 from media
             join messages on messages.id = media.message_id and content = ''
             where media.id = ?
               and not exists (
                   select 1 from media other where other.message_id = media.message_id and other.id <> media.id)
         )",
    )
    .bind(id)
    .fetch_one(db)
    .await
}

/// Puts somebody's own uploads into a message, in this order; gives how many it could be done with. What is in a message
/// already, or is somebody's picture, stays what it is.
///
/// # Errors
///
/// Where the database fails.
pub async fn enclose(
    db: &mut SqliteConnection,
    message: MessageId,
    owner: PersonId,
    files: &[Enclosure],
) -> Result<u64> {
    let files = serde_json::to_string(files).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let done = sqlx::query(
        "update media
         set message_id = ?1, place = file.key, draft = 0, alt = coalesce(file.value ->> 'alt', alt)
         from json_each(?3) as file
         where media.id = file.value ->> 'id'
           and owner_id = ?2
           and message_id is null
           and not exists (select 1 from people where picture_id = media.id)",
    )
    .bind(message)
    .bind(owner)
    .bind(files)
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Forgets the files of a message; gives their keys.
///
/// # Errors
///
/// Where the database fails.
pub async fn forget_of(db: &mut SqliteConnection, message: MessageId) -> Result<Vec<MediaKey>> {
    forgotten(
        sqlx::query("delete from media where message_id = ? returning key").bind(message),
        db,
    )
    .await
}

/// Forgets those of some uploads, given as a JSON array of ids, that are somebody's own and wait for a message; gives
/// their keys.
///
/// # Errors
///
/// Where the database fails.
pub async fn forget_drafts(
    db: &mut SqliteConnection,
    owner: PersonId,
    ids: &str,
) -> Result<Vec<MediaKey>> {
    let query = sqlx::query(
        "delete from media
         where id in (select value from json_each(?)) and owner_id = ? and draft = 1
         returning key",
    );
    forgotten(query.bind(ids.to_owned()).bind(owner), db).await
}

/// Forgets what waits for a message since before a time; gives the keys.
///
/// # Errors
///
/// Where the database fails.
pub async fn forget_old_drafts(
    db: &mut SqliteConnection,
    before: Timestamp,
) -> Result<Vec<MediaKey>> {
    let query = sqlx::query("delete from media where draft = 1 and created_at < ? returning key");
    forgotten(query.bind(before), db).await
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

async fn forgotten(query: Query<'_>, db: &mut SqliteConnection) -> Result<Vec<MediaKey>> {
    let keys = query
        .try_map(|row: SqliteRow| key(&row, "key"))
        .fetch_all(db)
        .await?;
    Ok(keys.into_iter().flatten().collect())
}

/// How many bytes somebody's uploads have.
///
/// # Errors
///
/// Where the database fails.
pub async fn used_by(db: &mut SqliteConnection, owner: PersonId) -> Result<i64> {
    sqlx::query_scalar("select coalesce(sum(size), 0) from media where owner_id = ?")
        .bind(owner)
        .fetch_one(db)
        .await
}

/// Every key, also of what is nobody's upload.
///
/// # Errors
///
/// Where the database fails.
pub async fn keys(db: &mut SqliteConnection) -> Result<HashSet<MediaKey>> {
    sqlx::query("select key from media union all select key from pictures")
        .try_map(|row: SqliteRow| key(&row, "key"))
        .fetch_all(db)
        .await
        .map(|keys| keys.into_iter().flatten().collect())
}

/// Forgets an upload, unless something refers to it; gives the key of one that is forgotten.
///
/// # Errors
///
/// Where the database fails.
pub async fn forget_unused(db: &mut SqliteConnection, id: MediaId) -> Result<Option<MediaKey>> {
    let row = sqlx::query(
        "delete from media
         where id = ? and not exists (select 1 from people where picture_id = media.id)
         returning key",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.map_or(Ok(None), |row| key(&row, "key"))
}
