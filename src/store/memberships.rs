//! Who is in which room, and how far they have read.

use std::sync::LazyLock;

use sqlx::{AssertSqlSafe, Row, SqliteConnection, sqlite::SqliteRow};

use super::{Result, json_list, mentions::UNREAD, unknown_word};
use crate::domain::{
    Level, Membership, PersonId, ReadMark, RoomId, RoomRole, Timestamp, timeline::MENTIONS_WITHIN,
};

/// Brings somebody into a room, or back into it; whoever is in it stays as they are. What was said before counts as
/// read. Of a direct room everybody wants to be told everything at first, of a thread nothing.
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
        "insert into memberships (room_id, person_id, role, read_number, level, created_at, updated_at)
         select id, ?2, ?3, last_number, case kind when 'direct' then ?5 when 'thread' then ?7 else ?6 end, ?4, ?4
         from rooms where id = ?1
         on conflict (person_id, room_id) do update
         set joined = 1, role = excluded.role, read_number = excluded.read_number, updated_at = excluded.updated_at
         where joined = 0",
    )
    .bind(room)
    .bind(person)
    .bind(role.code())
    .bind(now)
    .bind(Level::Everything.code())
    .bind(Level::Mentions.code())
    .bind(Level::Nothing.code())
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

/// Moves a read mark to where somebody wants it, back as well: they have read up to this number, and no further.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_back(
    db: &mut SqliteConnection,
    room: RoomId,
    person: PersonId,
    number: i64,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update memberships
         set read_number = max(0, min(?3, last)), set_back = last, read_at = ?4
         from (select last_number as last from rooms where id = ?1)
         where room_id = ?1 and person_id = ?2 and joined = 1",
    )
    .bind(room)
    .bind(person)
    .bind(number)
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// Moves all read marks of somebody forward to their rooms' newest messages.
///
/// # Errors
///
/// Where the database fails.
pub async fn mark_all_read(
    db: &mut SqliteConnection,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "update memberships
         set read_number = last_number, read_at = ?2
         from rooms
         where rooms.id = room_id and person_id = ?1 and joined = 1 and read_number < last_number",
    )
    .bind(person)
    .bind(now)
    .execute(db)
    .await
    .map(drop)
}

/// Sets of what somebody wants to be told in a room.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_level(
    db: &mut SqliteConnection,
    room: RoomId,
    person: PersonId,
    level: Level,
) -> Result<()> {
    sqlx::query(
        "update memberships set level = ?3
         where room_id = ?1 and person_id = ?2 and joined = 1 and level <> ?3",
    )
    .bind(room)
    .bind(person)
    .bind(level.code())
    .execute(db)
    .await
    .map(drop)
}

/// The rooms that somebody is in.
///
/// # Errors
///
/// Where the database fails.
pub async fn of_person(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<RoomId>> {
    sqlx::query_scalar("select room_id from memberships where person_id = ? and joined = 1")
        .bind(person)
        .fetch_all(db)
        .await
}

/// Whom a message in a room can call, with their names: who is in it, and in a thread who is in the room that it is in.
///
/// # Errors
///
/// Where the database fails.
pub async fn names(db: &mut SqliteConnection, room: RoomId) -> Result<Vec<(PersonId, String)>> {
    sqlx::query_as(
        "select people.id, name from memberships
         join people on people.id = person_id
         where room_id = (select coalesce(parent_id, id) from rooms where id = ?) and joined = 1
         order by people.id",
    )
    .bind(room)
    .fetch_all(db)
    .await
}

/// Who is in the rooms that somebody is in, by room: one row for each, since a row costs more than the numbers in it.
///
/// # Errors
///
/// Where the database fails.
pub async fn around_person(
    db: &mut SqliteConnection,
    person: PersonId,
) -> Result<Vec<(RoomId, Vec<PersonId>)>> {
    sqlx::query(
        "select theirs.room_id, json_group_array(theirs.person_id) as people
         from memberships mine
         join memberships theirs on theirs.room_id = mine.room_id and theirs.joined = 1
         where mine.person_id = ? and mine.joined = 1
         group by theirs.room_id",
    )
    .bind(person)
    .try_map(|row: SqliteRow| Ok((row.try_get("room_id")?, json_list(&row, "people")?)))
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

/// Who is in a room, or has been.
///
/// # Errors
///
/// Where the database fails.
pub async fn traces(db: &mut SqliteConnection, room: RoomId) -> Result<Vec<PersonId>> {
    sqlx::query_scalar("select person_id from memberships where room_id = ? order by person_id")
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
             join rooms on rooms.id = gone.room_id and kind not in ('direct', 'thread') and erased_at is null
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
    read_marks(
        db,
        "memberships.id in (select value from json_each(?1))",
        |query| query.bind(ids.to_owned()),
    )
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

/// The read marks of somebody in all rooms that they are in.
///
/// # Errors
///
/// Where the database fails.
pub async fn marks_of(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<ReadMark>> {
    let marks = read_marks(db, "memberships.person_id = ?1 and joined = 1", |query| {
        query.bind(person)
    })
    .await?;
    Ok(marks.into_iter().map(|(_, mark)| mark).collect())
}

/// The columns of a [`ReadMark`] but for its `seq`, for [`mark`], of `memberships` and their `rooms`; with
/// [`MENTIONS_WITHIN`] as `?2`.
pub(super) static MARK: LazyLock<String> = LazyLock::new(|| {
    format!("memberships.room_id as marked_room, read_number, set_back, level, {UNREAD} as calls")
});

pub(super) fn mark(row: &SqliteRow) -> Result<ReadMark> {
    let word = row.try_get::<&str, _>("level")?;
    Ok(ReadMark {
        room: row.try_get("marked_room")?,
        number: row.try_get("read_number")?,
        set_back: row.try_get("set_back")?,
        level: Level::from_code(word).ok_or_else(|| unknown_word("level", word))?,
        mentions: json_list(row, "calls")?,
        seq: row.try_get("seq")?,
    })
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

async fn read_marks(
    db: &mut SqliteConnection,
    which: &str,
    bind: impl FnOnce(Query<'_>) -> Query<'_>,
) -> Result<Vec<(i64, ReadMark)>> {
    // Safe to assert: all of it is this program's own text, and every value is bound.
    let query = AssertSqlSafe(format!(
        "select memberships.id, coalesce(seq, 0) as seq, {}
         from memberships
         join rooms on rooms.id = memberships.room_id
         left join changes on changes.kind = 'read' and changes.id = memberships.id
         where {which}",
        *MARK
    ));
    bind(sqlx::query(query))
        .bind(MENTIONS_WITHIN)
        .try_map(|row: SqliteRow| Ok((row.try_get("id")?, mark(&row)?)))
        .fetch_all(db)
        .await
}
