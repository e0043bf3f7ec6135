//! How much there is of everything, for who looks after it.

use std::{io, path::Path};

use super::{
    Chat, Result,
    backup::{self, Failure},
    media,
    people::require_admin,
};
use crate::{
    domain::{PersonId, Timestamp},
    store::{self, figures::Figures},
};

/// How many calendar days are told of, today included.
pub const DAYS: i64 = 14;

/// What an owner wants to know.
#[derive(Clone, Debug)]
pub struct Overview {
    /// How much there is.
    pub figures: Figures,
    /// How many messages were written on each of the last [`DAYS`] days, the oldest first: days since 1970-01-01.
    pub days: Vec<(i64, i64)>,
    /// How much of the disk is taken.
    pub storage: Storage,
    /// When the newest backup was made, by the server itself or by `parlour backup`.
    pub last_backup: Option<Timestamp>,
    /// What went wrong since, with one that the server makes by itself.
    pub backup_failure: Option<Failure>,
}

/// How much of the disk is taken, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Storage {
    /// The database.
    pub database: u64,
    /// Its write-ahead log, and the index to that.
    pub log: u64,
    /// Uploads, with their smaller forms.
    pub media: u64,
}

impl Chat {
    /// What an owner wants to know; days are those of a zone so many minutes ahead of UTC.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`](crate::domain::Problem::Forbidden) for who is no admin.
    pub async fn overview(&self, who: PersonId, offset: i32) -> Result<Overview> {
        let now = self.clock.now();
        let first = now.day(offset) + 1 - DAYS;
        let mut db = self.store.snapshot().await?;
        require_admin(&mut db, who).await?;
        let figures = store::figures::count(&mut db, now).await?;
        let counted = store::figures::by_day(&mut db, first, offset).await?;
        let noted = backup::last(&mut db).await?;
        drop(db);
        let status = self.backups().unwrap_or_default();
        let last_backup = noted.max(status.last.map(|(at, _)| at));
        let days = (first..first + DAYS).map(|day| {
            let found = counted.iter().find(|(counted, _)| *counted == day);
            (day, found.map_or(0, |(_, count)| *count))
        });
        Ok(Overview {
            figures,
            days: days.collect(),
            storage: self.storage().await?,
            last_backup,
            backup_failure: status
                .failure
                .filter(|failure| last_backup.is_none_or(|last| last <= failure.at)),
        })
    }

    async fn storage(&self) -> Result<Storage> {
        let file = self.store.file();
        let media = self.store.folder().join(media::FOLDER);
        let measured = tokio::task::spawn_blocking(move || {
            let beside = |ending: &str| {
                let mut name = file.clone().into_os_string();
                name.push(ending);
                size(name.as_ref())
            };
            Ok::<_, io::Error>(Storage {
                database: size(&file),
                log: beside("-wal") + beside("-shm"),
                media: total(&media)?,
            })
        });
        Ok(measured.await.map_err(io::Error::other)??)
    }
}

/// A file's size; what is gone has none.
fn size(file: &Path) -> u64 {
    file.metadata().map_or(0, |found| found.len())
}

/// The size of all files in a folder and below. What goes while it is looked at does not count.
fn total(folder: &Path) -> io::Result<u64> {
    let entries = match folder.read_dir() {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut bytes = 0;
    for entry in entries {
        let path = entry?.path();
        bytes += if path.is_dir() {
            total(&path)?
        } else {
            size(&path)
        };
    }
    Ok(bytes)
}
