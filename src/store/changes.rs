//! The one sequence: what changed, for whom. Rows come to be by triggers alone.

use std::sync::LazyLock;

use sqlx::{AssertSqlSafe, Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{Result, memberships, messages, people::KNOWN, unknown_word};
use crate::domain::{Message, PersonId, ReadMark, RoomId, Seq, timeline::MENTIONS_WITHIN};

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

/// The columns of a [`Row`], under names that leave room for those of the thing itself.
const COLUMNS: &str =
    "seq, changes.kind as changed, changes.id as changed_id, changes.room_id as changed_in,
    changes.person_id as changed_of";

fn row(row: &SqliteRow) -> Result<Row> {
    let word = row.try_get::<&str, _>("changed")?;
    Ok(Row {
        seq: row.try_get("seq")?,
        kind: Kind::from_code(word).ok_or_else(|| unknown_word("kind", word))?,
        id: row.try_get("changed_id")?,
        room: row.try_get("changed_in")?,
        person: row.try_get("changed_of")?,
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

/// What changed after a number, for whomever, in order.
///
/// # Errors
///
/// Where the database fails.
pub async fn after(db: &mut SqliteConnection, seq: Seq, limit: usize) -> Result<Vec<Row>> {
    // Safe to assert, here and below: all of it is this program's own text, and every value is bound.
    let query = format!("select {COLUMNS} from changes where seq > ? order by seq limit 0 + ?");
    sqlx::query(AssertSqlSafe(query))
        .bind(seq)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .try_map(|found| row(&found))
        .fetch_all(db)
        .await
}

/// What a send makes.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is a mark for each message at most"
)]
pub enum Talk {
    /// The message.
    Message(Message),
    /// How far its sender has read.
    Mark(ReadMark),
}

/// As [`after`], together with messages and read marks, which are what nearly all changes are of: one statement, and so
/// of one moment without a transaction around it, since each statement is a trip to the connection's thread. What is of
/// another kind, or is gone, comes without.
///
/// # Errors
///
/// Where the database fails.
pub async fn talk_after(
    db: &mut SqliteConnection,
    seq: Seq,
    limit: usize,
) -> Result<Vec<(Row, Option<Talk>)>> {
    static SELECT: LazyLock<String> = LazyLock::new(|| {
        format!(
            "select {COLUMNS}, messages.id as said, memberships.id as marked, {}, {}
             from changes
             left join messages on changes.kind = 'message' and messages.id = changes.id {}
             left join memberships on changes.kind = 'read' and memberships.id = changes.id
             left join rooms on rooms.id = memberships.room_id
             where seq > ?1
             order by seq limit 0 + ?3",
            *messages::COLUMNS,
            *memberships::MARK,
            messages::JOINS,
        )
    });
    sqlx::query(AssertSqlSafe(SELECT.as_str()))
        .bind(seq)
        .bind(MENTIONS_WITHIN)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .try_map(|found| Ok((row(&found)?, talk(&found)?)))
        .fetch_all(db)
        .await
}

fn talk(row: &SqliteRow) -> Result<Option<Talk>> {
    let is_there = |column| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(column)?.is_some());
    Ok(if is_there("said")? {
        Some(Talk::Message(messages::message(row)?))
    } else if is_there("marked")? {
        Some(Talk::Mark(memberships::mark(row)?))
    } else {
        None
    })
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
    sqlx::query(AssertSqlSafe(format!(
        "select {COLUMNS} from changes
         where seq > ?2
           and case kind
               when 'message' then room_id in (select room_id from memberships where person_id = ?1 and joined = 1)
               when 'membership' then person_id = ?1
                   or room_id in (select room_id from memberships where person_id = ?1 and joined = 1)
               when 'room' then (room_id in (select id from rooms where was_open)
                                 and (select role from people where id = ?1) <> 'guest')
                   -- Who was in it when it was deleted has a trace of that left.
                   or room_id in (select room_id from memberships join rooms on rooms.id = room_id
                                  where person_id = ?1 and erased_at is not null)
                   or room_id in (select room_id from memberships where person_id = ?1 and joined = 1)
               when 'person' then changes.id in (select people.id from people where {KNOWN})
               when 'read' then person_id = ?1
               when 'desk' then person_id = ?1
               when 'scope' then person_id = ?1
               else false
           end
         order by seq
         limit 0 + ?3",
    )))
    .bind(person)
    .bind(seq)
    .bind(limit)
    .try_map(|found| row(&found))
    .fetch_all(db)
    .await
}

/// The newest change after a number of what somebody may hear: of their memberships, and of what they are.
///
/// # Errors
///
/// Where the database fails.
pub async fn rights_after(
    db: &mut SqliteConnection,
    person: PersonId,
    seq: Seq,
) -> Result<Option<Seq>> {
    sqlx::query_scalar(
        "select max(seq) from changes
         where seq > ? and person_id = ? and kind in ('membership', 'person', 'scope')",
    )
    .bind(seq)
    .bind(person)
    .fetch_one(db)
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

/// Whether a guest may know of fewer people than at a number, since they have left a room, or one that they were in was
/// deleted.
///
/// # Errors
///
/// Where the database fails.
pub async fn narrowed_after(db: &mut SqliteConnection, guest: PersonId, seq: Seq) -> Result<bool> {
    sqlx::query_scalar(
        "select exists (
             select 1 from changes
             join memberships on memberships.person_id = ?1 and joined = 0
                 and memberships.room_id = changes.room_id
             left join rooms on rooms.id = memberships.room_id
             where seq > ?2
               and (changes.kind = 'membership' and changes.person_id = ?1 or changes.kind = 'room' and erased_at is not null)
         )",
    )
    .bind(guest)
    .bind(seq)
    .fetch_one(db)
    .await
}

/// What changed after a number and everybody may see who sees everything, in order: open mode.
///
/// # Errors
///
/// Where the database fails.
pub async fn after_for_anyone(db: &mut SqliteConnection, seq: Seq, limit: i64) -> Result<Vec<Row>> {
    let query = format!(
        "select {COLUMNS} from changes
         where seq > ? and kind not in ('read', 'desk', 'sessions', 'scope') order by seq limit 0 + ?"
    );
    sqlx::query(AssertSqlSafe(query))
        .bind(seq)
        .bind(limit)
        .try_map(|found| row(&found))
        .fetch_all(db)
        .await
}
