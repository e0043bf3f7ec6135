//! How far somebody has read in a room, and of what there they want to be told.

use super::{Chat, Result, allowed};
use crate::{
    domain::{Level, PersonId, RoomId, permission::Action},
    store,
};

impl Chat {
    /// Moves somebody's read mark forward to the message of this number.
    ///
    /// # Errors
    ///
    /// [`NotMember`](crate::domain::Problem::NotMember), [`NotFound`](crate::domain::Problem::NotFound).
    pub async fn mark_read(&self, who: PersonId, room: RoomId, number: i64) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                allowed(db, room, who, Action::Read).await?;
                Ok(store::memberships::mark_read(db, room, who, number, now).await?)
            })
        })
        .await
    }

    /// Moves all of somebody's read marks forward to the newest messages.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn mark_all_read(&self, who: PersonId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move { Ok(store::memberships::mark_all_read(db, who, now).await?) })
        })
        .await
    }

    /// Makes a message and what follows it unread: the one way in which a read mark goes back.
    ///
    /// # Errors
    ///
    /// [`NotMember`](crate::domain::Problem::NotMember), [`NotFound`](crate::domain::Problem::NotFound).
    pub async fn mark_unread(&self, who: PersonId, room: RoomId, from: i64) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                allowed(db, room, who, Action::Read).await?;
                let number = from.saturating_sub(1);
                Ok(store::memberships::set_back(db, room, who, number, now).await?)
            })
        })
        .await
    }

    /// Sets of what somebody wants to be told in a room.
    ///
    /// # Errors
    ///
    /// [`NotMember`](crate::domain::Problem::NotMember), [`NotFound`](crate::domain::Problem::NotFound).
    pub async fn set_level(&self, who: PersonId, room: RoomId, level: Level) -> Result<()> {
        self.write(move |db| {
            Box::pin(async move {
                allowed(db, room, who, Action::Read).await?;
                Ok(store::memberships::set_level(db, room, who, level).await?)
            })
        })
        .await
    }
}
