//! Databases with people in them, written before the server starts: Argon2 would take hours to sign them all in.

use std::path::Path;

use sha2::{Digest as _, Sha256};
use sqlx::{
    Connection as _,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use tokio::runtime;

use crate::Result;

/// How many people there are: as many as there are streams at most.
pub(crate) const PEOPLE: u32 = 10_000;
/// How many small rooms, of as many people each as it takes.
pub(crate) const ROOMS: u32 = 1_000;
/// The room in which everybody is.
const HALL: u32 = 1;
/// A room apart, for a few.
const CORNER: u32 = HALL + ROOMS + 1;
const CORNER_PEOPLE: u32 = 16;

/// Messages in the library's two rooms.
pub(crate) const SHELVES: [u32; 2] = [100, 1_000_000];

/// Who says what where, and who hears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// One room for all.
    Hall,
    /// A thousand small rooms, a message to each in turn.
    Rooms,
    /// One of the small rooms.
    Room,
    /// A room apart, whose people talk while the hall listens.
    Corner,
}

impl Scene {
    /// The person of a stream.
    pub(crate) fn listener(self, index: u32) -> u32 {
        match self {
            Self::Hall | Self::Rooms | Self::Corner => 1 + index,
            Self::Room => 1 + index * ROOMS,
        }
    }

    /// The room and the sender of a message.
    pub(crate) fn message(self, seq: u32) -> (u32, u32) {
        match self {
            Self::Hall => (HALL, 1 + seq % PEOPLE),
            Self::Rooms => (HALL + 1 + seq % ROOMS, 1 + seq % ROOMS),
            Self::Room => (HALL + 1, 1 + seq % (PEOPLE / ROOMS) * ROOMS),
            Self::Corner => (CORNER, 1 + seq % CORNER_PEOPLE),
        }
    }

    /// Among how many rooms the streams and the messages are dealt out.
    pub(crate) fn rooms(self) -> u32 {
        if self == Self::Rooms { ROOMS } else { 1 }
    }
}

/// The secret of a person's session.
pub(crate) fn token(person: u32) -> String {
    format!("{person:032x}")
}

const PEOPLE_AND_SESSIONS: &str = "
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
    insert into people (id, email, name, password, role, created_at, updated_at)
    select i, 'person' || i || '@example.org', 'Person ' || i, '-', iif(i = 1, 'admin', 'member'), 0, 0 from n;
";

// Seen in an hour: a session that was not seen for a while is written to when it is used, and nobody should measure that.
const SESSION: &str = "
    insert into sessions (person_id, token, agent, address, created_at, seen_at, expires_at)
    select ?1, ?2, '', '', now, now + 3600000, now + 86400000 from (select unixepoch() * 1000 as now)
";

const TOWN: &str = "
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ?2 + 2)
    insert into rooms (id, kind, name, created_at, updated_at)
    select i, 'closed', 'room ' || i, 0, 0 from n;

    insert into memberships (room_id, person_id, role, created_at, updated_at)
    select room, id, 'member', 0, 0 from (
        select 1 as room, id from people
        union all select 2 + (id - 1) % ?2, id from people
        union all select ?2 + 2, id from people where id <= ?3
    )
";

const LIBRARY: &str = "
    insert into rooms (id, kind, name, created_at, updated_at)
    values (1, 'closed', 'shelf', 0, 0), (2, 'closed', 'shelves', 0, 0);

    insert into memberships (room_id, person_id, role, created_at, updated_at)
    select rooms.id, people.id, 'member', 0, 0 from rooms, people
";

const MESSAGES: &str = "
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ?2)
    insert into messages (room_id, number, sender_id, content, timestamp, created_at, updated_at)
    select ?1, i, 1 + i % 10, 'The quick brown fox jumps over the lazy dog, and then walks home.',
        1700000000000 + i, 1700000000000 + i, 1700000000000 + i from n
";

/// Fills a database with the people and rooms of the [scenes](Scene).
pub(crate) fn settle(database: &Path) -> Result<()> {
    fill(database, PEOPLE, async |db| {
        sqlx::query(TOWN)
            .bind(PEOPLE)
            .bind(ROOMS)
            .bind(CORNER_PEOPLE)
            .execute(db)
            .await
            .map(drop)
    })
}

/// Fills a database with ten people and two rooms, with few and very many messages.
pub(crate) fn shelve(database: &Path) -> Result<()> {
    fill(database, 10, async |db| {
        sqlx::query(LIBRARY).execute(&mut *db).await?;
        for (room, count) in (1..).zip(SHELVES) {
            sqlx::query(MESSAGES)
                .bind(room)
                .bind(count)
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    })
}

fn fill(
    database: &Path,
    people: u32,
    more: impl AsyncFnOnce(&mut SqliteConnection) -> sqlx::Result<()>,
) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(database);
    let work = async {
        let mut db = SqliteConnection::connect_with(&options).await?;
        let mut all = db.begin().await?;
        sqlx::query(PEOPLE_AND_SESSIONS)
            .bind(people)
            .execute(&mut *all)
            .await?;
        for person in 1..=people {
            let hash: [u8; 32] = Sha256::digest(token(person)).into();
            sqlx::query(SESSION)
                .bind(person)
                .bind(hash.as_slice())
                .execute(&mut *all)
                .await?;
        }
        more(&mut all).await?;
        all.commit().await?;
        // The log is folded into the file, which is copied alone.
        sqlx::query("pragma wal_checkpoint(truncate)")
            .execute(&mut db)
            .await?;
        db.close().await
    };
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(work)?;
    Ok(())
}
