//! The record of what admins did.

use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{Result, unknown_word};
use crate::domain::{Deed, PersonId, Timestamp};

/// A line of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it was done.
    pub at: Timestamp,
    /// The name of who did it: `None` for the command line and the server itself, empty for a deleted account.
    pub who: Option<String>,
    /// What was done.
    pub deed: Deed,
    /// Whom it was done to, with their name.
    pub whom: Option<(PersonId, String)>,
    /// What else there is to know.
    pub what: String,
}

/// Writes down a deed, in the transaction that does it.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn insert(
    db: &mut SqliteConnection,
    who: Option<PersonId>,
    deed: Deed,
    whom: Option<PersonId>,
    what: &str,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("insert into audit (at, who_id, deed, whom_id, what) values (?, ?, ?, ?, ?)")
        .bind(now)
        .bind(who)
        .bind(deed.code())
        .bind(whom)
        .bind(what)
        .execute(db)
        .await
        .map(drop)
}

/// Some of the record, the newest first.
///
/// # Errors
///
/// Where the database fails.
pub async fn page(db: &mut SqliteConnection, limit: i64, skip: i64) -> Result<Vec<Entry>> {
    sqlx::query(
        "select at, who.name as who, deed, whom_id, whom.name as whom, what
         from audit
         left join people as who on who.id = who_id
         left join people as whom on whom.id = whom_id
         order by audit.id desc
         limit 0 + ? offset ?",
    )
    .bind(limit)
    .bind(skip)
    .try_map(|row: SqliteRow| {
        let word = row.try_get::<&str, _>("deed")?;
        let whom: Option<PersonId> = row.try_get("whom_id")?;
        Ok(Entry {
            at: row.try_get("at")?,
            who: row.try_get("who")?,
            deed: Deed::from_code(word).ok_or_else(|| unknown_word("deed", word))?,
            whom: whom.zip(row.try_get("whom")?),
            what: row.try_get("what")?,
        })
    })
    .fetch_all(db)
    .await
}

/// How many lines the record has.
///
/// # Errors
///
/// Where the database fails.
pub async fn count(db: &mut SqliteConnection) -> Result<i64> {
    sqlx::query_scalar("select count(*) from audit")
        .fetch_one(db)
        .await
}
