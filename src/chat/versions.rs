//! What messages said before they were edited.

use super::{Chat, Result, allowed, messages::readable};
use crate::{
    domain::{
        MessageId, PersonId, Problem,
        permission::{Action, Standing},
        version::Edited,
    },
    store,
};

impl Chat {
    /// What a message says, and what it said before: for whoever may read it, or as the server's keeper decided, for who
    /// wrote it and who has charge of the room.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::Forbidden`], [`Problem::MessageDeleted`].
    pub async fn versions_of(&self, who: PersonId, id: MessageId) -> Result<Edited> {
        let mut db = self.store.snapshot().await?;
        let message = readable(&mut db, who, id).await?;
        if message.is_deleted() {
            return Err(Problem::MessageDeleted.into());
        }
        if message.sender.id != who && !self.edits_are_for_all() {
            let standing = allowed(&mut db, message.room, who, Action::Read).await?;
            // That a room was put away takes nothing of it from those who look after it.
            let standing = Standing {
                archived: false,
                ..standing
            };
            standing.may(Action::Moderate)?;
        }
        let before = store::versions::of(&mut db, id).await?;
        Ok(Edited { message, before })
    }
}
