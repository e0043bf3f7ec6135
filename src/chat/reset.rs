//! Getting back in without the password, by a secret that an admin hands out or that comes by mail.

mod asked;

use std::{
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::{
    Chat, Device, Result, SignedIn, password,
    people::require_admin,
    token::{self, Token},
};
use crate::{
    domain::{Deed, PersonId, Problem, Role, Timestamp, input::Email},
    store::{self, people::Account},
};
use asked::Asked;

/// How long a secret works.
const LASTS: i64 = 60 * 60 * 1_000;

/// The secrets that wait to be used: of each person one that an admin handed out, and as many as were mailed in an hour.
/// Kept in memory: after a restart, one asks again.
#[derive(Debug, Default)]
pub(super) struct Resets {
    waiting: Mutex<Vec<Waiting>>,
    asked: Asked,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    person: PersonId,
    secret: [u8; 32],
    way: Way,
    until: Timestamp,
}

/// How a secret comes to its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// An admin hands it out.
    Handed,
    /// By mail, which anybody can ask for: so it ends nothing that came before it.
    Mailed,
}

impl Resets {
    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Draws one for somebody. What was handed out to them before ends with what is handed out now.
    fn draw(&self, person: PersonId, way: Way, now: Timestamp) -> Token {
        let token = Token::draw();
        let mut waiting = self.waiting();
        waiting.retain(|waiting| {
            let replaced = way == Way::Handed && waiting.way == way && waiting.person == person;
            waiting.until > now && !replaced
        });
        waiting.push(Waiting {
            person,
            secret: token.hash(),
            way,
            until: now.plus(LASTS),
        });
        token
    }

    /// Whose secret this is.
    fn whose(&self, secret: [u8; 32], now: Timestamp) -> Option<PersonId> {
        let mut waiting = self.waiting();
        waiting.retain(|waiting| waiting.until > now);
        let found = waiting.iter().find(|waiting| waiting.secret == secret);
        found.map(|waiting| waiting.person)
    }

    /// Ends everything that somebody could use: they have another password.
    pub(super) fn end(&self, person: PersonId) {
        self.waiting().retain(|waiting| waiting.person != person);
    }

    /// Uses a secret up, and with it everything else that its person could have used. False where somebody was faster.
    fn take(&self, secret: [u8; 32], person: PersonId) -> bool {
        let mut waiting = self.waiting();
        let there = waiting.iter().any(|waiting| waiting.secret == secret);
        if there {
            waiting.retain(|waiting| waiting.person != person);
        }
        there
    }
}

impl Chat {
    /// Draws the secret by which somebody gives themselves another password; one that was handed out before ends.
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
        Ok(self.resets.draw(person, Way::Handed, now))
    }

    /// Counts that somebody asks for a mail to an address, and says whether one is to be sent: not where that address was
    /// asked for so often that its owner, if it has one, has mails enough that still work. Nobody looks here whether it has.
    ///
    /// # Errors
    ///
    /// [`Problem::TooMany`] for a network that asks and asks.
    pub fn ask_for_reset(&self, email: &str, from: IpAddr) -> Result<bool, Problem> {
        // What is no address is counted with its network only, and remembered nowhere.
        let email = Email::new(email).map_or_else(|_| String::new(), String::from);
        let is_address = !email.is_empty();
        let wanted = self.resets.asked.count(email, from, self.clock.now())?;
        Ok(wanted && is_address)
    }

    /// Draws the secret that is mailed to who forgot their password, and gives it with their account and until when it works;
    /// `None` where nobody with a password has the address.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn draw_mailed_reset(
        &self,
        email: &str,
    ) -> Result<Option<(Account, Token, Timestamp)>> {
        let Ok(email) = Email::new(email) else {
            return Ok(None);
        };
        let found = store::people::by_email(&mut *self.store.read().await?, &email).await?;
        let account = found.filter(|account| account.active && account.role != Role::Bot);
        Ok(account.map(|account| {
            let now = self.clock.now();
            let token = self.resets.draw(account.id, Way::Mailed, now);
            (account, token, now.plus(LASTS))
        }))
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
        if !self.resets.take(secret, who) {
            return Err(Problem::SetupInvalid.into());
        }
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
