//! What people upload: taken in, looked at, forgotten.
//!
//! A file is complete and in its place before the database knows of it, and unknown to the database before it goes. So
//! whatever is cut off in between leaves a file too many, never one too few, and [`Chat::sweep_media`] finds it at the
//! next start.

mod drafts;
mod drawing;
mod exhibit;
mod files;
mod picture;
mod shelf;
mod turns;
mod upload;

use std::{collections::HashSet, sync::Arc};

use super::{Chat, Error, Result, token};
use crate::{
    domain::{MediaKey, PersonId, Problem, Timestamp, media::FileName},
    store::{self, Db, Store, media::Media},
};

pub(super) use drawing::{Drawn, forget_pictures};
pub use exhibit::Exhibit;
use picture::Made;
pub(super) use shelf::place;
use shelf::{Parcel, Shelf};
use turns::Turns;
pub use upload::Chunks;

/// The folder of what was uploaded, beside the database.
pub(super) const FOLDER: &str = "media";

/// How much people may upload, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One file.
    pub upload: u64,
    /// All that one person has here.
    pub quota: u64,
}

/// The place for uploads, and who is at it.
#[derive(Debug)]
pub(super) struct Depot {
    shelf: Shelf,
    turns: Arc<Turns>,
}

impl Depot {
    /// The one beside a database.
    pub(super) fn beside(store: &Store) -> Self {
        Self {
            shelf: Shelf::new(store.folder().join(FOLDER)),
            turns: Arc::default(),
        }
    }
}

/// What an upload is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Its owner's picture.
    Portrait,
    /// To be shown to everybody as it is.
    File,
    /// To go with a message of its owner's.
    Draft,
}

impl Chat {
    /// Takes somebody's picture away. Doing so again is no error.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn remove_picture(&self, who: PersonId) -> Result<()> {
        let now = self.clock.now();
        let gone = self
            .write(move |db| {
                Box::pin(async move {
                    let Some(old) = store::people::picture(db, who).await? else {
                        return Ok(None);
                    };
                    store::people::set_picture(db, who, None, now).await?;
                    Ok(store::media::forget_unused(db, old).await?)
                })
            })
            .await?;
        self.discard(gone).await;
        Ok(())
    }

    /// Clears away what an upload left that was cut off by the end of its process, and the files of what is forgotten;
    /// gives how much it was. Uploads that are under way, in whatever process, are left alone.
    ///
    /// # Errors
    ///
    /// Where the folder or the database can't be read or written.
    pub async fn sweep_media(&self) -> Result<usize> {
        let (mut cleared, found) = self.media.shelf.sweep().await?;
        // Read after the folder was: what came meanwhile is not among those that were found.
        let known: HashSet<MediaKey> = store::media::keys(&mut *self.store.read().await?).await?;
        for key in found.into_iter().filter(|key| !known.contains(key)) {
            self.media.shelf.remove(key).await?;
            cleared += 1;
        }
        Ok(cleared)
    }

    /// Makes what somebody uploads their picture: a square, out of its middle. The one before is forgotten.
    ///
    /// # Errors
    ///
    /// [`Problem::PictureUnknown`], [`Problem::PictureBroken`], [`Problem::PictureTooLarge`];
    /// [`Problem::FileMissing`], [`Problem::FileTooLarge`], [`Problem::QuotaSpent`]; [`Problem::TooMany`] where they have
    /// several uploads under way; what the chunks break off with.
    pub async fn set_picture(
        &self,
        who: PersonId,
        name: &str,
        chunks: impl Chunks,
    ) -> Result<Media> {
        self.take_in(who, name, chunks, Purpose::Portrait).await
    }

    /// Keeps a file that somebody uploads for everybody. Of a picture smaller forms are made, and what the camera noted goes.
    ///
    /// # Errors
    ///
    /// As [`set_picture`](Self::set_picture), except that a file of any type is taken.
    pub async fn keep_file(&self, who: PersonId, name: &str, chunks: impl Chunks) -> Result<Media> {
        self.take_in(who, name, chunks, Purpose::File).await
    }

    async fn take_in(
        &self,
        who: PersonId,
        name: &str,
        chunks: impl Chunks,
        purpose: Purpose,
    ) -> Result<Media> {
        let turn = Turns::take(&self.media.turns, who)?;
        let name = FileName::new(name);
        let allowance = self.allowance(who, purpose).await?;
        let parcel = self.media.shelf.begin(draw_key()).await?;
        upload::receive(&parcel, chunks, allowance).await?;
        let (parcel, made) = picture::in_turn(parcel, move |parcel| match purpose {
            Purpose::Portrait => picture::portrait(parcel),
            Purpose::File | Purpose::Draft => picture::prepare(parcel),
        })
        .await?;
        self.to_the_end(|chat| async move {
            let entered = chat.enter(who, name, parcel, made, purpose).await;
            drop(turn);
            entered
        })
        .await
    }

    /// How many bytes somebody's next upload may have, and what to say of one that has more.
    async fn allowance(&self, who: PersonId, purpose: Purpose) -> Result<(u64, Problem)> {
        let Limits { upload, quota } = self.limits();
        let whole = (upload, Problem::FileTooLarge { limit: upload });
        // What is kept of a portrait is small, whatever came: it is measured when that is known.
        if purpose == Purpose::Portrait {
            return Ok(whole);
        }
        let used = store::media::used_by(&mut *self.store.read().await?, who).await?;
        let left = quota.saturating_sub(used.unsigned_abs());
        Ok(if left < upload {
            (left, Problem::QuotaSpent { quota })
        } else {
            whole
        })
    }

    /// Puts the files in their place, and has the database know of them.
    async fn enter(
        &self,
        who: PersonId,
        name: FileName,
        parcel: Parcel,
        made: Made,
        purpose: Purpose,
    ) -> Result<Media> {
        let key = parcel.key();
        parcel.place().await?;
        let (now, quota) = (self.clock.now(), self.limits().quota);
        let entered = self
            .write(move |db| {
                Box::pin(async move {
                    let new = store::media::New {
                        key,
                        owner: who,
                        name: &name,
                        kind: made.kind,
                        size: made.size,
                        pixels: made.pixels,
                        preview: made.preview,
                        draft: purpose == Purpose::Draft,
                    };
                    insert(db, new, purpose, quota, now).await
                })
            })
            .await;
        match entered {
            Ok((media, gone)) => {
                parcel.keep();
                self.discard(gone).await;
                Ok(media)
            }
            Err(Error::Refused(problem)) => {
                drop(parcel);
                Err(problem.into())
            }
            // Whether the database knows of it is not certain. The next start sees.
            Err(error) => {
                parcel.keep();
                Err(error)
            }
        }
    }

    /// Removes the files of what was forgotten. Where that fails, the next start tries again.
    pub(super) async fn discard<K>(&self, gone: K)
    where
        K: IntoIterator<Item = MediaKey, IntoIter: Send> + Send,
    {
        for key in gone {
            if let Err(error) = self.media.shelf.remove(key).await {
                tracing::warn!(%error, "an upload's files could not be removed");
            }
        }
    }
}

fn draw_key() -> MediaKey {
    MediaKey::from_random(token::random_bytes())
}

/// Has the database know of an upload; gives what was forgotten for it.
async fn insert(
    db: &mut Db,
    new: store::media::New<'_>,
    purpose: Purpose,
    quota: u64,
    now: Timestamp,
) -> Result<(Media, Option<MediaKey>)> {
    let who = new.owner;
    let media = store::media::insert(db, new, now).await?;
    let gone = match purpose {
        Purpose::File | Purpose::Draft => None,
        Purpose::Portrait => {
            let old = store::people::picture(db, who).await?;
            store::people::set_picture(db, who, Some(media.id), now).await?;
            match old {
                Some(old) => store::media::forget_unused(db, old).await?,
                None => None,
            }
        }
    };
    // Now that everything else is as it would be; others of the same person may have come in meanwhile.
    if store::media::used_by(db, who).await?.unsigned_abs() > quota {
        return Err(Problem::QuotaSpent { quota }.into());
    }
    Ok((media, gone))
}
