//! Who is in which room, and how far they have read.

use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::{Result, unknown_word};
use crate::domain::{Membership, PersonId, ReadMark, RoomId, RoomRole, Timestamp};

/// Brings somebody into a room, or back into it; whoever is in it stays as they are. What was said before counts as
/// read.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn join(
    db: &mut SqliteConnection,
    room: RoomId,
    person: PersonId,
    role: RoomRole,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into memberships (room_id, person_id, role, read_number, created_at, updated_at)
         select id, ?2, ?3, last_number, ?4, ?4 from rooms where id = ?1
         on conflict (person_id, room_id) do update
         set joined = 1, role = excluded.role, read_number = excluded.read_number, updated_at = excluded.updated_at
         where joined = 0",
    )
    .bind(room)
    .bind(person)
    .bind(role.code())
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// Takes somebody out of a room.
///
/// # Errors
///
/// Where the database fails.
pub async fn leave(
    db: &mut SqliteConnection,
    room: RoomId,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update memberships set joined = 0, updated_at = ? where room_id = ? and person_id = ? and joined = 1")
        .bind(now)
        .bind(room)
        .bind(person)
        .execute(db)
        .await
        .map(drop)
}

/// Changes what a member is in a room. False where they are not in it.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_role(
    db: &mut SqliteConnection,
    room: RoomId,
    person: PersonId,
    role: RoomRole,
    now: Timestamp,
) -> Result<bool> {
    sqlx::query("update memberships set role = ?, updated_at = ? where room_id = ? and person_id = ? and joined = 1")
        .bind(role.code())
        .bind(now)
        .bind(room)
        .bind(person)
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0)
}

/// Moves a read mark forward, at most to the room's newest message; never back.
///
/// # Errors
///
/// Where the database fails.
pub async fn mark_read(
    db: &mut SqliteConnection,
    room: RoomId,
    person: PersonId,
    number: i64,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update memberships
         set read_number = min(?3, (select last_number from rooms where id = ?1)), read_at = ?4
         where room_id = ?1 and person_id = ?2 and joined = 1
           and read_number < min(?3, (select last_number from rooms where id = ?1))",
    )
    .bind(room)
    .bind(person)
    .bind(number)
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// The rooms that somebody is in, each with how far they have read.
///
/// # Errors
///
/// Where the database fails.
pub async fn of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<(RoomId, i64)>> {
    sqlx::query_as(
        "select room_id, read_number from memberships where person_id = ? and joined = 1",
    )
    .bind(person)
    .fetch_all(db)
    .await
}

/// Who is in the rooms that somebody is in.
///
/// # Errors
///
/// Where the database fails.
pub async fn around_person(
    db: &mut SqliteConnection,
    person: PersonId,
) -> Result<Vec<(RoomId, PersonId)>> {
    sqlx::query_as(
        "select theirs.room_id, theirs.person_id
         from memberships mine
         join memberships theirs on theirs.room_id = mine.room_id and theirs.joined = 1
         where mine.person_id = ? and mine.joined = 1",
    )
    .bind(person)
    .fetch_all(db)
    .await
}

/// Who is in a room, by id.
///
/// # Errors
///
/// Where the database fails.
pub async fn members(db: &mut SqliteConnection, room: RoomId) -> Result<Vec<PersonId>> {
    sqlx::query_scalar(
        "select person_id from memberships where room_id = ? and joined = 1 order by person_id",
    )
    .bind(room)
    .fetch_all(db)
    .await
}

/// Who has charge of a room.
///
/// # Errors
///
/// Where the database fails.
pub async fn owners(db: &mut SqliteConnection, room: RoomId) -> Result<Vec<PersonId>> {
    sqlx::query_scalar(
        "select person_id from memberships where room_id = ? and joined = 1 and role = 'owner' order by person_id",
    )
    .bind(room)
    .fetch_all(db)
    .await
}

/// Takes somebody out of all rooms but direct ones, whose people stay the same. Where nobody else has charge of such a
/// room, who has been in it longest is given it.
///
/// # Errors
///
/// Where the database fails.
pub async fn leave_all(db: &mut SqliteConnection, person: PersonId, now: Timestamp) -> Result<()> {
    sqlx::query(
        "update memberships set joined = 0, updated_at = ?2
         where person_id = ?1 and joined = 1
           and room_id in (select id from rooms where kind <> 'direct')",
    )
    .bind(person)
    .bind(now)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "update memberships set role = 'owner', updated_at = ?2
         where id in (
             select min(heir.id)
             from memberships as gone
             join rooms on rooms.id = gone.room_id and kind <> 'direct' and erased_at is null
             join memberships as heir on heir.room_id = gone.room_id and heir.joined = 1
             where gone.person_id = ?1 and gone.joined = 0
               and not exists (
                   select 1 from memberships as owner
                   where owner.room_id = gone.room_id and owner.joined = 1 and owner.role = 'owner'
               )
             group by gone.room_id
         )",
    )
    .bind(person)
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// Everybody in every room, for the hub to start from.
///
/// # Errors
///
/// Where the database fails.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<(RoomId, PersonId)>> {
    sqlx::query_as("select room_id, person_id from memberships where joined = 1")
        .fetch_all(db)
        .await
}

/// The id of somebody's membership in a room that they are in.
///
/// # Errors
///
/// Where the database fails.
pub async fn id(db: &mut SqliteConnection, room: RoomId, person: PersonId) -> Result<Option<i64>> {
    sqlx::query_scalar(
        "select id from memberships where room_id = ? and person_id = ? and joined = 1",
    )
    .bind(room)
    .bind(person)
    .fetch_optional(db)
    .await
}

/// Some memberships, given as a JSON array of ids, with their own ids.
///
/// # Errors
///
/// Where the database fails.
pub async fn some(db: &mut SqliteConnection, ids: &str) -> Result<Vec<(i64, Membership)>> {
    sqlx::query(
        "select memberships.id, memberships.room_id, memberships.person_id, role, joined, seq
         from memberships
         join changes on kind = 'membership' and changes.id = memberships.id
         where memberships.id in (select value from json_each(?))",
    )
    .bind(ids)
    .try_map(|row: SqliteRow| {
        let word = row.try_get::<&str, _>("role")?;
        let membership = Membership {
            room: row.try_get("room_id")?,
            person: row.try_get("person_id")?,
            role: RoomRole::from_code(word).ok_or_else(|| unknown_word("role", word))?,
            joined: row.try_get("joined")?,
            seq: row.try_get("seq")?,
        };
        Ok((row.try_get("id")?, membership))
    })
    .fetch_all(db)
    .await
}

/// The read marks of some memberships, given as a JSON array of ids, with their own ids; `seq` is that of the newest
/// change of the mark, 0 where it was never moved.
///
/// # Errors
///
/// Where the database fails.
pub async fn marks(db: &mut SqliteConnection, ids: &str) -> Result<Vec<(i64, ReadMark)>> {
    sqlx::query(
        "select memberships.id, memberships.room_id, read_number, coalesce(seq, 0) as seq
         from memberships
         left join changes on kind = 'read' and changes.id = memberships.id
         where memberships.id in (select value from json_each(?))",
    )
    .bind(ids)
    .try_map(|row: SqliteRow| {
        let mark = ReadMark {
            room: row.try_get("room_id")?,
            number: row.try_get("read_number")?,
            seq: row.try_get("seq")?,
        };
        Ok((row.try_get("id")?, mark))
    })
    .fetch_all(db)
    .await
}

/// How many of some people, given as a JSON array of ids, are in a room with somebody, who is one of them.
///
/// # Errors
///
/// Where the database fails.
pub async fn count_met(db: &mut SqliteConnection, person: PersonId, ids: &str) -> Result<i64> {
    sqlx::query_scalar(
        "select count(distinct theirs.person_id)
         from memberships mine
         join memberships theirs on theirs.room_id = mine.room_id and theirs.joined = 1
         where mine.person_id = ?1 and mine.joined = 1
           and theirs.person_id in (select value from json_each(?2))",
    )
    .bind(person)
    .bind(ids)
    .fetch_one(db)
    .await
}
