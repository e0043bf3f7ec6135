//! What calls somebody, gathered from all their rooms.

use super::{
    Chat, Result,
    search::{PAGE, in_order, lit_at},
};
use crate::{
    domain::{MessageId, PersonId, search::Found},
    store,
};

impl Chat {
    /// The newest messages with ids below one that call somebody by name, or with everybody in a room, that answer them, and
    /// their own that others reacted to; in the rooms that they are in.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn mentions(&self, who: PersonId, below: Option<MessageId>) -> Result<Found> {
        let below = below.unwrap_or(MessageId(i64::MAX));
        let mut db = self.store.search().await?;
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let mut ids = store::mentions::of(&mut db, who, below, limit).await?;
        let more = ids.len() > PAGE;
        ids.truncate(PAGE);
        let hits = in_order(&mut db, &ids, |message| {
            let mine = message
                .mentions
                .iter()
                .filter(|mention| mention.person.is_none_or(|person| person == who));
            let names: Vec<String> = mine.map(|mention| format!("@{}", mention.name)).collect();
            lit_at(&message.content, &names)
        })
        .await?;
        Ok(Found { hits, more })
    }
}
