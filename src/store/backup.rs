//! The database as a whole: copied while others write, looked through, and begun anew.

use std::{path::Path, time::Duration};

use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteRow},
};

use super::{MIGRATIONS, Result};
use crate::domain::{MediaKey, Timestamp};

/// How long to wait for who holds the database.
const BUSY: Duration = Duration::from_secs(30);

/// After how many of its instructions `SQLite` asks whether to go on.
const STEPS: i32 = 100_000;

/// An upload, or a picture of the server's own, as far as its files go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Where it has its place.
    pub key: MediaKey,
    /// Of the original, in bytes.
    pub size: u64,
    /// Whether it has smaller forms.
    pub has_preview: bool,
}

/// Opens a database that a server may be writing to, for reading only, whatever its version. What takes longer than
/// `go_on` says yes breaks off.
///
/// # Errors
///
/// Where there is none, or it can't be read.
pub async fn open(
    file: &Path,
    go_on: impl FnMut() -> bool + Send + 'static,
) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .busy_timeout(BUSY);
    let mut db = options.connect().await?;
    db.lock_handle().await?.set_progress_handler(STEPS, go_on);
    Ok(db)
}

/// Opens a copy that nobody writes to, for reading only. Nothing appears beside it.
///
/// # Errors
///
/// Where it can't be read, or is no database.
pub async fn open_copy(file: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .immutable(true);
    options.connect().await
}

/// Copies the database as it is at one moment into a file that is empty or not there. Nobody waits for it, and what was
/// deleted is not in the copy.
///
/// # Errors
///
/// Where the database fails, the disk is full, or the connection breaks off.
pub async fn copy(db: &mut SqliteConnection, to: &Path) -> Result<()> {
    let to = to
        .to_str()
        .ok_or_else(|| sqlx::Error::Configuration("the file's name is not UTF-8".into()))?;
    sqlx::query("vacuum into ?")
        .bind(to)
        .execute(db)
        .await
        .map(drop)
}

/// What is wrong with a database: damaged pages, rows that refer to nothing; empty where it is sound.
///
/// # Errors
///
/// Where it is so damaged that it can't be looked through.
pub async fn faults(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let mut faults: Vec<String> = sqlx::query_scalar("pragma integrity_check")
        .fetch_all(&mut *db)
        .await?;
    faults.retain(|line| line != "ok");
    let dangling: Vec<String> =
        sqlx::query_scalar("select \"table\" from pragma_foreign_key_check")
            .fetch_all(db)
            .await?;
    faults.extend(
        dangling
            .into_iter()
            .map(|table| format!("a row of {table} refers to nothing")),
    );
    Ok(faults)
}

/// Whether a newer Parlour made it.
///
/// # Errors
///
/// Where it is no database of Parlour's.
pub async fn is_newer(db: &mut SqliteConnection) -> Result<bool> {
    let version: i64 = sqlx::query_scalar("select max(version) from _sqlx_migrations")
        .fetch_one(db)
        .await?;
    Ok(MIGRATIONS.iter().all(|step| step.version < version))
}

/// Everything that the database knows of and that has files beside it.
///
/// # Errors
///
/// Where the database fails, or is no database of Parlour's.
pub async fn uploads(db: &mut SqliteConnection) -> Result<Vec<Upload>> {
    // One that was not brought up to date has no such table.
    let has_pictures: bool = sqlx::query_scalar(
        "select exists (select 1 from sqlite_master where type = 'table' and name = 'pictures')",
    )
    .fetch_one(&mut *db)
    .await?;
    let all = if has_pictures {
        "select key, size, preview is not null as has_preview from media
         union all select key, size, 0 from pictures"
    } else {
        "select key, size, preview is not null as has_preview from media"
    };
    sqlx::query(all)
        .try_map(|row: SqliteRow| {
            use sqlx::Row as _;
            Ok(Upload {
                key: super::media::key(&row, "key")?.ok_or(sqlx::Error::RowNotFound)?,
                size: row.try_get::<i64, _>("size")?.unsigned_abs(),
                has_preview: row.try_get("has_preview")?,
            })
        })
        .fetch_all(db)
        .await
}

/// Writes a setting into a database that a server may be writing to, whatever its version.
///
/// # Errors
///
/// Where there is none, it can't be written, or is too old to have settings.
pub async fn set(file: &Path, key: &str, value: &str, now: Timestamp) -> Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .busy_timeout(BUSY)
        // A server does this in a task of its own.
        .pragma("wal_autocheckpoint", "0");
    let mut db = options.connect().await?;
    super::settings::set(&mut db, key, value, now).await?;
    db.close().await
}

/// Begins another life of a database that comes from a backup: it gets another epoch, since the numbers after the backup
/// are given out a second time, and nobody is signed in, since a session may have been ended after it.
///
/// # Errors
///
/// Where the database fails.
pub async fn begin_anew(file: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .pragma("secure_delete", "on");
    let mut db = options.connect().await?;
    let mut change = db.begin().await?;
    // Any other than the one before.
    sqlx::query("update server set epoch = (epoch + 1 + abs(random()) % 4294967295) % 4294967296")
        .execute(&mut *change)
        .await?;
    sqlx::query("delete from sessions where name is null")
        .execute(&mut *change)
        .await?;
    change.commit().await?;
    db.close().await
}
