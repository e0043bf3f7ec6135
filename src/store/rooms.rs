//! Rooms.

use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::{Result, unknown_word};
use crate::domain::{
    MessageId, PersonId, Role, Room, RoomId, RoomKind, RoomRole, Timestamp,
    input::{RoomName, Topic},
    permission::Standing,
    room::Origin,
};

/// The columns that a [`Room`] is read from.
const ROOM: &str = "rooms.id, rooms.kind, name, topic, archived_at is not null as archived, last_number, seq, parent_id, root_id";

fn kind(row: &SqliteRow) -> Result<RoomKind> {
    let word = row.try_get::<&str, _>("kind")?;
    RoomKind::from_code(word).ok_or_else(|| unknown_word("kind", word))
}

fn room(row: &SqliteRow) -> Result<Room> {
    Ok(Room {
        id: row.try_get("id")?,
        kind: kind(row)?,
        name: row.try_get("name")?,
        topic: row.try_get("topic")?,
        archived: row.try_get("archived")?,
        last_number: row.try_get("last_number")?,
        seq: row.try_get("seq")?,
        members: None,
        origin: origin(row.try_get("parent_id")?, row.try_get("root_id")?),
    })
}

fn origin(room: Option<RoomId>, message: Option<MessageId>) -> Option<Origin> {
    room.zip(message)
        .map(|(room, message)| Origin { room, message })
}

/// Makes an open or closed room.
///
/// # Errors
///
/// A broken unique index `rooms_by_name` where another room has the name; otherwise where the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    kind: RoomKind,
    name: &RoomName,
    topic: &Topic,
    now: Timestamp,
) -> Result<RoomId> {
    sqlx::query_scalar(
        "insert into rooms (kind, name, topic, was_open, created_at, updated_at)
         values (?1, ?2, ?3, ?1 = 'open', ?4, ?4)
         returning id",
    )
    .bind(kind.code())
    .bind(name.as_str())
    .bind(topic.as_str())
    .bind(now)
    .fetch_one(db)
    .await
}

/// Makes the direct room of a set of people, given by their key.
///
/// # Errors
///
/// Where the database fails.
pub async fn insert_direct(
    db: &mut SqliteConnection,
    people_key: &str,
    now: Timestamp,
) -> Result<RoomId> {
    sqlx::query_scalar(
        "insert into rooms (kind, name, people_key, created_at, updated_at)
         values ('direct', '', ?1, ?2, ?2)
         returning id",
    )
    .bind(people_key)
    .bind(now)
    .fetch_one(db)
    .await
}

/// The direct room of a set of people, given by their key.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_people(db: &mut SqliteConnection, people_key: &str) -> Result<Option<RoomId>> {
    sqlx::query_scalar("select id from rooms where people_key = ?")
        .bind(people_key)
        .fetch_optional(db)
        .await
}

/// How somebody stands towards a room; `None` where there is no such room, or no such active person, and for a thread in a
/// room that they are not in.
///
/// # Errors
///
/// Where the database fails.
pub async fn standing(
    db: &mut SqliteConnection,
    room: RoomId,
    person: PersonId,
) -> Result<Option<Standing>> {
    sqlx::query(
        "select rooms.kind, archived_at is not null as archived, people.role as role,
                iif(mine.id is null, null, coalesce(above.role, mine.role)) as inside
         from rooms
         join people on people.id = ?2 and active
         left join memberships mine on mine.room_id = rooms.id and mine.person_id = people.id and mine.joined = 1
         left join memberships above on above.room_id = rooms.parent_id and above.person_id = people.id and above.joined = 1
         where rooms.id = ?1 and rooms.erased_at is null and (rooms.parent_id is null or above.id is not null)",
    )
    .bind(room)
    .bind(person)
    .try_map(|row: SqliteRow| {
        let role = row.try_get::<&str, _>("role")?;
        let inside = row.try_get::<Option<&str>, _>("inside")?;
        Ok(Standing {
            role: Role::from_code(role).ok_or_else(|| unknown_word("role", role))?,
            kind: kind(&row)?,
            archived: row.try_get("archived")?,
            inside: inside.map(|word| RoomRole::from_code(word).ok_or_else(|| unknown_word("inside", word))).transpose()?,
        })
    })
    .fetch_optional(db)
    .await
}

/// The rooms that somebody may know of: theirs, and the open ones.
///
/// # Errors
///
/// Where the database fails.
pub async fn visible(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<Room>> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "select {ROOM}
         from rooms
         join changes on changes.kind = 'room' and changes.id = rooms.id
         where rooms.erased_at is null
           and (rooms.kind = 'open' and (select role from people where id = ?1) <> 'guest'
                or rooms.id in (select room_id from memberships where person_id = ?1 and joined = 1))"
    )))
    .bind(person)
    .try_map(|row| room(&row))
    .fetch_all(db)
    .await
}

/// A room, and what it takes to tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The room.
    pub room: Room,
    /// Whether everybody ever knew of it.
    pub was_open: bool,
    /// Whether it was deleted.
    pub erased: bool,
}

/// Some rooms, given as a JSON array of ids, also deleted ones.
///
/// # Errors
///
/// Where the database fails.
pub async fn some(db: &mut SqliteConnection, ids: &str) -> Result<Vec<Told>> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "select {ROOM}, was_open, erased_at is not null as erased
         from rooms
         join changes on changes.kind = 'room' and changes.id = rooms.id
         where rooms.id in (select value from json_each(?))"
    )))
    .bind(ids)
    .try_map(|row: SqliteRow| {
        Ok(Told {
            room: room(&row)?,
            was_open: row.try_get("was_open")?,
            erased: row.try_get("erased")?,
        })
    })
    .fetch_all(db)
    .await
}

/// The room where newcomers find themselves: the oldest open one that is in use.
///
/// # Errors
///
/// Where the database fails.
pub async fn lobby(db: &mut SqliteConnection) -> Result<Option<RoomId>> {
    sqlx::query_scalar(
        "select id from rooms where kind = 'open' and archived_at is null and erased_at is null order by id limit 1",
    )
    .fetch_optional(db)
    .await
}

/// Renames and describes a room; `None` leaves what there is.
///
/// # Errors
///
/// A broken unique index `rooms_by_name`; otherwise where the database fails.
pub async fn describe(
    db: &mut SqliteConnection,
    id: RoomId,
    name: Option<&RoomName>,
    topic: Option<&Topic>,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update rooms set name = ifnull(?, name), topic = ifnull(?, topic), updated_at = ? where id = ?")
        .bind(name.map(RoomName::as_str))
        .bind(topic.map(Topic::as_str))
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Puts a room away (`Some`), or brings it back.
///
/// # Errors
///
/// A broken unique index `rooms_by_name` where another room took the name meanwhile; otherwise where the database fails.
pub async fn set_archived(
    db: &mut SqliteConnection,
    id: RoomId,
    at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update rooms set archived_at = ?, updated_at = ? where id = ?")
        .bind(at)
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// What a room is called.
///
/// # Errors
///
/// Where there is no such room, or the database fails.
pub async fn name(db: &mut SqliteConnection, id: RoomId) -> Result<String> {
    sqlx::query_scalar("select name from rooms where id = ?")
        .bind(id)
        .fetch_one(db)
        .await
}

/// What a room is called and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub topic: String,
}

/// What a room is called and what it is for.
///
/// # Errors
///
/// Where there is no such room, or the database fails.
pub async fn description(db: &mut SqliteConnection, id: RoomId) -> Result<Description> {
    sqlx::query("select name, topic from rooms where id = ?")
        .bind(id)
        .try_map(|row: SqliteRow| {
            Ok(Description {
                name: row.try_get("name")?,
                topic: row.try_get("topic")?,
            })
        })
        .fetch_one(db)
        .await
}

/// Opens a closed room to everybody, or closes an open one to who is not in it.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_kind(
    db: &mut SqliteConnection,
    id: RoomId,
    kind: RoomKind,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update rooms set kind = ?1, was_open = max(was_open, ?1 = 'open'), updated_at = ?2 where id = ?3",
    )
    .bind(kind.code())
    .bind(now)
    .bind(id)
    .execute(db)
    .await
    .map(drop)
}

/// Deletes a room but for what was said in it, which [`erase_messages`] takes away: nobody is in it any more, and nothing
/// says what it was.
///
/// # Errors
///
/// Where the database fails.
pub async fn erase(db: &mut SqliteConnection, id: RoomId, now: Timestamp) -> Result<()> {
    sqlx::query(
        "update rooms set name = '', topic = '', archived_at = ?1, erased_at = ?1, updated_at = ?1 where id = ?2",
    )
    .bind(now)
    .bind(id)
    .execute(&mut *db)
    .await?;
    sqlx::query("update memberships set joined = 0, updated_at = ? where room_id = ?")
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Takes away some of what was said in deleted rooms, and tells how much it was.
///
/// # Errors
///
/// Where the database fails.
pub async fn erase_messages(db: &mut SqliteConnection, limit: i64) -> Result<u64> {
    sqlx::query(
        "delete from messages where id in (
             select messages.id from rooms
             join messages on messages.room_id = rooms.id
             where erased_at is not null
             limit 0 + ?
         )",
    )
    .bind(limit)
    .execute(db)
    .await
    .map(|done| done.rows_affected())
}
