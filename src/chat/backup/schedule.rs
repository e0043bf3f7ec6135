//! Backups that the server makes by itself, and the old ones that it takes away.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::{Error, make};
use crate::{chat::Chat, domain::Timestamp};

/// How long to wait at most before looking at the clock again: it may be set, and the machine may sleep.
const LOOK: Duration = Duration::from_mins(1);

/// How long after a failure to try again, where the next backup is not due earlier.
const AGAIN: Duration = Duration::from_hours(1);

/// When backups are made, where they are kept, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The folder; made where there is none.
    pub folder: PathBuf,
    /// From one to the next.
    pub every: Duration,
    /// How many of the newest stay.
    pub keep: usize,
}

/// How backups by the server itself stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The newest that is there: when it was made, and where it is.
    pub last: Option<(Timestamp, PathBuf)>,
    /// What went wrong since.
    pub failure: Option<Failure>,
}

/// A backup that could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// When.
    pub at: Timestamp,
    /// Why, in words for who runs the server.
    pub why: String,
}

/// Who keeps the backups, as far as others may ask.
#[derive(Debug, Default)]
pub(in crate::chat) struct Keeper(Mutex<Option<Status>>);

impl Keeper {
    fn set(&self, status: Status) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(status);
    }
}

impl Chat {
    /// How the backups stand that this server makes by itself; `None` where it makes none.
    pub fn backups(&self) -> Option<Status> {
        self.backups
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Makes backups by a schedule until it is to stop. The newest in the folder says when the next one is due, also
    /// after a restart.
    pub async fn keep_backups(self, schedule: Schedule, stop: CancellationToken) {
        let mut failure: Option<Failure> = None;
        loop {
            // Where the folder can't be read, the next attempt says why.
            let last = list(&schedule.folder)
                .ok()
                .and_then(|mut found| found.pop());
            self.backups.set(Status {
                last: last.clone(),
                failure: failure.clone(),
            });
            let now = self.clock.now();
            let wait = wait(now, last.map(|(at, _)| at), failure.as_ref(), &schedule);
            if wait > Duration::ZERO {
                let pause = stop.run_until_cancelled(sleep(wait.min(LOOK)));
                if pause.await.is_none() {
                    return;
                }
                continue;
            }
            // What is at work on a thread then looks at `stop` by itself.
            let backing_up = self.back_up(&schedule, now, &stop);
            failure = match stop.run_until_cancelled(backing_up).await {
                None => return,
                Some(Ok(())) => None,
                Some(Err(error)) => Some(self.report(&error)),
            };
        }
    }

    fn report(&self, error: &Error) -> Failure {
        tracing::error!(%error, "the backup failed; it will be tried again");
        Failure {
            at: self.clock.now(),
            why: error.to_string(),
        }
    }

    /// Makes one, and takes away those that are too old.
    async fn back_up(
        &self,
        schedule: &Schedule,
        now: Timestamp,
        stop: &CancellationToken,
    ) -> Result<(), Error> {
        let file = schedule.folder.join(name(now));
        let made = make(&self.store.folder(), &file, true, stop).await?;
        tracing::info!(file = %made.file.display(), bytes = made.size, uploads = made.uploads, "backed up");
        // It is there all the same.
        if let Err(error) = self.note_backup(now).await {
            tracing::warn!(%error, "when the last backup was made could not be written down");
        }
        let mut found = list(&schedule.folder)?;
        found.truncate(found.len().saturating_sub(schedule.keep));
        for (_, old) in found {
            fs::remove_file(&old).map_err(|error| Error::File(old, error))?;
        }
        Ok(())
    }
}

/// How long until the next backup is due.
fn wait(
    now: Timestamp,
    last: Option<Timestamp>,
    failure: Option<&Failure>,
    schedule: &Schedule,
) -> Duration {
    let left = |since: Timestamp, pause: Duration| {
        // What is from the future was made by another clock, and says nothing.
        u64::try_from(now.0 - since.0).map_or(Duration::ZERO, |gone| {
            pause.saturating_sub(Duration::from_millis(gone))
        })
    };
    let due = last.map_or(Duration::ZERO, |last| left(last, schedule.every));
    let again = failure.map_or(Duration::ZERO, |failure| {
        left(failure.at, AGAIN.min(schedule.every))
    });
    due.max(again)
}

/// What the backup of this time is called: `parlour-2026-11-23T060755Z.tar`.
fn name(at: Timestamp) -> String {
    let text = at.to_string().replace(':', "");
    let to_seconds = text.split('.').next().unwrap_or_default();
    format!("parlour-{to_seconds}Z.tar")
}

/// The time that a backup's name tells; `None` for any other file.
fn time(file: &Path) -> Option<Timestamp> {
    let whole = file.file_name()?.to_str()?;
    let text = whole.strip_prefix("parlour-")?.strip_suffix("Z.tar")?;
    let (day, clock) = text.split_once('T')?;
    let (hours, rest) = clock.split_at_checked(2)?;
    let (minutes, seconds) = rest.split_at_checked(2)?;
    let at: Timestamp = format!("{day}T{hours}:{minutes}:{seconds}Z").parse().ok()?;
    (name(at) == whole).then_some(at)
}

/// The backups in a folder, the oldest first. The folder is made where there is none.
fn list(folder: &Path) -> Result<Vec<(Timestamp, PathBuf)>, Error> {
    let read = || {
        fs::create_dir_all(folder)?;
        let mut found = Vec::new();
        for entry in folder.read_dir()? {
            let path = entry?.path();
            found.extend(time(&path).map(|at| (at, path)));
        }
        found.sort();
        Ok(found)
    };
    read().map_err(|error: io::Error| Error::File(folder.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_time_and_no_other_file_is_taken_for_a_backup() {
        let at: Timestamp = "2026-11-23T06:07:55.541Z".parse().unwrap();
        assert_eq!(name(at), "parlour-2026-11-23T060755Z.tar");
        let told = time(Path::new("/backups/parlour-2026-11-23T060755Z.tar"));
        assert_eq!(told, Some(at.plus(-541)));
        for other in [
            "parlour.tar",
            "parlour-2026-11-23.tar",
            "parlour-2026-13-23T060755Z.tar",
            "parlour-2026-11-23T0607555Z.tar",
            "parlour-2026-11-23T060755Z.tar.gz",
            "parlour-before-the-move.tar",
        ] {
            assert_eq!(time(Path::new(other)), None, "{other}");
        }
    }

    #[test]
    fn the_next_is_due_by_the_last_and_a_failure_waits_its_turn() {
        let schedule = Schedule {
            folder: PathBuf::new(),
            every: Duration::from_hours(24),
            keep: 7,
        };
        let now = Timestamp(1_000_000_000);
        let ago = |hours: i64| now.plus(-hours * 3_600_000);
        let failure = |hours| Failure {
            at: ago(hours),
            why: String::new(),
        };
        let wait =
            |last: Option<_>, failed: Option<Failure>| wait(now, last, failed.as_ref(), &schedule);
        assert_eq!(wait(None, None), Duration::ZERO);
        assert_eq!(wait(Some(ago(5)), None), Duration::from_hours(19));
        assert_eq!(wait(Some(ago(30)), None), Duration::ZERO);
        assert_eq!(wait(Some(ago(-5)), None), Duration::ZERO);
        assert_eq!(
            wait(Some(ago(30)), Some(failure(0))),
            Duration::from_hours(1)
        );
        assert_eq!(wait(Some(ago(30)), Some(failure(2))), Duration::ZERO);
    }
}
