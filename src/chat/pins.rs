//! Pins: messages that a room keeps in view.

use super::{
    Chat, Result, Source, allowed,
    messages::{readable, reread},
    search::{in_order, lit_at},
};
use crate::{
    domain::{
        Message, MessageId, PersonId, Problem, RoomId, Timestamp, message::PIN_LIMIT,
        permission::Action, search::Found,
    },
    store::{self, Db},
};

impl Chat {
    /// Says that a message is to be pinned in its room, or no longer. Saying so again changes nothing: it stays pinned by
    /// who did it first.
    ///
    /// # Errors
    ///
    /// [`Problem::TooMany`], [`Problem::NotFound`], [`Problem::MessageDeleted`], [`Problem::RoomArchived`],
    /// [`Problem::TooManyPins`].
    pub async fn pin(
        &self,
        who: PersonId,
        id: MessageId,
        on: bool,
        source: Source,
    ) -> Result<Message> {
        let now = self.clock.now();
        self.may_pin(source, now)?;
        self.write(move |db| Box::pin(async move { pin(db, who, id, on, now).await }))
            .await
    }

    /// Lets a pin go on, unless there were too many of late: everybody in the room is told of it, as of a message.
    pub(super) fn may_pin(&self, source: Source, now: Timestamp) -> Result<(), Problem> {
        self.pace.take(source, self.send_rate(), now)
    }

    /// What is pinned in a room, what was pinned last first.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::NotMember`].
    pub async fn pinned(&self, who: PersonId, room: RoomId) -> Result<Found> {
        let mut db = self.store.snapshot().await?;
        allowed(&mut db, room, who, Action::Read).await?;
        let ids = store::pins::of(&mut db, room).await?;
        let hits = in_order(&mut db, &ids, |message| lit_at(&message.content, &[])).await?;
        Ok(Found { hits, more: false })
    }
}

/// Pins a message, or lets it go.
pub(super) async fn pin(
    db: &mut Db,
    who: PersonId,
    id: MessageId,
    on: bool,
    now: Timestamp,
) -> Result<Message> {
    let message = readable(db, who, id).await?;
    allowed(db, message.room, who, Action::Write).await?;
    if message.is_deleted() {
        return Err(Problem::MessageDeleted.into());
    }
    if message.pinned_at.is_some() == on {
        return Ok(message);
    }
    if on && store::pins::count(db, message.room).await? >= PIN_LIMIT {
        return Err(Problem::TooManyPins { limit: PIN_LIMIT }.into());
    }
    store::pins::set(db, id, on.then_some(who), now).await?;
    reread(db, id).await
}
