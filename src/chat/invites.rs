//! Invite links.

use super::{
    Chat, Result,
    people::require_admin,
    token::{self, Token},
};
use crate::{
    domain::{Deed, Invite, InviteId, PersonId, Problem, time::DAY},
    store,
};

impl Chat {
    /// Makes an invite for so many people that lasts so many days, and gives its secret, which is not to be had again.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin; [`Problem::Malformed`] for other than 1 to 365 days or 1 to 1,000
    /// people.
    pub async fn create_invite(&self, who: PersonId, days: i64, uses: i64) -> Result<String> {
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
                store::invites::insert(db, &hash, who, uses, now, now.plus(days * DAY)).await?;
                let what = format!("{uses} × {days} d");
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
