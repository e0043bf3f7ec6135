//! Browsers that want to be told by Web Push. See `migrations/0023_subscriptions.sql`.

use sqlx::{AssertSqlSafe, Row as _, SqliteConnection, sqlite::SqliteRow};

use super::Result;
use crate::domain::{Language, MessageId, PersonId, SessionId, Timestamp, session::Notified};

/// Where a browser wants to be told, and how that is sealed for it.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The address of its push service.
    pub endpoint: String,
    /// Its public key, a point of P-256.
    pub browser_key: Vec<u8>,
    /// What it shares with us.
    pub secret: Vec<u8>,
}

/// An endpoint is a secret of the browser's: who knows it can make it ring.
impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subscription")
    }
}

/// A subscription, and what its owner wants to be told how.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Where.
    pub subscription: Subscription,
    /// Whether only that there is something.
    pub bare: bool,
    /// In which language.
    pub language: Language,
}

/// What a browser tells of itself as it subscribes.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Whether only that there is something is to be told.
    pub bare: bool,
    /// In which language, where its owner chose none for their account.
    pub language: Language,
}

/// Who is called by message `?1` at the time `?2` and has not read it: as the page counts what waits
/// ([`Place::waiting`](crate::domain::timeline::Place::waiting)).
const CALLED: &str = "
    from messages
    join rooms on rooms.id = messages.room_id and archived_at is null
    join memberships on memberships.room_id = messages.room_id and joined = 1
    join people on people.id = memberships.person_id and active = 1
    join sessions on sessions.person_id = people.id and expires_at > ?2 and sessions.name is null
    join subscriptions on session_id = sessions.id
    where messages.id = ?1 and deleted_at is null and sender_id <> people.id and read_number < number
      and (level = 'everything'
           or level = 'mentions' and exists (
               select 1 from mentions
               where message_id = messages.id and (person_id = people.id or person_id is null)))";

/// The columns of a [`Wanted`].
const WANTED: &str = "endpoint, browser_key, secret, bare, coalesce(people.language, subscriptions.language) as spoken";

fn wanted(row: &SqliteRow) -> Result<Wanted> {
    Ok(Wanted {
        subscription: Subscription {
            endpoint: row.try_get("endpoint")?,
            browser_key: row.try_get("browser_key")?,
            secret: row.try_get("secret")?,
        },
        bare: row.try_get("bare")?,
        language: Language::from_code(row.try_get("spoken")?).unwrap_or_default(),
    })
}

/// The server's pair of keys, if it has one.
///
/// # Errors
///
/// Where the database fails, as everywhere in the store.
pub async fn pair(db: &mut SqliteConnection) -> Result<Option<Vec<u8>>> {
    sqlx::query_scalar("select pair from push_key where id = 1")
        .fetch_optional(db)
        .await
}

/// Keeps a pair of keys, unless there is one.
///
/// # Errors
///
/// Where the database fails.
pub async fn keep_pair(db: &mut SqliteConnection, pair: &[u8], now: Timestamp) -> Result<()> {
    sqlx::query("insert or ignore into push_key (id, pair, created_at) values (1, ?, ?)")
        .bind(pair)
        .bind(now)
        .execute(db)
        .await
        .map(drop)
}

/// Notes where a session's browser wants to be told, in place of where it wanted so before. An endpoint is one browser's:
/// whoever else was told there is so no longer. Of one person's subscriptions the newest so many stay.
///
/// # Errors
///
/// Where the database fails.
pub async fn put(
    db: &mut SqliteConnection,
    session: SessionId,
    subscription: &Subscription,
    terms: Terms,
    most: i64,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert or replace into subscriptions
             (session_id, endpoint, browser_key, secret, bare, language, created_at)
         values (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(session)
    .bind(&subscription.endpoint)
    .bind(&subscription.browser_key)
    .bind(&subscription.secret)
    .bind(terms.bare)
    .bind(terms.language.code())
    .bind(now)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "delete from subscriptions where session_id in (
             select session_id from subscriptions join sessions on sessions.id = session_id
             where person_id = (select person_id from sessions where id = ?1)
             order by subscriptions.created_at desc, session_id desc
             limit -1 offset 0 + ?2)",
    )
    .bind(session)
    .bind(most)
    .execute(db)
    .await
    .map(drop)
}

/// Notes that a session's browser has another subscription in place of its own, if it has one. False where it has none.
///
/// # Errors
///
/// Where the database fails.
pub async fn renew(
    db: &mut SqliteConnection,
    session: SessionId,
    subscription: &Subscription,
) -> Result<bool> {
    sqlx::query(
        "update or replace subscriptions set endpoint = ?, browser_key = ?, secret = ? where session_id = ?",
    )
    .bind(&subscription.endpoint)
    .bind(&subscription.browser_key)
    .bind(&subscription.secret)
    .bind(session)
    .execute(db)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// Sets whether a session's browser is told only that there is something. False where it is told nothing.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_bare(db: &mut SqliteConnection, session: SessionId, bare: bool) -> Result<bool> {
    sqlx::query("update subscriptions set bare = ? where session_id = ?")
        .bind(bare)
        .bind(session)
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0)
}

/// Ends the subscription of one of a person's sessions. False where there is none.
///
/// # Errors
///
/// Where the database fails.
pub async fn end(db: &mut SqliteConnection, person: PersonId, session: SessionId) -> Result<bool> {
    sqlx::query(
        "delete from subscriptions
         where session_id = (select id from sessions where id = ? and person_id = ?)",
    )
    .bind(session)
    .bind(person)
    .execute(db)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// Forgets a subscription that its push service knows no longer, unless there is another one in its place.
///
/// # Errors
///
/// Where the database fails.
pub async fn forget(db: &mut SqliteConnection, session: SessionId, endpoint: &str) -> Result<bool> {
    sqlx::query("delete from subscriptions where session_id = ? and endpoint = ?")
        .bind(session)
        .bind(endpoint)
        .execute(db)
        .await
        .map(|done| done.rows_affected() > 0)
}

/// Notes that a push service has taken something for a session's browser.
///
/// # Errors
///
/// Where the database fails.
pub async fn note_push(
    db: &mut SqliteConnection,
    session: SessionId,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update subscriptions set pushed_at = ? where session_id = ?")
        .bind(now)
        .bind(session)
        .execute(db)
        .await
        .map(drop)
}

/// Every session whose browser wants to be told, and whether only that there is something.
///
/// # Errors
///
/// Where the database fails.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<(SessionId, bool)>> {
    sqlx::query_as("select session_id, bare from subscriptions")
        .fetch_all(db)
        .await
}

/// A person's browsers that are told, the newest first.
///
/// # Errors
///
/// Where the database fails.
pub async fn of_person(
    db: &mut SqliteConnection,
    person: PersonId,
    current: SessionId,
    now: Timestamp,
) -> Result<Vec<Notified>> {
    sqlx::query(
        "select session_id, agent, bare, subscriptions.created_at as since, pushed_at
         from sessions join subscriptions on session_id = sessions.id
         where person_id = ? and expires_at > ?
         order by since desc, session_id desc",
    )
    .bind(person)
    .bind(now)
    .try_map(|row: SqliteRow| {
        let session = row.try_get("session_id")?;
        Ok(Notified {
            session,
            agent: row.try_get("agent")?,
            bare: row.try_get("bare")?,
            since: row.try_get("since")?,
            pushed_at: row.try_get("pushed_at")?,
            current: session == current,
        })
    })
    .fetch_all(db)
    .await
}

/// The sessions whose browsers are to be told of a message, and whose they are.
///
/// # Errors
///
/// Where the database fails.
pub async fn called(
    db: &mut SqliteConnection,
    message: MessageId,
    now: Timestamp,
) -> Result<Vec<(SessionId, PersonId)>> {
    let query = format!("select sessions.id, people.id {CALLED}");
    sqlx::query_as(AssertSqlSafe(query))
        .bind(message)
        .bind(now)
        .fetch_all(db)
        .await
}

/// How a session's browser is told of a message, if it still is to be.
///
/// # Errors
///
/// Where the database fails.
pub async fn call(
    db: &mut SqliteConnection,
    message: MessageId,
    session: SessionId,
    now: Timestamp,
) -> Result<Option<Wanted>> {
    let query = format!("select {WANTED} {CALLED} and sessions.id = ?3");
    sqlx::query(AssertSqlSafe(query))
        .bind(message)
        .bind(now)
        .bind(session)
        .try_map(|row: SqliteRow| wanted(&row))
        .fetch_optional(db)
        .await
}

/// How a session's browser is told anything, if it is.
///
/// # Errors
///
/// Where the database fails.
pub async fn of_session(
    db: &mut SqliteConnection,
    session: SessionId,
    now: Timestamp,
) -> Result<Option<Wanted>> {
    let query = format!(
        "select {WANTED} from subscriptions
         join sessions on sessions.id = session_id and expires_at > ?2
         join people on people.id = person_id and active = 1
         where session_id = ?1"
    );
    sqlx::query(AssertSqlSafe(query))
        .bind(session)
        .bind(now)
        .try_map(|row: SqliteRow| wanted(&row))
        .fetch_optional(db)
        .await
}
