//! Uploads as documents: for everybody, or in a message that one has sent.

use super::{super::allowed, Chat, Result};
use crate::{
    domain::{MediaId, PersonId, Problem, input::AltText, permission::Action},
    store::{self, Db},
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

    /// Says what a file of somebody's own shows. Where it is in a message, that one has changed.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::Forbidden`], [`Problem::RoomArchived`].
    pub async fn describe_file(&self, who: PersonId, id: MediaId, alt: AltText) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                own(db, who, id).await?;
                store::media::describe(db, id, &alt, now).await?;
                Ok(store::media::touch_message(db, id, now).await?)
            })
        })
        .await
    }

    /// Deletes a file of somebody's own, also from the message that it is in; not where nothing would be left of that.
    ///
    /// # Errors
    ///
    /// As [`describe_file`](Self::describe_file); [`Problem::MessageEmpty`].
    pub async fn delete_file(&self, who: PersonId, id: MediaId) -> Result<()> {
        let now = self.clock.now();
        let deleting = self.write(move |db| {
            Box::pin(async move {
                own(db, who, id).await?;
                if store::media::is_all_of_its_message(db, id).await? {
                    return Err(Problem::MessageEmpty.into());
                }
                store::media::touch_message(db, id, now).await?;
                Ok(store::media::forget_unused(db, id).await?)
            })
        });
        let gone = deleting.await?;
        self.discard(gone).await;
        Ok(())
    }
}

/// Whether somebody may do with a file what its owner may.
async fn own(db: &mut Db, who: PersonId, id: MediaId) -> Result<()> {
    let media = store::media::document(db, id).await?;
    let media = media.ok_or(Problem::NotFound)?;
    if media.owner != who {
        return Err(Problem::Forbidden.into());
    }
    if let Some(room) = media.room {
        allowed(db, room, who, Action::Write).await?;
    }
    Ok(())
}
