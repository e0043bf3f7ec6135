//! Deleting what others know of: accounts and rooms.

use super::{
    Chat, Result, allowed,
    people::{require_admin, require_admin_over},
};
use crate::{
    domain::{Deed, PersonId, RoomId, permission::Action},
    store,
};

/// How many messages are taken away in one go, so that nobody's send waits for long.
const AT_ONCE: i64 = 500;

impl Chat {
    /// Deletes somebody's account. What they said stays, and says that its sender's account was deleted; name, address,
    /// picture, sessions and memberships go, but for direct talks, whose people stay the same.
    ///
    /// # Errors
    ///
    /// [`Forbidden`](crate::domain::Problem::Forbidden) for who is no admin, and for one's own account, so that an admin is left;
    /// [`NotFound`](crate::domain::Problem::NotFound).
    pub async fn delete_account(&self, who: PersonId, person: PersonId) -> Result<()> {
        let now = self.clock.now();
        let picture = self
            .write(move |db| {
                Box::pin(async move {
                    require_admin_over(db, who, person).await?;
                    let picture = store::people::picture(db, person).await?;
                    store::sessions::end_all(db, person).await?;
                    store::invites::delete_of(db, person).await?;
                    store::memberships::leave_all(db, person, now).await?;
                    store::people::erase(db, person, now).await?;
                    store::audit::insert(
                        db,
                        Some(who),
                        Deed::AccountDeleted,
                        Some(person),
                        &format!("#{person}"),
                        now,
                    )
                    .await?;
                    match picture {
                        Some(picture) => Ok(store::media::forget_unused(db, picture).await?),
                        None => Ok(None),
                    }
                })
            })
            .await?;
        self.discard(picture).await;
        Ok(())
    }

    /// Deletes a room with everything that was said in it.
    ///
    /// # Errors
    ///
    /// [`Forbidden`](crate::domain::Problem::Forbidden) for who is no admin;
    /// [`NotFound`](crate::domain::Problem::NotFound) for a room that they may not know of;
    /// [`DirectIsFixed`](crate::domain::Problem::DirectIsFixed).
    pub async fn delete_room(&self, who: PersonId, room: RoomId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                require_admin(db, who).await?;
                allowed(db, room, who, Action::Delete).await?;
                let name = store::rooms::name(db, room).await?;
                store::rooms::erase(db, room, now).await?;
                store::audit::insert(db, Some(who), Deed::RoomDeleted, None, &name, now).await?;
                Ok(())
            })
        })
        .await?;
        self.sweep_messages().await?;
        self.sweep_drafts().await.map(drop)
    }

    /// Takes away what was said in deleted rooms, a little at a time; gives how much it was. What the end of a process
    /// cut off, the next start finishes.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn sweep_messages(&self) -> Result<u64> {
        let mut all = 0;
        loop {
            let some = self.write(move |db| {
                Box::pin(async move { Ok(store::rooms::erase_messages(db, AT_ONCE).await?) })
            });
            match some.await? {
                0 => return Ok(all),
                some => all += some,
            }
        }
    }
}
