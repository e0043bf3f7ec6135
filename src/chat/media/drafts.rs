//! Uploads for messages to be: each is its owner's only, until it goes with a message or is cleared away.

use super::{Chat, Chunks, Purpose, Result};
use crate::{
    domain::{MediaId, PersonId, Timestamp, time::DAY},
    store::{self, media::Media},
};

/// How long an upload waits for its message, in milliseconds.
const WAIT: i64 = DAY;

impl Chat {
    /// Keeps a file that somebody uploads for a message to be.
    ///
    /// # Errors
    ///
    /// As [`keep_file`](Self::keep_file).
    pub async fn keep_draft(
        &self,
        who: PersonId,
        name: &str,
        chunks: impl Chunks,
    ) -> Result<Media> {
        self.take_in(who, name, chunks, Purpose::Draft).await
    }

    /// Clears away uploads of somebody's own that wait for a message; others stay. Doing so again is no error.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn discard_drafts(&self, who: PersonId, ids: &[MediaId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids = store::json_array(ids);
        let gone = self.write(move |db| {
            Box::pin(async move { Ok(store::media::forget_drafts(db, who, &ids).await?) })
        });
        self.discard(gone.await?).await;
        Ok(())
    }

    /// Clears away uploads that have waited a day for a message, and pictures of cards that are gone; gives how many there
    /// were.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn sweep_drafts(&self) -> Result<usize> {
        let before = Timestamp(self.clock.now().0 - WAIT);
        let gone = self.write(move |db| {
            Box::pin(async move {
                let mut gone = store::media::forget_old_drafts(db, before).await?;
                gone.extend(store::pictures::forget_dropped(db).await?);
                Ok(gone)
            })
        });
        let gone = gone.await?;
        let count = gone.len();
        self.discard(gone).await;
        Ok(count)
    }
}
