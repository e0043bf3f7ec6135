//! The one sequence: what changed, for whom. Rows come to be by triggers alone.

use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{Result, unknown_word};
use crate::domain::{PersonId, RoomId, Seq};

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A message, or its tombstone.
    Message,
    /// A room.
    Room,
    /// A membership.
    Membership,
    /// A person's card.
    Person,
    /// A membership's read mark.
    Read,
    /// A person's desk: what they arranged for themselves.
    Desk,
    /// Sessions of a person ended. For the server itself.
    Sessions,
    /// A person became a guest, or is one no longer, and so knows of other rooms. For the server itself.
    Scope,
}

impl Kind {
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "message" => Self::Message,
            "room" => Self::Room,
            "membership" => Self::Membership,
            "person" => Self::Person,
            "read" => Self::Read,
            "desk" => Self::Desk,
            "sessions" => Self::Sessions,
            "scope" => Self::Scope,
            _ => return None,
        })
    }
}

/// One thing's newest change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub seq: Seq,
    /// What kind of thing.
    pub kind: Kind,
    /// Which one, in the table of its kind.
    pub id: i64,
    /// The room that it concerns.
    pub room: Option<RoomId>,
    /// The person whom it concerns.
    pub person: Option<PersonId>,
}

fn row(row: &SqliteRow) -> Result<Row> {
    let word = row.try_get::<&str, _>("kind")?;
    Ok(Row {
        seq: row.try_get("seq")?,
        kind: Kind::from_code(word).ok_or_else(|| unknown_word("kind", word))?,
        id: row.try_get("id")?,
        room: row.try_get("room_id")?,
        person: row.try_get("person_id")?,
    })
}

/// The number of the last change; 0 where nothing ever was.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn last(db: &mut SqliteConnection) -> Result<Seq> {
    sqlx::query_scalar("select coalesce(max(seq), 0) from changes")
        .fetch_one(db)
        .await
}

/// Begins a transaction, and tells what changed after a number, for whomever, in order. Two statements in one, because
/// each would be a trip to the connection's thread.
///
/// # Errors
///
/// Where the database fails; the transaction may have begun.
pub async fn begin_after(db: &mut SqliteConnection, seq: Seq, limit: usize) -> Result<Vec<Row>> {
    sqlx::query("begin; select * from changes where seq > ?1 order by seq limit ?2")
        .bind(seq)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .try_map(|found| row(&found))
        .fetch_all(db)
        .await
}

/// Ends the transaction that [`begin_after`] began.
///
/// # Errors
///
/// Where there was none, or the database fails.
pub async fn end(db: &mut SqliteConnection) -> Result<()> {
    sqlx::query("rollback").execute(db).await.map(drop)
}

/// What changed after a number and somebody may see now, in order.
///
/// # Errors
///
/// Where the database fails.
pub async fn after_for(
    db: &mut SqliteConnection,
    person: PersonId,
    seq: Seq,
    limit: i64,
) -> Result<Vec<Row>> {
    sqlx::query(
        "select * from changes
         where seq > ?1
           and case kind
               when 'message' then room_id in (select room_id from memberships where person_id = ?2 and joined = 1)
               when 'membership' then person_id = ?2
                   or room_id in (select room_id from memberships where person_id = ?2 and joined = 1)
               when 'room' then (room_id in (select id from rooms where was_open)
                                 and (select role from people where id = ?2) <> 'guest')
                   -- Who was in it when it was deleted has a trace of that left.
                   or room_id in (select room_id from memberships join rooms on rooms.id = room_id
                                  where person_id = ?2 and erased_at is not null)
                   or room_id in (select room_id from memberships where person_id = ?2 and joined = 1)
               when 'person' then true
               when 'read' then person_id = ?2
               when 'desk' then person_id = ?2
               when 'scope' then person_id = ?2
               else false
           end
         order by seq
         limit ?3",
    )
    .bind(seq)
    .bind(person)
    .bind(limit)
    .try_map(|found| row(&found))
    .fetch_all(db)
    .await
}

/// Whether somebody left a room, or was removed from one, after a number and is not back.
///
/// # Errors
///
/// Where the database fails.
pub async fn leaves_after(db: &mut SqliteConnection, person: PersonId, seq: Seq) -> Result<bool> {
    sqlx::query_scalar(
        "select exists (
             select 1 from changes
             join memberships on memberships.id = changes.id and joined = 0
             where seq > ? and kind = 'membership' and changes.person_id = ?
         )",
    )
    .bind(seq)
    .bind(person)
    .fetch_one(db)
    .await
}

/// What changed after a number and everybody may see who sees everything, in order: open mode.
///
/// # Errors
///
/// Where the database fails.
pub async fn after_for_anyone(db: &mut SqliteConnection, seq: Seq, limit: i64) -> Result<Vec<Row>> {
    sqlx::query("select * from changes where seq > ? and kind not in ('read', 'desk', 'sessions', 'scope') order by seq limit ?")
        .bind(seq)
        .bind(limit)
        .try_map(|found| row(&found))
        .fetch_all(db)
        .await
}
