//! Accounts.

use sqlx::{AssertSqlSafe, FromRow, Row, SqliteConnection, sqlite::SqliteRow};

use super::{Result, unknown_word};
use crate::domain::{
    Language, MediaId, Person, PersonId, Role, RoomId, Timestamp,
    input::{Email, PersonName},
};

/// An account with what only the server may know.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub id: PersonId,
    /// The address it is signed in with.
    pub email: String,
    /// The name beside its words.
    pub name: String,
    /// The password's hash, in PHC form.
    pub password: String,
    /// What it is on the server.
    pub role: Role,
    /// The language chosen; `None` follows the browser.
    pub language: Option<Language>,
    /// Whether it may sign in.
    pub active: bool,
    /// Whether it is a bot that may write in other people's names.
    pub speaks_for_others: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl FromRow<'_, SqliteRow> for Account {
    fn from_row(row: &SqliteRow) -> Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            email: row.try_get("email")?,
            name: row.try_get("name")?,
            password: row.try_get("password")?,
            role: role(row)?,
            // A language of a newer version: the browser's will do.
            language: row
                .try_get::<Option<&str>, _>("language")?
                .and_then(Language::from_code),
            active: row.try_get("active")?,
            speaks_for_others: row.try_get("speaks_for_others")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
        })
    }
}

fn role(row: &SqliteRow) -> Result<Role> {
    let word = row.try_get::<&str, _>("role")?;
    Role::from_code(word).ok_or_else(|| unknown_word("role", word))
}

fn card(row: &SqliteRow) -> Result<Person> {
    Ok(Person {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        role: role(row)?,
        active: row.try_get("active")?,
        picture: super::media::key(row, "picture")?,
        seq: row.try_get("seq")?,
    })
}

/// Makes an account.
///
/// # Errors
///
/// A broken unique index on `people.email` where somebody has the address; otherwise where the database fails.
pub async fn insert(
    db: &mut SqliteConnection,
    email: &Email,
    name: &PersonName,
    password: &str,
    role: Role,
    now: Timestamp,
) -> Result<PersonId> {
    sqlx::query_scalar(
        "insert into people (email, name, password, role, created_at, updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?5)
         returning id",
    )
    .bind(email.as_str())
    .bind(name.as_str())
    .bind(password)
    .bind(role.code())
    .bind(now)
    .fetch_one(db)
    .await
}

/// Whether there is no account yet.
///
/// # Errors
///
/// Where the database fails.
pub async fn none(db: &mut SqliteConnection) -> Result<bool> {
    sqlx::query_scalar("select not exists (select 1 from people)")
        .fetch_one(db)
        .await
}

/// An account by its id.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_id(db: &mut SqliteConnection, id: PersonId) -> Result<Option<Account>> {
    sqlx::query_as("select * from people where id = ? and erased_at is null")
        .bind(id)
        .fetch_optional(db)
        .await
}

/// An account by its address.
///
/// # Errors
///
/// Where the database fails.
pub async fn by_email(db: &mut SqliteConnection, email: &Email) -> Result<Option<Account>> {
    sqlx::query_as("select * from people where email = ? and erased_at is null")
        .bind(email.as_str())
        .fetch_optional(db)
        .await
}

/// All accounts, in the order in which they were made.
///
/// # Errors
///
/// Where the database fails.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<Account>> {
    sqlx::query_as("select * from people where erased_at is null order by id")
        .fetch_all(db)
        .await
}

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Whose.
    pub id: PersonId,
    /// The name beside its words.
    pub name: String,
    /// The address it is signed in with.
    pub email: String,
    /// What it is on the server.
    pub role: Role,
    /// Whether it may sign in.
    pub active: bool,
}

/// Some of the accounts whose name or address has a text in it, by name; and how many these are in all.
///
/// # Errors
///
/// Where the database fails.
pub async fn listed(
    db: &mut SqliteConnection,
    text: &str,
    limit: i64,
    skip: i64,
) -> Result<(Vec<Listed>, i64)> {
    const MEANT: &str =
        "erased_at is null and (instr(lower(name), lower(?1)) > 0 or instr(email, lower(?1)) > 0)";
    // Safe to assert: the text is this file's own.
    let count = format!("select count(*) from people where {MEANT}");
    let total = sqlx::query_scalar(sqlx::AssertSqlSafe(count))
        .bind(text)
        .fetch_one(&mut *db)
        .await?;
    let query = format!(
        "select id, name, email, role, active from people where {MEANT} order by lower(name), id limit 0 + ?2 offset ?3"
    );
    let list = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(text)
        .bind(limit)
        .bind(skip)
        .try_map(|row: SqliteRow| {
            Ok(Listed {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                email: row.try_get("email")?,
                role: role(&row)?,
                active: row.try_get("active")?,
            })
        })
        .fetch_all(db)
        .await?;
    Ok((list, total))
}

/// Whether `?1` may know of a person of the table `people`. Everybody may of everybody, but guests of themselves, of bots, and
/// of who is in a room with them or has been, since what was said there is theirs to read.
pub(super) const KNOWN: &str = "
    ((select looking.role from people as looking where looking.id = ?1) is not 'guest'
     or people.role = 'bot' or people.id = ?1
     or people.id in (select theirs.person_id from memberships mine
                      join memberships theirs on theirs.room_id = mine.room_id
                      where mine.person_id = ?1 and mine.joined = 1))";

/// The guests who may know of somebody: the other way round.
///
/// # Errors
///
/// Where the database fails.
pub async fn guests_who_know(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<PersonId>> {
    sqlx::query_scalar(
        "select id from people
         where role = 'guest'
           and (id = ?1 or (select role from people where id = ?1) = 'bot'
                or id in (select mine.person_id from memberships theirs
                          join memberships mine on mine.room_id = theirs.room_id and mine.joined = 1
                          where theirs.person_id = ?1))",
    )
    .bind(person)
    .fetch_all(db)
    .await
}

/// What a card is read from; each query adds its own `where`.
const CARDS: &str = "
    select people.id, people.name, role, active, media.key as picture, seq
    from people
    join changes on changes.kind = 'person' and changes.id = people.id
    left join media on media.id = people.picture_id";

/// The cards of everybody whom somebody may know of.
///
/// # Errors
///
/// Where the database fails.
pub async fn cards(db: &mut SqliteConnection, who: PersonId) -> Result<Vec<Person>> {
    let which = format!("{KNOWN} order by people.id");
    several(db, &which, |query| query.bind(who)).await
}

/// The cards of all who are in a room or have been.
///
/// # Errors
///
/// Where the database fails.
pub async fn cards_in(db: &mut SqliteConnection, room: RoomId) -> Result<Vec<Person>> {
    let which =
        "people.id in (select person_id from memberships where room_id = ?) order by people.id";
    several(db, which, |query| query.bind(room)).await
}

/// The cards of some people, given as a JSON array of ids.
///
/// # Errors
///
/// Where the database fails.
pub async fn cards_of(db: &mut SqliteConnection, ids: &str) -> Result<Vec<Person>> {
    several(
        db,
        "people.id in (select value from json_each(?))",
        |query| query.bind(ids.to_owned()),
    )
    .await
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

async fn several(
    db: &mut SqliteConnection,
    which: &str,
    bind: impl FnOnce(Query<'_>) -> Query<'_>,
) -> Result<Vec<Person>> {
    // Safe to assert: both parts are this file's own text, and every value is bound.
    bind(sqlx::query(AssertSqlSafe(format!("{CARDS} where {which}"))))
        .try_map(|row| card(&row))
        .fetch_all(db)
        .await
}

/// Everybody who is a guest.
///
/// # Errors
///
/// Where the database fails.
pub async fn guests(db: &mut SqliteConnection) -> Result<Vec<PersonId>> {
    sqlx::query_scalar("select id from people where role = 'guest'")
        .fetch_all(db)
        .await
}

/// How many of some people, given as a JSON array of ids, have an account that is active.
///
/// # Errors
///
/// Where the database fails.
pub async fn count_active(db: &mut SqliteConnection, ids: &str) -> Result<i64> {
    sqlx::query_scalar(
        "select count(*) from people where active and id in (select value from json_each(?))",
    )
    .bind(ids)
    .fetch_one(db)
    .await
}

/// Lets a bot write in other people's names, or no longer.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_speaks_for_others(
    db: &mut SqliteConnection,
    id: PersonId,
    speaks: bool,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update people set speaks_for_others = ?, updated_at = ? where id = ?")
        .bind(speaks)
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Changes name and language.
///
/// # Errors
///
/// Where the database fails.
pub async fn describe(
    db: &mut SqliteConnection,
    id: PersonId,
    name: &PersonName,
    language: Option<Language>,
    now: Timestamp,
) -> Result<()> {
    // The name alone first, so that the trigger fires only where others have news of it.
    sqlx::query("update people set name = ?2 where id = ?1 and name <> ?2")
        .bind(id)
        .bind(name.as_str())
        .execute(&mut *db)
        .await?;
    sqlx::query("update people set language = ?, updated_at = ? where id = ?")
        .bind(language.map(Language::code))
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Changes the address.
///
/// # Errors
///
/// A broken unique index on `people.email` where somebody has it; otherwise where the database fails.
pub async fn set_email(
    db: &mut SqliteConnection,
    id: PersonId,
    email: &Email,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update people set email = ?, updated_at = ? where id = ?")
        .bind(email.as_str())
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Changes the password's hash.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_password(
    db: &mut SqliteConnection,
    id: PersonId,
    password: &str,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update people set password = ?, updated_at = ? where id = ?")
        .bind(password)
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Changes what somebody is on the server.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_role(
    db: &mut SqliteConnection,
    id: PersonId,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update people set role = ?1, updated_at = ?2 where id = ?3 and role <> ?1")
        .bind(role.code())
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Bans somebody, or lets them in again.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_active(
    db: &mut SqliteConnection,
    id: PersonId,
    active: bool,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update people set active = ?1, updated_at = ?2 where id = ?3 and active <> ?1")
        .bind(active)
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// The picture that somebody has.
///
/// # Errors
///
/// Where the database fails.
pub async fn picture(db: &mut SqliteConnection, id: PersonId) -> Result<Option<MediaId>> {
    sqlx::query_scalar("select picture_id from people where id = ?")
        .bind(id)
        .fetch_optional(db)
        .await
        .map(Option::flatten)
}

/// Gives somebody another picture, or none.
///
/// # Errors
///
/// Where the database fails.
pub async fn set_picture(
    db: &mut SqliteConnection,
    id: PersonId,
    picture: Option<MediaId>,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("update people set picture_id = ?, updated_at = ? where id = ?")
        .bind(picture)
        .bind(now)
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}

/// Erases an account, so that nothing but a sender of messages is left.
///
/// # Errors
///
/// Where the database fails.
pub async fn erase(db: &mut SqliteConnection, id: PersonId, now: Timestamp) -> Result<()> {
    // The address must be one that nobody has; this is no address.
    sqlx::query(
        "update people
         set email = 'deleted-' || id, name = '', password = '', role = 'member', language = null, active = 0,
             picture_id = null, sections = '[]', erased_at = ?1, updated_at = ?1
         where id = ?2",
    )
    .bind(now)
    .bind(id)
    .execute(&mut *db)
    .await?;
    sqlx::query("delete from bookmarks where person_id = ?")
        .bind(id)
        .execute(db)
        .await
        .map(drop)
}
