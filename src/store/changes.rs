//! The one sequence: what changed, for whom. Rows come to be by triggers alone.

use std::sync::LazyLock;

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection, sqlite::SqliteRow};

use super::{Result, memberships, messages, unknown_word};
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

/// What changed after a number, for whomever, with the contents of what nearly everything is.
#[derive(Clone, Debug, Default)]
pub struct After {
    /// The changes, in order.
    pub rows: Vec<Row>,
    /// The messages among them, in any order.
    pub messages: Vec<Message>,
    /// The read marks among them, with their memberships' ids, in any order.
    pub marks: Vec<(i64, ReadMark)>,
}

impl After {
    /// Whether something changed whose contents are not here.
    pub fn lacks(&self) -> bool {
        let here = |row: &Row| matches!(row.kind, Kind::Message | Kind::Read);
        !self.rows.iter().all(here)
    }
}

/// What [`after`] asks: with the number after which, [`MENTIONS_WITHIN`], and how many changes at most.
static STATEMENTS: LazyLock<String> = LazyLock::new(|| {
    let new = "select * from changes where seq > ?1 order by seq limit ?3";
    // By their own ids: asked by `seq`, SQLite would walk through the changes of all messages.
    let (messages, marks) = (&*messages::SELECT, &*memberships::MARKS);
    format!(
        "begin; {new};
         {messages} where messages.id in (select id from ({new}) where kind = 'message');
         {marks} where memberships.id in (select id from ({new}) where kind = 'read');
         rollback"
    )
});

/// Tells what changed after a number, at one moment. All in one, because each statement would be a trip to the
/// connection's thread and back, which costs more than what it does there.
///
/// # Errors
///
/// Where the database fails; the transaction may have begun that [`end`] ends.
pub async fn after(db: &mut SqliteConnection, seq: Seq, limit: usize) -> Result<After> {
    let mut after = After::default();
    let mut given = sqlx::query(AssertSqlSafe(STATEMENTS.as_str()))
        .bind(seq)
        .bind(MENTIONS_WITHIN)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch(db);
    while let Some(found) = given.try_next().await? {
        // Each of the three has a column that the others have not.
        if found.try_column("kind").is_ok() {
            after.rows.push(row(&found)?);
        } else if found.try_column("read_number").is_ok() {
            after.marks.push(memberships::mark(&found)?);
        } else {
            after.messages.push(messages::message(&found)?);
        }
    }
    Ok(after)
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

/// Ends the transaction that [`begin_after`] began, or [`after`] where it broke off.
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
    sqlx::query("select * from changes where seq > ? and kind not in ('read', 'sessions', 'scope') order by seq limit ?")
        .bind(seq)
        .bind(limit)
        .try_map(|found| row(&found))
        .fetch_all(db)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Durability, Store};

    /// What is read at each commit must not grow with the database. No statistics are taken, so an empty one is read by the
    /// same plan as a large one.
    #[tokio::test]
    async fn what_changed_is_found_without_walking_through_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("parlour.db"), Durability::Full).await;
        let store = store.unwrap();
        let mut db = store.read().await.unwrap();
        let mut asked = 0;
        for statement in STATEMENTS.split(';').filter(|text| text.contains("select")) {
            let plan = AssertSqlSafe(format!("explain query plan {statement}"));
            let steps = sqlx::query(plan)
                .bind(1)
                .bind(1)
                .bind(1)
                .fetch_all(&mut *db)
                .await
                .unwrap();
            for step in steps {
                let step: &str = step.try_get("detail").unwrap();
                // What is put together from a few rows may be walked through.
                let walks = step.starts_with("SCAN ")
                    && !["(subquery", "called"].iter().any(|few| step.contains(few));
                assert!(
                    !walks && !step.ends_with("(kind=?)"),
                    "{step} in {statement}"
                );
                asked += 1;
            }
        }
        assert!(asked > 10, "{asked}");
        drop(db);
        store.close().await;
    }
}
