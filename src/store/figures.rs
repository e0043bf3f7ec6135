//! How much there is of everything.

use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::Result;
use crate::domain::{
    Timestamp,
    time::{DAY, MINUTE},
};

/// How much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Accounts that may sign in.
    pub people: i64,
    /// How many of them are admins.
    pub admins: i64,
    /// How many of them have a session that lasts.
    pub signed_in: i64,
    /// Accounts that are banned.
    pub banned: i64,
    /// Open rooms that are in use.
    pub open_rooms: i64,
    /// Closed rooms that are in use.
    pub closed_rooms: i64,
    /// Talks between a few.
    pub direct_rooms: i64,
    /// Messages that were ever said in the rooms that there are.
    pub messages: i64,
    /// Uploads.
    pub uploads: i64,
    /// What these have in bytes, without their smaller forms.
    pub uploaded: i64,
}

/// Counts everything.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn count(db: &mut SqliteConnection, now: Timestamp) -> Result<Figures> {
    sqlx::query(
        "with used as (select kind from rooms where archived_at is null and erased_at is null)
         select
             (select count(*) from people where active) as people,
             (select count(*) from people where active and role = 'admin') as admins,
             (select count(distinct person_id) from sessions where expires_at > ?) as signed_in,
             (select count(*) from people where not active and erased_at is null) as banned,
             (select count(*) from used where kind = 'open') as open_rooms,
             (select count(*) from used where kind = 'closed') as closed_rooms,
             (select count(*) from used where kind = 'direct') as direct_rooms,
             (select coalesce(sum(last_number), 0) from rooms) as messages,
             (select count(*) from media) as uploads,
             (select coalesce(sum(size), 0) from media) as uploaded",
    )
    .bind(now)
    .try_map(|row: SqliteRow| {
        Ok(Figures {
            people: row.try_get("people")?,
            admins: row.try_get("admins")?,
            signed_in: row.try_get("signed_in")?,
            banned: row.try_get("banned")?,
            open_rooms: row.try_get("open_rooms")?,
            closed_rooms: row.try_get("closed_rooms")?,
            direct_rooms: row.try_get("direct_rooms")?,
            messages: row.try_get("messages")?,
            uploads: row.try_get("uploads")?,
            uploaded: row.try_get("uploaded")?,
        })
    })
    .fetch_one(db)
    .await
}

/// How many messages were written on each of some calendar days, in a zone so many minutes ahead of UTC: days since
/// 1970-01-01, from the first one on, those without messages left out. Deleted messages count: they were written.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_day(
    db: &mut SqliteConnection,
    first_day: i64,
    offset: i32,
) -> Result<Vec<(i64, i64)>> {
    let begin = Timestamp::of_day(first_day, offset);
    let first = super::messages::first_since(db, begin).await?;
    sqlx::query_as(
        "select (created_at + ?2) / ?3 as day, count(*) from messages where id >= ?1 group by day order by day",
    )
    .bind(first)
    .bind(i64::from(offset) * MINUTE)
    .bind(DAY)
    .fetch_all(db)
    .await
}
