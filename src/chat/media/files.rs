//! Uploads as documents: for everybody, or in a message that one has sent.

use super::{
    super::{allowed, people::require_admin},
    Chat, Result,
};
use crate::{
    domain::{Deed, MediaId, PersonId, Problem, Timestamp, input::AltText, permission::Action},
    store::{self, Db, media::Media},
};

impl Chat {
    /// Makes an upload of somebody's own, which waits for a message, a document for everybody.
    ///
    /// # Errors
    ///
    /// [`Problem::FileGone`] where it waits no longer.
    pub async fn publish(&self, who: PersonId, id: MediaId, alt: AltText) -> Result<()> {
        self.write(move |db| {
            Box::pin(async move {
                if store::media::publish(db, id, who, &alt).await? {
                    Ok(())
                } else {
                    Err(Problem::FileGone.into())
                }
            })
        })
        .await
    }

    /// Says what a file of somebody's own shows. Where it is in a message, that one has changed. An admin may say it of
    /// others' files, too, which are in no message.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::Forbidden`], [`Problem::RoomArchived`].
    pub async fn describe_file(&self, who: PersonId, id: MediaId, alt: AltText) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let file = entrusted(db, who, id).await?;
                store::media::describe(db, id, &alt, now).await?;
                store::media::touch_message(db, id, now).await?;
                record(db, who, Deed::FileDescribed, &file, now).await
            })
        })
        .await
    }

    /// Deletes a file of somebody's own, also from the message that it is in; not where nothing would be left of that. An
    /// admin may delete others' files, too, which are in no message: who is banned leaves them behind.
    ///
    /// # Errors
    ///
    /// As [`describe_file`](Self::describe_file); [`Problem::MessageEmpty`].
    pub async fn delete_file(&self, who: PersonId, id: MediaId) -> Result<()> {
        let now = self.clock.now();
        let deleting = self.write(move |db| {
            Box::pin(async move {
                let file = entrusted(db, who, id).await?;
                if store::media::is_all_of_its_message(db, id).await? {
                    return Err(Problem::MessageEmpty.into());
                }
                store::media::touch_message(db, id, now).await?;
                record(db, who, Deed::FileDeleted, &file, now).await?;
                Ok(store::media::forget_unused(db, id).await?)
            })
        });
        let gone = deleting.await?;
        self.discard(gone).await;
        Ok(())
    }
}

/// A file with which somebody may do what its owner may.
async fn entrusted(db: &mut Db, who: PersonId, id: MediaId) -> Result<Media> {
    let file = store::media::document(db, id).await?;
    let file = file.ok_or(Problem::NotFound)?;
    match file.room {
        Some(room) if file.owner == who => {
            allowed(db, room, who, Action::Write).await?;
        }
        // It goes with its message.
        Some(_) => return Err(Problem::Forbidden.into()),
        None if file.owner == who => {}
        None => require_admin(db, who).await?,
    }
    Ok(file)
}

/// Writes down what an admin does with somebody else's file.
async fn record(
    db: &mut Db,
    who: PersonId,
    deed: Deed,
    file: &Media,
    now: Timestamp,
) -> Result<()> {
    if file.owner == who {
        return Ok(());
    }
    let whom = Some(file.owner);
    Ok(store::audit::insert(db, Some(who), deed, whom, &file.name, now).await?)
}
