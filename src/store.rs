//! All SQL, and nothing but SQL: one writer with group commit, a pool of readers, a file of queries per noun.
//!
//! Queries are plain functions over a connection, so that one transaction can be made of several of them. Reads take
//! any connection; what writes is called inside [`Store::write`] only, on the writer's connection, inside its
//! transaction. Nothing here decides: `chat` does.
//!
//! A bound limit is written `limit 0 + ?`. Where a parameter stands there alone, `SQLite` looks at its value to choose a
//! plan, and so prepares the statement anew each time that one is bound, which takes longer than most of them run.
//!
//! To add a noun: a migration, with a trigger that puts its changes into `changes` if pages show it; a file here; the
//! kind in [`changes`].

use std::{
    fmt::Display,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use sqlx::{
    ConnectOptions, Row as _, SqliteConnection,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous},
};
use tokio::time::{Instant, sleep};

pub mod audit;
pub mod backup;
pub mod changes;
pub mod desks;
pub mod figures;
pub mod find;
pub mod invites;
pub mod keys;
pub mod media;
pub mod memberships;
pub mod mentions;
pub mod messages;
pub mod people;
pub mod pictures;
pub mod pins;
pub mod previews;
pub mod reactions;
mod readers;
pub mod rooms;
pub mod search;
pub mod server;
pub mod sessions;
pub mod settings;
pub mod subscriptions;
pub mod threads;
pub mod versions;
mod writer;

pub use readers::Reading;
pub use sqlx::SqliteConnection as Db;
pub use writer::WriteError;

use readers::Readers;
use writer::Writer;

/// The database's file in the data folder.
pub const FILE: &str = "parlour.db";

/// The schema, step by step, in the binary.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// The oldest `SQLite` without the WAL-reset bug, which needs a writer and readers at once to lose data.
const SQLITE_NEEDED: (u32, u32, u32) = (3, 51, 3);

/// How long to wait for another process that holds the database, or for a connection.
const BUSY: Duration = Duration::from_secs(5);

/// How long a stream that comes back waits for its turn to read what it missed: longer than thousands of them take.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long a search may take, whose conditions somebody else put together.
const SEARCH: Duration = Duration::from_secs(2);

/// After how many of its instructions `SQLite` asks whether to go on: some hundredths of a millisecond.
const SEARCH_STEPS: i32 = 10_000;

/// The database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or its folder can't be read or written, or is no database.
    #[error("{0}")]
    Database(#[from] sqlx::Error),
    /// A newer Parlour made it.
    #[error(
        "the database was made by a newer version of Parlour; run that version, or restore a backup of yours"
    )]
    Newer,
    /// The schema could not be brought up to date.
    #[error("the database could not be brought up to date: {0}")]
    Migration(sqlx::migrate::MigrateError),
    /// This binary carries an `SQLite` that can lose data.
    #[error("this program was built with SQLite {0}, which can lose data; {1} is needed")]
    Sqlite(String, String),
}

/// A query failed. What failed is for the log; the asker only learns that it did.
pub type Result<T, E = sqlx::Error> = std::result::Result<T, E>;

/// How durable a commit is when it is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// On the disk: survives a power cut.
    Full,
    /// With the operating system: survives the program's end, but a power cut may take the last moments.
    Relaxed,
}

/// The database, open. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    writer: Arc<Writer>,
    readers: Readers,
    searchers: Readers,
    replayers: Readers,
    reader: Arc<SqliteConnectOptions>,
    epoch: u32,
}

impl Store {
    /// Opens the database file, makes it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// [`OpenError`], in words for the person who started the program.
    pub async fn open(path: &Path, durability: Durability) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(match durability {
                Durability::Full => SqliteSynchronous::Full,
                Durability::Relaxed => SqliteSynchronous::Normal,
            })
            .foreign_keys(true)
            .busy_timeout(BUSY)
            // Deleted words are overwritten, not just unlinked.
            .pragma("secure_delete", "on")
            .pragma("temp_store", "memory")
            .pragma("journal_size_limit", "67108864")
            // The writer's own task does this beside it.
            .pragma("wal_autocheckpoint", "0")
            .statement_cache_capacity(256)
            .disable_statement_logging();
        let (writer, epoch) = begin(&options).await?;
        let reader = options.clone().read_only(true).create_if_missing(false);
        let readers = Readers::new(&reader, 4, BUSY);
        // Two of their own, so that a thousand streams that come back at once keep nobody waiting but each other.
        let replayers = Readers::new(&reader, 2, PATIENCE);
        // Two of their own, so that costly searches keep nobody else waiting.
        let searchers = Readers::new(&reader, 2, BUSY);
        let checkpointer = options.connect().await?;
        Ok(Self {
            writer: Arc::new(Writer::start(writer, checkpointer)),
            readers,
            searchers,
            replayers,
            reader: Arc::new(reader),
            epoch,
        })
    }

    /// Which life of the database this is: see [`Cursor`](crate::domain::Cursor).
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The database's file.
    pub fn file(&self) -> PathBuf {
        self.reader.get_filename().to_path_buf()
    }

    /// The folder that the database stands in.
    pub fn folder(&self) -> PathBuf {
        self.file()
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default()
    }

    /// A connection for reading. Several reads that must agree with each other begin a transaction on it.
    ///
    /// # Errors
    ///
    /// Where none could be had in time.
    pub async fn read(&self) -> Result<Reading> {
        self.readers.take().await
    }

    /// A transaction for reading: all that is read in it is of one moment.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub async fn snapshot(&self) -> Result<Reading> {
        self.readers.begin().await
    }

    /// A transaction for what a stream missed, all of one moment.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub async fn replay(&self) -> Result<Reading> {
        self.replayers.begin().await
    }

    /// A transaction for searches, which ends by itself: what takes longer than two seconds in all fails, and
    /// [`was_cut_short`] knows it.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub async fn search(&self) -> Result<Reading> {
        let mut db = self.searchers.begin().await?;
        // The time belongs to the connection. Whoever is given it next sets it anew, so it need not be taken back, and a
        // search that nobody waits for any more is cut short as well.
        let deadline = std::time::Instant::now() + SEARCH;
        db.lock_handle()
            .await?
            .set_progress_handler(SEARCH_STEPS, move || std::time::Instant::now() < deadline);
        Ok(db)
    }

    /// A connection for reading that is the caller's own, to be closed before the store is.
    ///
    /// # Errors
    ///
    /// Where the file can't be opened.
    pub async fn reader(&self) -> Result<SqliteConnection> {
        self.reader.connect().await
    }

    /// Runs a command in the writer's next transaction, and answers when it is kept for good.
    ///
    /// Commands that wait together are committed together. One that fails is undone alone and harms no other. The
    /// command runs to its end even when nobody waits for the answer any more.
    ///
    /// # Errors
    ///
    /// The command's own, or a [`WriteError`] turned into it where the database failed.
    pub async fn write<T, E, F>(&self, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, E>> + Send + 'static,
    {
        self.writer.run(command).await
    }

    /// Signals each commit of this process: the receiver changes whenever there may be news.
    pub fn commits(&self) -> tokio::sync::watch::Receiver<u64> {
        self.writer.commits()
    }

    /// Finishes the commands that wait, and closes the file clean. Later commands are refused.
    pub async fn close(&self) {
        self.readers.close().await;
        self.searchers.close().await;
        self.replayers.close().await;
        self.writer.stop().await;
    }
}

/// Opens the writer's connection on a database that is up to date, and tells its epoch.
///
/// `SQLite` does not wait where two processes turn a new file into one with a log at the same moment: one of them is
/// told that it is locked. So this waits, as long as one waits for any other lock.
async fn begin(options: &SqliteConnectOptions) -> Result<(SqliteConnection, u32), OpenError> {
    let attempt = || async {
        let mut db = options.connect().await?;
        check_version(&mut db).await?;
        migrate(&mut db).await?;
        let epoch = server::make(&mut db).await?;
        Ok((db, epoch))
    };
    let deadline = Instant::now() + BUSY;
    loop {
        match attempt().await {
            Err(OpenError::Database(error)) if is_busy(&error) && Instant::now() < deadline => {
                sleep(Duration::from_millis(10)).await;
            }
            outcome => return outcome,
        }
    }
}

/// Brings the schema up to date.
async fn migrate(db: &mut SqliteConnection) -> Result<(), OpenError> {
    let mut tries = MIGRATIONS.iter().count();
    loop {
        let done = MIGRATIONS.run_direct(None, &mut *db, false).await;
        return match done {
            // Another process that opens the database at the same time may be one step ahead, at each of the steps.
            Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) if tries > 0 => {
                tries -= 1;
                continue;
            }
            Err(MigrateError::VersionMissing(_)) => Err(OpenError::Newer),
            Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
                Err(OpenError::Database(error))
            }
            other => other.map_err(OpenError::Migration),
        };
    }
}

async fn check_version(db: &mut SqliteConnection) -> Result<(), OpenError> {
    let version: String = sqlx::query_scalar("select sqlite_version()")
        .fetch_one(&mut *db)
        .await?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (
        parts.next().unwrap_or(0),
        parts.next().unwrap_or(0),
        parts.next().unwrap_or(0),
    );
    if found < SQLITE_NEEDED {
        let (major, minor, patch) = SQLITE_NEEDED;
        return Err(OpenError::Sqlite(
            version,
            format!("{major}.{minor}.{patch}"),
        ));
    }
    Ok(())
}

/// The column holds a word that this version of Parlour does not know.
fn unknown_word(column: &str, word: &str) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: format!("unknown word: {word}").into(),
    }
}

/// A list that a query gives as JSON; none where the column has none.
fn json_list<T: DeserializeOwned>(row: &SqliteRow, column: &str) -> Result<Vec<T>> {
    match row.try_get::<Option<&str>, _>(column)? {
        // Most lists are empty.
        None | Some("[]") => Ok(Vec::new()),
        Some(array) => serde_json::from_str(array).map_err(|error| sqlx::Error::ColumnDecode {
            index: column.to_owned(),
            source: error.into(),
        }),
    }
}

/// Whether another connection held the database: `SQLITE_BUSY`.
fn is_busy(error: &sqlx::Error) -> bool {
    primary_code(error) == Some(5)
}

/// Whether a search took longer than it may: `SQLITE_INTERRUPT`.
pub fn was_cut_short(error: &sqlx::Error) -> bool {
    primary_code(error) == Some(9)
}

/// `SQLite`'s primary result code, where it was `SQLite` that failed: the low byte of the extended one.
pub fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

/// A list of ids as the JSON array that `json_each` takes: one parameter for any number of them.
pub fn json_array(ids: impl IntoIterator<Item = impl Display>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}

/// Whether a unique index refused the write: `table.column` as `SQLite` names it, or the index's name.
pub fn broke_unique(error: &sqlx::Error, what: &str) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.is_unique_violation() && error.message().contains(what))
}
