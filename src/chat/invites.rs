//! Invite links.

use super::{
    Chat, Result, allowed,
    people::require_admin,
    token::{self, Token},
};
use crate::{
    domain::{
        Deed, Invite, InviteId, PersonId, Problem, Role, RoomId, permission::Action, time::DAY,
    },
    store,
};

/// What an invite is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// For how many days it works.
    pub days: i64,
    /// How many people it lets in.
    pub uses: i64,
    /// As what they come: members or guests.
    pub role: Role,
    /// The room that they come into; `None` is the lobby for members, and none for guests.
    pub room: Option<RoomId>,
}

impl Chat {
    /// Makes an invite for so many people that lasts so many days, and gives its secret, which is not to be had again.
    ///
    /// # Errors
    ///
    /// As [`invite`](Self::invite).
    pub async fn create_invite(&self, who: PersonId, days: i64, uses: i64) -> Result<String> {
        let terms = Terms {
            days,
            uses,
            role: Role::Member,
            room: None,
        };
        self.invite(who, terms).await
    }

    /// The same by which people come as guests, or into a room of the inviter's.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin; [`Problem::Malformed`] for other than 1 to 365 days, 1 to 1,000
    /// people, and another role than member or guest; what keeps them from bringing people into the room.
    pub async fn invite(&self, who: PersonId, terms: Terms) -> Result<String> {
        let Terms {
            days,
            uses,
            role,
            room,
        } = terms;
        if ![Role::Member, Role::Guest].contains(&role) {
            return Err(Problem::Malformed("role".to_owned()).into());
        }
        if !(1..=365).contains(&days) {
            return Err(Problem::Malformed("days".to_owned()).into());
        }
        if !(1..=1_000).contains(&uses) {
            return Err(Problem::Malformed("uses".to_owned()).into());
        }
        let now = self.clock.now();
        let token = Token::draw();
        let hash = token.hash();
        self.write(move |db| {
            Box::pin(async move {
                require_admin(db, who).await?;
                if let Some(room) = room {
                    allowed(db, room, who, Action::Invite).await?;
                }
                let new = store::invites::New {
                    token: &hash,
                    by: who,
                    uses,
                    role,
                    room,
                    expires_at: now.plus(days * DAY),
                };
                store::invites::insert(db, &new, now).await?;
                let what = match role {
                    Role::Guest => format!("{uses} × {days} d, guest"),
                    _ => format!("{uses} × {days} d"),
                };
                Ok(store::audit::insert(db, Some(who), Deed::InviteMade, None, &what, now).await?)
            })
        })
        .await?;
        Ok(token.reveal().to_owned())
    }

    /// The invites that still work.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin.
    pub async fn invites(&self, who: PersonId) -> Result<Vec<Invite>> {
        let mut db = self.store.snapshot().await?;
        require_admin(&mut db, who).await?;
        Ok(store::invites::valid(&mut db, self.clock.now()).await?)
    }

    /// Ends an invite.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin; [`Problem::NotFound`].
    pub async fn revoke_invite(&self, who: PersonId, id: InviteId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                require_admin(db, who).await?;
                if !store::invites::revoke(db, id, now).await? {
                    return Err(Problem::NotFound.into());
                }
                let what = format!("#{id}");
                let deed = Deed::InviteRevoked;
                Ok(store::audit::insert(db, Some(who), deed, None, &what, now).await?)
            })
        })
        .await
    }

    /// The name of who invites by this secret.
    ///
    /// # Errors
    ///
    /// [`Problem::InviteInvalid`].
    pub async fn look_at_invite(&self, secret: &str) -> Result<String> {
        let mut db = self.store.read().await?;
        let inviter =
            store::invites::inviter(&mut db, &token::hash(secret), self.clock.now()).await?;
        Ok(inviter.ok_or(Problem::InviteInvalid)?)
    }
}
