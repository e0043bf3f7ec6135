//! Where the bytes of uploads are: a folder for each, under its random key.
//!
//! `media/3f/3fa4…/original`, and beside it the smaller forms. A folder is put together in `media/incoming` and comes
//! to its place by one rename, complete. A locked file beside it there says that somebody is at it: the system takes
//! the lock away when their process ends, however it ends.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    str::FromStr,
};

use tokio::task::spawn_blocking;

use crate::domain::{MediaKey, media::Form};

/// The folder of what is being put together.
const INCOMING: &str = "incoming";
/// The ending of the files that are locked.
const LOCK: &str = "lock";

/// The folder of all uploads; made when the first one comes.
#[derive(Clone, Debug)]
pub(super) struct Shelf {
    root: PathBuf,
}

/// Where an upload has its place, below the folder of all: `3f/3fa4…`.
pub(in crate::chat) fn place(key: MediaKey) -> String {
    let name = key.to_string();
    format!("{}/{name}", &name[..2])
}

/// An upload that is being put together. Nothing stays of one that is dropped.
#[derive(Debug)]
pub(super) struct Parcel {
    key: MediaKey,
    shelf: Shelf,
    /// Held as long as the parcel is.
    _lock: File,
    lock_path: PathBuf,
    stays: bool,
}

impl Shelf {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where an upload has its place.
    pub(super) fn folder(&self, key: MediaKey) -> PathBuf {
        self.root.join(place(key))
    }

    fn incoming(&self) -> PathBuf {
        self.root.join(INCOMING)
    }

    /// Begins an upload.
    pub(super) async fn begin(&self, key: MediaKey) -> io::Result<Parcel> {
        let this = self.clone();
        on_thread(move || {
            let incoming = this.incoming();
            fs::create_dir_all(&incoming)?;
            let lock_path = incoming.join(key.to_string()).with_extension(LOCK);
            let lock = File::create_new(&lock_path)?;
            lock.lock()?;
            let parcel = Parcel {
                key,
                shelf: this,
                _lock: lock,
                lock_path,
                stays: false,
            };
            fs::create_dir(parcel.folder())?;
            Ok(parcel)
        })
        .await
    }

    /// Removes an upload's files, if there are any.
    pub(super) async fn remove(&self, key: MediaKey) -> io::Result<()> {
        let folder = self.folder(key);
        on_thread(move || remove(&folder)).await
    }

    /// Clears away what nobody is putting together any more, and gives how much it was, and the keys that have a place
    /// and nobody at them.
    pub(super) async fn sweep(&self) -> io::Result<(usize, Vec<MediaKey>)> {
        let this = self.clone();
        on_thread(move || {
            let cleared = this.sweep_incoming()?;
            let mut keys = this.keys()?;
            // Asked after the folders were listed: who was at one of them then is so still, or has entered it.
            let incoming = this.incoming();
            keys.retain(|key| {
                let lock = incoming.join(key.to_string()).with_extension(LOCK);
                !lock.exists()
            });
            Ok((cleared, keys))
        })
        .await
    }

    fn sweep_incoming(&self) -> io::Result<usize> {
        let mut cleared = 0;
        for lock_path in list(&self.incoming())? {
            if lock_path.extension().is_none_or(|ending| ending != LOCK) {
                continue;
            }
            let lock = File::open(&lock_path)?;
            match lock.try_lock() {
                Ok(()) => {
                    remove(&lock_path.with_extension(""))?;
                    fs::remove_file(&lock_path)?;
                    cleared += 1;
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(cleared)
    }

    /// The keys that have a place.
    fn keys(&self) -> io::Result<Vec<MediaKey>> {
        let mut keys = Vec::new();
        for shelf in list(&self.root)? {
            if shelf != self.incoming() && shelf.is_dir() {
                keys.extend(list(&shelf)?.iter().filter_map(|folder| key_of(folder)));
            }
        }
        Ok(keys)
    }
}

impl Parcel {
    pub(super) fn key(&self) -> MediaKey {
        self.key
    }

    /// Where it is put together.
    fn folder(&self) -> PathBuf {
        self.lock_path.with_extension("")
    }

    /// Where the bytes of a form are, before it is in its place.
    pub(super) fn file(&self, form: Form) -> PathBuf {
        self.folder().join(form.code())
    }

    /// Brings it to its place, for good: the disk has it then. It still goes when it is dropped.
    pub(super) async fn place(&self) -> io::Result<()> {
        let (from, to) = (self.folder(), self.shelf.folder(self.key));
        let root = self.shelf.root.clone();
        on_thread(move || {
            let parent = to.parent().unwrap_or(&root);
            fs::create_dir_all(parent)?;
            sync(&from)?;
            fs::rename(from, &to)?;
            sync(parent)?;
            sync(&root)
        })
        .await
    }

    /// Lets it stay in its place.
    pub(super) fn keep(mut self) {
        self.stays = true;
    }
}

/// A few files at most, so nobody waits long for it.
impl Drop for Parcel {
    fn drop(&mut self) {
        let clear = || {
            if !self.stays {
                remove(&self.folder())?;
                remove(&self.shelf.folder(self.key))?;
            }
            // Last: what it stands for is to be found by it, should this be cut off.
            fs::remove_file(&self.lock_path)
        };
        if let Err(error) = clear() {
            tracing::warn!(%error, "an upload could not be cleared away");
        }
    }
}

/// Removes a folder, if it is there.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What is in a folder; nothing where there is none.
fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn key_of(folder: &Path) -> Option<MediaKey> {
    MediaKey::from_str(folder.file_name()?.to_str()?).ok()
}

/// Has the disk know what a folder holds.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems have no such call, and do it by themselves.
#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
