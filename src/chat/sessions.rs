//! Sign-ins: how a session begins, is recognised, and ends.

use std::net::IpAddr;

use super::{
    Chat, Proof, Result, password,
    people::{require_admin, require_admin_over},
    token::{self, Token},
};
use crate::{
    domain::{
        Deed, Language, PersonId, Problem, Role, Session, SessionId, Timestamp,
        input::{Email, NewPassword, PASSWORD_MAX},
        time::DAY,
    },
    store::{self, people::Account},
};

/// How long a session lasts unused (ASVS 5.0, 7.3.1).
const IDLE: i64 = 30 * DAY;
/// How long it lasts at most (ASVS 5.0, 7.3.2).
pub(crate) const LONGEST: i64 = 180 * DAY;
/// How often its use is written down.
pub(super) const TOUCH: i64 = 10 * 60 * 1_000;
/// How much of a browser's name for itself is kept, in characters.
const AGENT_LIMIT: usize = 200;

/// Where a request came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What the browser or program calls itself.
    pub agent: String,
    /// Its network address.
    pub address: IpAddr,
}

impl Device {
    fn agent(&self) -> String {
        self.agent
            .chars()
            .filter(|c| !c.is_control())
            .take(AGENT_LIMIT)
            .collect()
    }
}

/// Who asks: a person, by a session that lasts, or a program of theirs by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrentSession {
    /// Which session.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
    /// Whether it is an API key.
    pub is_key: bool,
}

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The secret for the cookie; the database has only its hash.
    pub token: Token,
    /// The session.
    pub session: CurrentSession,
    /// The language that the person chose.
    pub language: Option<Language>,
}

impl Chat {
    /// Signs in with address and password.
    ///
    /// # Errors
    ///
    /// [`Problem::CredentialsWrong`], after the same work whether the address is unknown, the password wrong or the
    /// person banned; [`Problem::TooMany`] after too many of those.
    pub async fn sign_in(&self, email: &str, password: &str, device: Device) -> Result<SignedIn> {
        let typed = email.trim().to_lowercase();
        let now = self.clock.now();
        let (account, known) = {
            let mut db = self.store.read().await?;
            let account = match Email::new(&typed) {
                Ok(email) => store::people::by_email(&mut db, &email).await?,
                Err(_) => None,
            };
            let known = match &account {
                Some(account) => {
                    store::sessions::knows_address(&mut db, account.id, &device.address.to_string())
                        .await?
                }
                None => false,
            };
            (account, known)
        };
        let may = || {
            self.throttle
                .check(&typed, device.address, known, self.clock.now())
        };
        // Twice: before waiting for a turn, and once it has come.
        may()?;
        let hash = account.as_ref().map(|account| account.password.clone());
        // What is longer than any password can be is not worth hashing; the work is done all the same.
        let short: String = password.chars().take(PASSWORD_MAX + 1).collect();
        let right = password::verify(short, hash, may).await?;
        if let Some(account) = account.filter(|account| right && account.active) {
            self.throttle.succeeded(&typed);
            self.begin_session(account.id, account.language, device)
                .await
        } else {
            self.throttle.failed(&typed, device.address, now);
            Err(Problem::CredentialsWrong.into())
        }
    }

    /// Begins a session for somebody who has shown that they are who they say.
    pub(super) async fn begin_session(
        &self,
        person: PersonId,
        language: Option<Language>,
        device: Device,
    ) -> Result<SignedIn> {
        let now = self.clock.now();
        let token = Token::draw();
        let hash = token.hash();
        let expires_at = now.plus(IDLE);
        let id = self
            .write(move |db| {
                Box::pin(async move {
                    let (agent, address) = (device.agent(), device.address.to_string());
                    Ok(store::sessions::insert(
                        db, person, &hash, &agent, &address, now, expires_at,
                    )
                    .await?)
                })
            })
            .await?;
        Ok(SignedIn {
            token,
            session: CurrentSession {
                id,
                person,
                expires_at,
                is_key: false,
            },
            language,
        })
    }

    /// Whose request it is that carries this secret. The session's use is noted, at most every ten minutes.
    ///
    /// # Errors
    ///
    /// Only where the database fails; `None` for a secret that is none.
    pub async fn session(&self, secret: &str, device: &Device) -> Result<Option<CurrentSession>> {
        let now = self.clock.now();
        let found =
            store::sessions::by_token(&mut *self.store.read().await?, &token::hash(secret), now)
                .await?;
        let Some(found) = found else { return Ok(None) };
        let mut expires_at = found.expires_at;
        if now.0 - found.seen_at.0 >= TOUCH {
            expires_at = now.plus(IDLE).min(found.created_at.plus(LONGEST));
            self.note_use(found.id, device, now, expires_at);
        }
        Ok(Some(CurrentSession {
            id: found.id,
            person: found.person,
            expires_at,
            is_key: false,
        }))
    }

    /// Notes that a session was used, from where, and when it now ends. Nobody waits for it, and a note that is lost costs
    /// nothing.
    pub(super) fn note_use(
        &self,
        id: SessionId,
        device: &Device,
        now: Timestamp,
        expires_at: Timestamp,
    ) {
        let (chat, address) = (self.clone(), device.address.to_string());
        tokio::spawn(async move {
            let touched: Result<()> = chat
                .write(move |db| {
                    Box::pin(async move {
                        Ok(store::sessions::touch(db, id, &address, now, expires_at).await?)
                    })
                })
                .await;
            if let Err(error) = touched {
                tracing::debug!(%error, "a session's use was not noted");
            }
        });
    }

    /// Lets a session last anew, as if it had just begun to be used.
    ///
    /// # Errors
    ///
    /// [`Problem::SignedOut`] for one that has ended; [`Problem::Forbidden`] for a key, which needs none of it.
    pub async fn renew_session(
        &self,
        session: &CurrentSession,
        device: &Device,
    ) -> Result<CurrentSession> {
        if session.is_key {
            return Err(Problem::Forbidden.into());
        }
        let (id, address, now) = (session.id, device.address.to_string(), self.clock.now());
        let expires_at = self
            .write(move |db| {
                Box::pin(async move {
                    let until = now.plus(IDLE);
                    Ok(store::sessions::renew(db, id, &address, now, until, LONGEST).await?)
                })
            })
            .await?
            .ok_or(Problem::SignedOut)?;
        Ok(CurrentSession {
            expires_at,
            ..*session
        })
    }

    /// Somebody's sessions, the latest used first.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn sessions(&self, who: PersonId, current: SessionId) -> Result<Vec<Session>> {
        let now = self.clock.now();
        Ok(store::sessions::of_person(&mut *self.store.read().await?, who, current, now).await?)
    }

    /// Ends one of somebody's own sessions.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] for one that is not theirs.
    pub async fn end_session(&self, who: PersonId, session: SessionId) -> Result<()> {
        self.write(move |db| {
            Box::pin(async move {
                if store::sessions::end(db, who, session).await? {
                    Ok(())
                } else {
                    Err(Problem::NotFound.into())
                }
            })
        })
        .await
    }

    /// Somebody else's sessions, the latest used first.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin.
    pub async fn sessions_of(&self, who: PersonId, person: PersonId) -> Result<Vec<Session>> {
        let mut db = self.store.snapshot().await?;
        require_admin(&mut db, who).await?;
        let now = self.clock.now();
        Ok(store::sessions::of_person(&mut db, person, SessionId(0), now).await?)
    }

    /// Ends one of somebody else's sessions.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin, and for one's own; [`Problem::NotFound`].
    pub async fn end_session_of(
        &self,
        who: PersonId,
        person: PersonId,
        session: SessionId,
    ) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                require_admin_over(db, who, person).await?;
                if !store::sessions::end(db, person, session).await? {
                    return Err(Problem::NotFound.into());
                }
                let deed = Deed::SessionEnded;
                Ok(store::audit::insert(db, Some(who), deed, Some(person), "", now).await?)
            })
        })
        .await
    }

    /// Changes somebody's password. All their sessions end; the one that asks goes on under a new secret.
    ///
    /// # Errors
    ///
    /// [`Problem::PasswordWrong`] for the current one, slowed like a sign-in; what is wrong with the new one.
    pub async fn change_password(
        &self,
        session: &CurrentSession,
        current: &str,
        new: &str,
        device: Device,
    ) -> Result<SignedIn> {
        let who = session.person;
        let new = password::check(new)?;
        let account = store::people::by_id(&mut *self.store.read().await?, who)
            .await?
            .ok_or(Problem::SignedOut)?;
        let proof = Proof {
            password: current,
            device: &device,
        };
        self.prove(&account, proof).await?;
        self.set_password(who, new).await?;
        self.begin_session(who, account.language, device).await
    }

    /// Has somebody who is signed in show by their password that it is they who ask.
    ///
    /// # Errors
    ///
    /// [`Problem::PasswordWrong`]; [`Problem::TooMany`] after too many of those, counted with sign-ins.
    pub(super) async fn prove(&self, account: &Account, proof: Proof<'_>) -> Result<()> {
        let (email, address) = (&account.email, proof.device.address);
        let now = self.clock.now();
        let may = || self.throttle.check(email, address, true, self.clock.now());
        may()?;
        let typed: String = proof.password.chars().take(PASSWORD_MAX + 1).collect();
        if password::verify(typed, Some(account.password.clone()), may).await? {
            return Ok(());
        }
        self.throttle.failed(email, address, now);
        Err(Problem::PasswordWrong.into())
    }

    /// Gives somebody another password and ends all their sessions; their keys stay. For the command line, and for those who have shown
    /// that they are who they say.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for a bot, which has none.
    pub async fn set_password(&self, who: PersonId, new: NewPassword) -> Result<()> {
        let hash = password::hash(new.as_str()).await?;
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                let account = store::people::by_id(db, who).await?;
                if account.is_some_and(|account| account.role == Role::Bot) {
                    return Err(Problem::Forbidden.into());
                }
                store::people::set_password(db, who, &hash, now).await?;
                Ok(store::sessions::end_sign_ins(db, who).await?)
            })
        })
        .await?;
        self.resets.end(who);
        Ok(())
    }
}
