//! Reactions: answering a message with an emoji, and taking that back.

use super::{
    Chat, Result, Source, allowed,
    messages::{readable, reread},
};
use crate::{
    domain::{
        Message, MessageId, PersonId, Problem, input::Emoji, message::REACTION_LIMIT,
        permission::Action,
    },
    store,
};

impl Chat {
    /// Says that somebody's reaction with an emoji is to be there, or not. Saying so again changes nothing.
    ///
    /// # Errors
    ///
    /// [`Problem::EmojiInvalid`], [`Problem::TooMany`], [`Problem::NotFound`], [`Problem::MessageDeleted`],
    /// [`Problem::RoomArchived`], [`Problem::TooManyEmoji`].
    pub async fn react(
        &self,
        who: PersonId,
        id: MessageId,
        emoji: &str,
        on: bool,
        source: Source,
    ) -> Result<Message> {
        let emoji = Emoji::new(emoji)?;
        let now = self.clock.now();
        // Everybody in the room is told of it, as of a message.
        self.pace.take(source, self.send_rate(), now)?;
        self.write(move |db| {
            Box::pin(async move {
                let message = readable(db, who, id).await?;
                allowed(db, message.room, who, Action::React).await?;
                if message.is_deleted() {
                    return Err(Problem::MessageDeleted.into());
                }
                let there = store::reactions::find(db, id, who, &emoji).await?;
                match (there, on) {
                    (None, true) => {
                        let known = &message.reactions;
                        let is_new = known.iter().all(|known| known.emoji != emoji.as_str());
                        if is_new && known.len() >= REACTION_LIMIT {
                            return Err(Problem::TooManyEmoji {
                                limit: REACTION_LIMIT,
                            }
                            .into());
                        }
                        store::reactions::insert(db, id, who, &emoji, now).await?;
                    }
                    (Some(there), false) => store::reactions::delete(db, there).await?,
                    _ => return Ok(message),
                }
                reread(db, id).await
            })
        })
        .await
    }

    /// The number of somebody's reaction, for programs.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`].
    pub async fn reaction_of(&self, who: PersonId, id: MessageId, emoji: &str) -> Result<i64> {
        let emoji = Emoji::new(emoji)?;
        let mut db = self.store.read().await?;
        let found = store::reactions::find(&mut db, id, who, &emoji).await?;
        Ok(found.ok_or(Problem::NotFound)?)
    }

    /// A reaction by its number, for programs.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`].
    pub async fn reaction(&self, id: i64) -> Result<store::reactions::Row> {
        let found = store::reactions::by_id(&mut *self.store.read().await?, id).await?;
        Ok(found.ok_or(Problem::NotFound)?)
    }
}
