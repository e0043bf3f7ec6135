//! The whole chat in one file: made while the server runs, read back into an empty folder.
//!
//! A backup is a tar archive of what the data folder holds, in this order: the uploads (`media/…`), `parlour.db`, and
//! `SHA256SUMS`, which `sha256sum -c` reads. So it can be looked into, and restored by hand, with ordinary tools.
//!
//! Uploads are taken first, then the database, as it is at one moment, then the uploads that came in between. One that
//! the database still knows of and whose files are gone was taken away just then: another copy of the database is made,
//! which does not know of it.

mod archive;
mod restore;
mod schedule;

use std::{
    collections::BTreeSet,
    fs::File,
    io,
    path::{Path, PathBuf},
};

use sqlx::Connection as _;
use tempfile::{NamedTempFile, TempPath};
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use super::{Chat, media};
use crate::{
    chat,
    domain::{MediaKey, Timestamp, media::Form},
    store::{self, Db, backup::Upload},
};

use archive::Archive;
pub use restore::{is_unfinished, restore};
pub(super) use schedule::Keeper;
pub use schedule::{Failure, Schedule, Status};

/// How often the database is copied anew because somebody took an upload away at that moment.
const TRIES: usize = 10;

/// The setting that says when the last backup was begun that became whole.
const LAST: &str = "last_backup";

/// What a backup is called while it is made; not shown by `ls`.
const UNFINISHED: &str = ".parlour-backup-";

/// Why a backup could not be made, or not be restored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is a file already.
    #[error("{0} is there already; --force overwrites it")]
    Exists(PathBuf),
    /// There is nothing to back up.
    #[error("there is no database in {0}")]
    NoDatabase(PathBuf),
    /// The folder to restore into holds something.
    #[error("{0} is not empty; a backup is restored into an empty folder")]
    NotEmpty(PathBuf),
    /// What is to be restored is something else.
    #[error("{0} is no backup of Parlour's: {1}")]
    Foreign(PathBuf, String),
    /// Something is not as it was when the backup was made, or is missing.
    #[error("{0}")]
    Damaged(String),
    /// A newer Parlour made it.
    #[error("a newer version of Parlour made this database; use that version")]
    Newer,
    /// A file can't be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// A database can't be read or written.
    #[error("{0}: {1}")]
    Database(PathBuf, sqlx::Error),
    /// It was to stop.
    #[error("the backup was broken off")]
    Stopped,
}

/// A backup that was made or restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub file: PathBuf,
    /// In bytes.
    pub size: u64,
    /// How many uploads are in it.
    pub uploads: usize,
}

/// Backs up a data folder into a file, which appears only when it is whole and has been read through again. The server
/// may be running.
///
/// # Errors
///
/// [`Error`]; then there is no new file, and one that was there is untouched.
pub async fn make(
    data: &Path,
    file: &Path,
    overwrite: bool,
    stop: &CancellationToken,
) -> Result<Backup, Error> {
    let source = data.join(store::FILE);
    if !source.is_file() {
        return Err(Error::NoDatabase(data.to_owned()));
    }
    if !overwrite && file.exists() {
        return Err(Error::Exists(file.to_owned()));
    }
    let folder = folder_of(file);
    let failed = |error| Error::Database(source.clone(), error);
    let broken_off = stop.clone();
    let mut db = store::backup::open(&source, move || !broken_off.is_cancelled())
        .await
        .map_err(failed)?;
    let archive = Archive::begin(&folder, data, stop.clone())?;
    let known = store::backup::uploads(&mut db).await.map_err(failed)?;
    let (mut archive, mut packed) = pack(archive, known, BTreeSet::new()).await?;
    let mut tries = 0;
    let (copy, known) = loop {
        let (copy, known) = copy(&mut db, &folder, &source, stop).await?;
        (archive, packed) = pack(archive, known.clone(), packed).await?;
        let missing = known.iter().find(|upload| !packed.contains(&upload.key));
        tries += 1;
        match missing {
            None => break (copy, known),
            Some(upload) => {
                // Files go after the database has forgotten them, and keys never come back.
                let now = store::backup::uploads(&mut db).await.map_err(failed)?;
                let is_lost = now.iter().any(|known| known.key == upload.key);
                if is_lost || tries == TRIES {
                    return Err(Error::Damaged(format!(
                        "the files of the upload {} are missing or not whole; nothing was backed up",
                        upload.key
                    )));
                }
            }
        }
    };
    // Nothing is written by it.
    let _ = db.close().await;
    let (to, stop) = (file.to_owned(), stop.clone());
    let size = on_thread(move || {
        let archive = archive.finish(&copy)?;
        archive::read(archive.path(), &stop, |_, _| Ok(()))?;
        settle(archive, &to, overwrite)
    })
    .await?;
    Ok(Backup {
        file: file.to_owned(),
        size,
        uploads: known.len(),
    })
}

/// Has a data folder's database know that a backup was begun at this time, and became whole. The server may be running.
///
/// # Errors
///
/// [`Error::Database`]: where it can't be written, or is too old to have settings.
pub async fn note(data: &Path, at: Timestamp) -> Result<(), Error> {
    let file = data.join(store::FILE);
    let noted = store::backup::set(&file, LAST, &at.to_string(), at).await;
    noted.map_err(|error| Error::Database(file, error))
}

impl Chat {
    /// The same for the database that is open here.
    async fn note_backup(&self, at: Timestamp) -> chat::Result<()> {
        self.write(move |db| {
            Box::pin(async move { Ok(store::settings::set(db, LAST, &at.to_string(), at).await?) })
        })
        .await
    }
}

/// When the last backup was begun that became whole, whoever made it.
pub(super) async fn last(db: &mut Db) -> chat::Result<Option<Timestamp>> {
    let noted = store::settings::get(db, LAST).await?;
    Ok(noted.and_then(|at| at.parse().ok()))
}

/// The folder that a file is in, or will be.
fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Copies the database beside the backup to be, and looks the copy through; gives the uploads that it knows of.
async fn copy(
    db: &mut store::Db,
    folder: &Path,
    source: &Path,
    stop: &CancellationToken,
) -> Result<(TempPath, Vec<Upload>), Error> {
    let copy = unfinished(folder)?.into_temp_path();
    let copied = store::backup::copy(db, &copy).await;
    if stop.is_cancelled() {
        return Err(Error::Stopped);
    }
    copied.map_err(|error| Error::Database(source.to_owned(), error))?;
    let known = look_through(&copy).await?;
    Ok((copy, known))
}

/// Looks a copy of the database through; gives the uploads that it knows of.
async fn look_through(copy: &Path) -> Result<Vec<Upload>, Error> {
    let failed = |error| Error::Database(copy.to_owned(), error);
    let mut db = store::backup::open_copy(copy).await.map_err(failed)?;
    let faults = store::backup::faults(&mut db).await.map_err(failed)?;
    if let Some(fault) = faults.first() {
        return Err(Error::Damaged(format!("the database is damaged: {fault}")));
    }
    if store::backup::is_newer(&mut db).await.map_err(failed)? {
        return Err(Error::Newer);
    }
    let known = store::backup::uploads(&mut db).await.map_err(failed)?;
    let _ = db.close().await;
    Ok(known)
}

/// Puts the files of uploads into the archive, except those that are in it; gives the keys of those that now are, whole.
async fn pack(
    mut archive: Archive,
    uploads: Vec<Upload>,
    mut packed: BTreeSet<MediaKey>,
) -> Result<(Archive, BTreeSet<MediaKey>), Error> {
    on_thread(move || {
        for upload in uploads {
            if !packed.contains(&upload.key) && archive.add_upload(upload)? {
                packed.insert(upload.key);
            }
        }
        Ok((archive, packed))
    })
    .await
}

/// The names of an upload's files in the data folder and in a backup.
fn names(upload: Upload) -> impl Iterator<Item = String> {
    let forms: &[Form] = if upload.has_preview {
        &[Form::Original, Form::Card, Form::Thumbnail]
    } else {
        &[Form::Original]
    };
    forms.iter().map(move |form| name(upload.key, *form))
}

/// The name of a form's file in the data folder and in a backup.
fn name(key: MediaKey, form: Form) -> String {
    format!("{}/{}/{}", media::FOLDER, media::place(key), form.code())
}

/// Gives a finished backup its name.
fn settle(archive: NamedTempFile, to: &Path, overwrite: bool) -> Result<u64, Error> {
    let failed = |error| Error::File(to.to_owned(), error);
    let size = archive.as_file().metadata().map_err(failed)?.len();
    let settled = if overwrite {
        archive.persist(to)
    } else {
        archive.persist_noclobber(to)
    };
    settled.map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists(to.to_owned()),
        _ => failed(error.error),
    })?;
    sync(&folder_of(to))?;
    Ok(size)
}

/// A file that goes by itself unless it is given a name. It is for its owner only.
fn unfinished(folder: &Path) -> Result<NamedTempFile, Error> {
    tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(folder)
        .map_err(|error| Error::File(folder.to_owned(), error))
}

/// Has the disk know what a folder holds.
#[cfg(unix)]
fn sync(folder: &Path) -> Result<(), Error> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| Error::File(folder.to_owned(), error))
}

/// Other systems have no such call, and do it by themselves.
#[cfg(not(unix))]
fn sync(_: &Path) -> Result<(), Error> {
    Ok(())
}

async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the work on a backup ended badly");
        Err(Error::Stopped)
    })
}
