//! Sign-ins.

use sqlx::{Row, SqliteConnection};

use super::Result;
use crate::domain::{PersonId, Session, SessionId, Timestamp};

/// A session that a token belongs to, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which session.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last written down as used.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Begins a session.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn insert(
    db: &mut SqliteConnection,
    person: PersonId,
    token: &[u8],
    agent: &str,
    address: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<SessionId> {
    // The moment somebody comes in is a good one to sweep out what has ended.
    sqlx::query("delete from sessions where expires_at < ?")
        .bind(now)
        .execute(&mut *db)
        .await?;
    sqlx::query_scalar(
        "insert into sessions (person_id, token, agent, address, created_at, seen_at, expires_at)
         values (?1, ?2, ?3, ?4, ?5, ?5, ?6)
         returning id",
    )
    .bind(person)
    .bind(token)
    .bind(agent)
    .bind(address)
    .bind(now)
    .bind(expires_at)
    .fetch_one(db)
    .await
}

/// The session of a token's hash, while it lasts and its person may sign in.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_token(
    db: &mut SqliteConnection,
    token: &[u8],
    now: Timestamp,
) -> Result<Option<Found>> {
    sqlx::query(
        "select sessions.id, person_id, sessions.created_at, seen_at, expires_at
         from sessions
         join people on people.id = person_id
         where token = ? and expires_at > ? and sessions.name is null and active",
    )
    .bind(token)
    .bind(now)
    .try_map(|row: sqlx::sqlite::SqliteRow| {
        Ok(Found {
            id: row.try_get(0)?,
            person: row.try_get(1)?,
            created_at: row.try_get(2)?,
            seen_at: row.try_get(3)?,
            expires_at: row.try_get(4)?,
        })
    })
    .fetch_optional(db)
    .await
}

/// Writes down that a session was used, from where, and when it now ends.
///
/// # Errors
///
/// Where the database fails.
pub async fn touch(
    db: &mut SqliteConnection,
    id: SessionId,
    address: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    sqlx::query("update sessions set address = ?, seen_at = ?, expires_at = ? where id = ?")
        .bind(address)
        .bind(now)
        .bind(expires_at)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Lets a session last anew: until `idle`, but no more than `longest` milliseconds in all. Tells until when; `None` where
/// it has ended.
///
/// # Errors
///
/// Where the database fails.
pub async fn renew(
    db: &mut SqliteConnection,
    id: SessionId,
    address: &str,
    now: Timestamp,
    idle: Timestamp,
    longest: i64,
) -> Result<Option<Timestamp>> {
    sqlx::query_scalar(
        "update sessions set address = ?, seen_at = ?, expires_at = min(?, created_at + ?) where id = ?
         returning expires_at",
    )
    .bind(address)
    .bind(now)
    .bind(idle)
    .bind(longest)
    .bind(id)
    .fetch_optional(db)
    .await
}

/// A person's sessions that last, the latest used first.
///
/// # Errors
///
/// Where the database fails.
pub async fn of_person(
    db: &mut SqliteConnection,
    person: PersonId,
    current: SessionId,
    now: Timestamp,
) -> Result<Vec<Session>> {
    sqlx::query(
        "select id, agent, address, created_at, seen_at
         from sessions
         where person_id = ? and expires_at > ? and name is null
         order by seen_at desc, id desc",
    )
    .bind(person)
    .bind(now)
    .try_map(|row: sqlx::sqlite::SqliteRow| {
        let id = row.try_get(0)?;
        Ok(Session {
            id,
            agent: row.try_get(1)?,
            address: row.try_get(2)?,
            created_at: row.try_get(3)?,
            seen_at: row.try_get(4)?,
            current: id == current,
        })
    })
    .fetch_all(db)
    .await
}

/// The ids of a person's sessions that last, keys among them: streams may be open by each.
///
/// # Errors
///
/// Where the database fails.
pub async fn ids(
    db: &mut SqliteConnection,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<SessionId>> {
    sqlx::query_scalar("select id from sessions where person_id = ? and expires_at > ?")
        .bind(person)
        .bind(now)
        .fetch_all(db)
        .await
}

/// Whether a person has a session that was used from an address.
///
/// # Errors
///
/// Where the database fails.
pub async fn knows_address(
    db: &mut SqliteConnection,
    person: PersonId,
    address: &str,
) -> Result<bool> {
    sqlx::query_scalar("select exists (select 1 from sessions where person_id = ? and address = ? and name is null)")
        .bind(person)
        .bind(address)
        .fetch_one(db)
        .await
}

/// Ends one session of a person. False where they have no such session.
///
/// # Errors
///
/// Where the database fails.
pub async fn end(db: &mut SqliteConnection, person: PersonId, id: SessionId) -> Result<bool> {
    sqlx::query("delete from sessions where person_id = ? and id = ? and name is null")
        .bind(person)
        .bind(id)
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0)
}

/// Ends all sessions of a person, but not their keys.
///
/// # Errors
///
/// Where the database fails.
pub async fn end_sign_ins(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query("delete from sessions where person_id = ? and name is null")
        .bind(person)
        .execute(db)
        .await
        .map(drop)
}

/// Ends all sessions of a person, and their keys.
///
/// # Errors
///
/// Where the database fails.
pub async fn end_all(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query("delete from sessions where person_id = ?")
        .bind(person)
        .execute(db)
        .await
        .map(drop)
}
