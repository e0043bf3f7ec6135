//! Invite links.

use sqlx::{Row, SqliteConnection};

use super::{Result, unknown_word};
use crate::domain::{Invite, InviteId, PersonId, Role, RoomId, Timestamp};

/// An invite to be.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// What the database keeps of its secret.
    pub token: &'a [u8],
    /// Who invites.
    pub by: PersonId,
    /// How many people it lets in.
    pub uses: i64,
    /// As what they come.
    pub role: Role,
    /// The room that they come into.
    pub room: Option<RoomId>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What somebody comes by who has used an invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Who invited them.
    pub by: PersonId,
    /// As what they come.
    pub role: Role,
    /// The room that they come into.
    pub room: Option<RoomId>,
}

/// Makes an invite.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn insert(db: &mut SqliteConnection, new: &New<'_>, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into invites (token, created_by, created_at, expires_at, uses, role, room_id)
         values (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(new.token)
    .bind(new.by)
    .bind(now)
    .bind(new.expires_at)
    .bind(new.uses)
    .bind(new.role.code())
    .bind(new.room)
    .execute(db)
    .await
    .map(drop)
}

/// The invites that still work, the newest first.
///
/// # Errors
///
/// Where the database fails.
pub async fn valid(db: &mut SqliteConnection, now: Timestamp) -> Result<Vec<Invite>> {
    sqlx::query(
        "select invites.id, name, invites.created_at, expires_at, used, uses
         from invites
         join people on people.id = created_by
         where revoked_at is null and expires_at > ? and used < uses
         order by invites.id desc",
    )
    .bind(now)
    .try_map(|row: sqlx::sqlite::SqliteRow| {
        Ok(Invite {
            id: row.try_get(0)?,
            by: row.try_get(1)?,
            created_at: row.try_get(2)?,
            expires_at: row.try_get(3)?,
            used: row.try_get(4)?,
            uses: row.try_get(5)?,
        })
    })
    .fetch_all(db)
    .await
}

/// The name of who invites by a link that still works.
///
/// # Errors
///
/// Where the database fails.
pub async fn inviter(
    db: &mut SqliteConnection,
    token: &[u8],
    now: Timestamp,
) -> Result<Option<String>> {
    sqlx::query_scalar(
        "select name
         from invites
         join people on people.id = created_by
         where token = ? and revoked_at is null and expires_at > ? and used < uses",
    )
    .bind(token)
    .bind(now)
    .fetch_optional(db)
    .await
}

/// Uses an invite once. `None` where it does not work any more.
///
/// # Errors
///
/// Where the database fails.
pub async fn spend(
    db: &mut SqliteConnection,
    token: &[u8],
    now: Timestamp,
) -> Result<Option<Spent>> {
    sqlx::query(
        "update invites set used = used + 1
         where token = ? and revoked_at is null and expires_at > ? and used < uses
         returning created_by, role, room_id",
    )
    .bind(token)
    .bind(now)
    .try_map(|row: sqlx::sqlite::SqliteRow| {
        let role = row.try_get::<&str, _>("role")?;
        Ok(Spent {
            by: row.try_get("created_by")?,
            role: Role::from_code(role).ok_or_else(|| unknown_word("role", role))?,
            room: row.try_get("room_id")?,
        })
    })
    .fetch_optional(db)
    .await
}

/// Ends an invite. False where there is none that could be ended.
///
/// # Errors
///
/// Where the database fails.
pub async fn revoke(db: &mut SqliteConnection, id: InviteId, now: Timestamp) -> Result<bool> {
    sqlx::query("update invites set revoked_at = ? where id = ? and revoked_at is null")
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0)
}

/// Ends all invites that somebody made.
///
/// # Errors
///
/// Where the database fails.
pub async fn delete_of(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query("delete from invites where created_by = ?")
        .bind(person)
        .execute(db)
        .await
        .map(drop)
}
