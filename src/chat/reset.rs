//! Getting back in without the password, by a secret that an admin hands out.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    Chat, Device, Result, SignedIn, password,
    people::require_admin,
    token::{self, Token},
};
use crate::{
    domain::{Deed, PersonId, Problem, Role, Timestamp, input::Email},
    store,
};

/// How long a secret works.
const LASTS: i64 = 60 * 60 * 1_000;

/// The secrets that were handed out, at most one for each person. Kept in memory: after a restart, one asks again.
#[derive(Debug, Default)]
pub(super) struct Resets {
    waiting: Mutex<HashMap<PersonId, Waiting>>,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    secret: [u8; 32],
    until: Timestamp,
}

impl Resets {
    fn waiting(&self) -> MutexGuard<'_, HashMap<PersonId, Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose secret this is.
    fn whose(&self, secret: [u8; 32], now: Timestamp) -> Option<PersonId> {
        let mut waiting = self.waiting();
        waiting.retain(|_, waiting| waiting.until > now);
        waiting
            .iter()
            .find(|(_, waiting)| waiting.secret == secret)
            .map(|(person, _)| *person)
    }
}

impl Chat {
    /// Draws the secret by which somebody gives themselves another password; their earlier one ends.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin; [`Problem::NotFound`] where nobody has the address.
    pub async fn draw_reset(&self, who: PersonId, email: &str) -> Result<Token> {
        let email = Email::new(email)?;
        let now = self.clock.now();
        let person = self
            .write(move |db| {
                Box::pin(async move {
                    require_admin(db, who).await?;
                    let account = store::people::by_email(db, &email).await?;
                    let account =
                        account.filter(|account| account.active && account.role != Role::Bot);
                    let person = account.ok_or(Problem::NotFound)?.id;
                    let deed = Deed::ResetDrawn;
                    store::audit::insert(db, Some(who), deed, Some(person), "", now).await?;
                    Ok(person)
                })
            })
            .await?;
        let token = Token::draw();
        let waiting = Waiting {
            secret: token.hash(),
            until: now.plus(LASTS),
        };
        self.resets.waiting().insert(person, waiting);
        Ok(token)
    }

    /// Gives somebody another password by the secret that they were handed, which works once. All their sessions end.
    ///
    /// # Errors
    ///
    /// [`Problem::SetupInvalid`] for a secret that is none; what is wrong with the password.
    pub async fn reset_password(
        &self,
        secret: &str,
        new: &str,
        device: Device,
    ) -> Result<SignedIn> {
        let secret = token::hash(secret);
        let now = self.clock.now();
        let who = self
            .resets
            .whose(secret, now)
            .ok_or(Problem::SetupInvalid)?;
        let new = password::check(new)?;
        let account = store::people::by_id(&mut *self.store.read().await?, who).await?;
        let account = account
            .filter(|account| account.active)
            .ok_or(Problem::SetupInvalid)?;
        // Whoever takes it first has used it up.
        self.resets
            .waiting()
            .remove(&who)
            .filter(|waiting| waiting.secret == secret)
            .ok_or(Problem::SetupInvalid)?;
        self.set_password(who, new).await?;
        self.throttle.succeeded(&account.email);
        self.begin_session(who, account.language, device).await
    }

    /// Forgets how often an account's password was wrong.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin.
    pub async fn unlock(&self, who: PersonId, email: &str) -> Result<()> {
        let (typed, now) = (email.trim().to_lowercase(), self.clock.now());
        let whose = Email::new(&typed).ok();
        self.write(move |db| {
            Box::pin(async move {
                require_admin(db, who).await?;
                if let Some(email) = whose
                    && let Some(account) = store::people::by_email(db, &email).await?
                {
                    let (deed, whom) = (Deed::Unlocked, Some(account.id));
                    store::audit::insert(db, Some(who), deed, whom, "", now).await?;
                }
                Ok(())
            })
        })
        .await?;
        self.throttle.succeeded(&typed);
        Ok(())
    }
}
