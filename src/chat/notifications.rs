//! Notifications: which browsers are told of messages while no page is open in them, and of which messages.
//!
//! A message concerns somebody here as it does on a page: by the level of its room, and by whom it calls. Whoever hears of what
//! is to be told ([`Chat::errands`]) sends it.

mod key;

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;
use tokio::{
    sync::{OnceCell, broadcast},
    time::Instant,
};
use url::Url;

use super::{Chat, CurrentSession, Result};
use crate::{
    domain::{Language, Message, MessageId, PersonId, Problem, Room, SessionId, session::Notified},
    store::{
        self,
        subscriptions::{Subscription, Terms, Wanted},
    },
};

pub use key::PushKey;

/// How many browsers of one person are told. One more, and the one that began first is so no longer.
pub const MOST: i64 = 20;
/// How much may wait to be told. What comes when it is full pushes out the oldest.
const WAITING: usize = 1_024;
/// How long an endpoint may be, in bytes. Those of today are below 500.
const ENDPOINT_LIMIT: usize = 2_000;

/// Something to be told.
#[derive(Clone, Copy, Debug)]
pub enum Errand {
    /// A message, to whomever it concerns.
    Said {
        /// Which one.
        message: MessageId,
        /// When it was told to the pages.
        at: Instant,
    },
    /// That notifications arrive, to who asked whether they do.
    Trial(SessionId),
}

/// Who is told, and what is to be told. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Notices(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The sessions whose browsers are told, and whether only that there is something. Kept in memory, so that neither a
    /// message nor a page costs a query more where nobody is. Some may have ended, of which the database knows.
    sessions: RwLock<HashMap<SessionId, bool>>,
    errands: broadcast::Sender<Errand>,
    key: OnceCell<Arc<PushKey>>,
}

impl Default for Notices {
    fn default() -> Self {
        Self(Arc::new(Inner {
            sessions: RwLock::default(),
            errands: broadcast::channel(WAITING).0,
            key: OnceCell::new(),
        }))
    }
}

impl Notices {
    /// Has those told of a message whom it concerns. Costs nothing where nobody wants to be.
    pub fn tell(&self, message: MessageId) {
        if !self.read(HashMap::is_empty) {
            let at = Instant::now();
            // Where nobody sends anything there is nobody to be told.
            _ = self.0.errands.send(Errand::Said { message, at });
        }
    }

    fn read<T>(&self, read: impl FnOnce(&HashMap<SessionId, bool>) -> T) -> T {
        read(
            &self
                .0
                .sessions
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn change<T>(&self, change: impl FnOnce(&mut HashMap<SessionId, bool>) -> T) -> T {
        change(
            &mut self
                .0
                .sessions
                .write()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

/// What a browser is told of a message.
#[derive(Clone, Debug)]
pub struct Call {
    /// The message.
    pub message: Message,
    /// Where it was said.
    pub room: Room,
    /// Where to, and how.
    pub to: Wanted,
}

/// A subscription as browsers write it (`PushSubscription.toJSON`).
#[derive(Deserialize)]
struct Written {
    endpoint: String,
    keys: Keys,
}

#[derive(Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

/// Reads what a browser wrote. Where it leads is looked at when it is gone to, and again each time.
fn read(text: &str) -> Result<Subscription, Problem> {
    let malformed = || Problem::Malformed("subscription".to_owned());
    let written: Written = serde_json::from_str(text).map_err(|_| malformed())?;
    // Some pad what others don't.
    let bytes = |text: &str| {
        BASE64_URL_SAFE_NO_PAD
            .decode(text.trim_end_matches('='))
            .map_err(|_| malformed())
    };
    let (browser_key, secret) = (bytes(&written.keys.p256dh)?, bytes(&written.keys.auth)?);
    let url = Url::parse(&written.endpoint).map_err(|_| malformed())?;
    let is_right = written.endpoint.len() <= ENDPOINT_LIMIT
        && url.scheme() == "https"
        && url.host().is_some()
        && url.username().is_empty()
        && url.password().is_none()
        && browser_key.len() == 65
        && browser_key.first() == Some(&4)
        && secret.len() == 16;
    is_right
        .then(|| Subscription {
            endpoint: url.into(),
            browser_key,
            secret,
        })
        .ok_or_else(malformed)
}

impl Chat {
    /// Hears what is to be told, from now on.
    pub fn errands(&self) -> broadcast::Receiver<Errand> {
        self.notices.0.errands.subscribe()
    }

    /// What passes on that something is to be told.
    pub fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Learns who is told, from the database.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn recall_subscriptions(&self) -> Result<()> {
        let all = store::subscriptions::all(&mut *self.store.read().await?).await?;
        self.notices
            .change(|sessions| *sessions = all.into_iter().collect());
        Ok(())
    }

    /// Whether a session's browser is told of messages: `None` where not, and else whether only that there is something.
    pub fn notified(&self, session: SessionId) -> Option<bool> {
        self.notices
            .read(|sessions| sessions.get(&session).copied())
    }

    /// What push services know this server by. Made when it is first asked for.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn push_key(&self) -> Result<Arc<PushKey>> {
        let key = &self.notices.0.key;
        let key = key.get_or_try_init(|| async {
            let known = store::subscriptions::pair(&mut *self.store.read().await?).await?;
            let pair = match known {
                Some(pair) => pair,
                None => self.make_pair().await?,
            };
            Ok::<_, super::Error>(Arc::new(PushKey::read(&pair)?))
        });
        key.await.cloned()
    }

    async fn make_pair(&self) -> Result<Vec<u8>> {
        let (pair, now) = (key::draw()?, self.clock.now());
        self.write(move |db| {
            Box::pin(async move {
                store::subscriptions::keep_pair(db, &pair, now).await?;
                // Another process may have been quicker.
                let kept = store::subscriptions::pair(db).await?;
                Ok(kept.unwrap_or(pair))
            })
        })
        .await
    }

    /// Has a session's browser told of what concerns its owner, where it says itself (`subscription`, as JSON). `bare` is
    /// whether only that there is something is told.
    ///
    /// # Errors
    ///
    /// [`Problem::Malformed`] for what is no subscription; [`Problem::Forbidden`] for a program.
    pub async fn subscribe(
        &self,
        session: &CurrentSession,
        subscription: &str,
        bare: bool,
        language: Language,
    ) -> Result<()> {
        if session.is_key {
            return Err(Problem::Forbidden.into());
        }
        let subscription = read(subscription)?;
        let (id, now) = (session.id, self.clock.now());
        let terms = Terms { bare, language };
        self.write(move |db| {
            Box::pin(async move {
                Ok(store::subscriptions::put(db, id, &subscription, terms, MOST, now).await?)
            })
        })
        .await?;
        // It may have taken others' places, so all are looked at: that is seldom, and short.
        self.recall_subscriptions().await
    }

    /// Puts another subscription of a session's browser in the place of the one that it had.
    ///
    /// # Errors
    ///
    /// [`Problem::Malformed`] for what is no subscription; [`Problem::NotFound`] where it had none.
    pub async fn renew_subscription(&self, session: SessionId, subscription: &str) -> Result<()> {
        let subscription = read(subscription)?;
        let renewed = self.write(move |db| {
            Box::pin(
                async move { Ok(store::subscriptions::renew(db, session, &subscription).await?) },
            )
        });
        if renewed.await? {
            Ok(())
        } else {
            Err(Problem::NotFound.into())
        }
    }

    /// Sets whether a session's browser is told only that there is something.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] where it is told nothing.
    pub async fn set_bare(&self, session: SessionId, bare: bool) -> Result<()> {
        let set = self.write(move |db| {
            Box::pin(async move { Ok(store::subscriptions::set_bare(db, session, bare).await?) })
        });
        if !set.await? {
            return Err(Problem::NotFound.into());
        }
        self.recall_subscriptions().await
    }

    /// Has the browser of one of somebody's sessions told nothing any more.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] where it is told nothing, or is not theirs.
    pub async fn unsubscribe(&self, who: PersonId, session: SessionId) -> Result<()> {
        let ended = self.write(move |db| {
            Box::pin(async move { Ok(store::subscriptions::end(db, who, session).await?) })
        });
        if !ended.await? {
            return Err(Problem::NotFound.into());
        }
        self.notices.change(|sessions| sessions.remove(&session));
        Ok(())
    }

    /// Somebody's browsers that are told, the newest first.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn notified_of(&self, who: PersonId, current: SessionId) -> Result<Vec<Notified>> {
        let (mut db, now) = (self.store.read().await?, self.clock.now());
        Ok(store::subscriptions::of_person(&mut db, who, current, now).await?)
    }

    /// Has a session's browser told that notifications arrive.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] where it is told nothing.
    pub fn try_notifications(&self, session: SessionId) -> Result<()> {
        self.notified(session).ok_or(Problem::NotFound)?;
        _ = self.notices.0.errands.send(Errand::Trial(session));
        Ok(())
    }

    /// The sessions whose browsers are to be told of a message, and whose they are.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn called_by(&self, message: MessageId) -> Result<Vec<(SessionId, PersonId)>> {
        let (mut db, now) = (self.store.read().await?, self.clock.now());
        Ok(store::subscriptions::called(&mut db, message, now).await?)
    }

    /// What a session's browser is told of a message, if it still is to be: it may have been deleted or read meanwhile, and
    /// its owner be gone.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn call(&self, message: MessageId, session: SessionId) -> Result<Option<Call>> {
        let mut db = self.store.snapshot().await?;
        let now = self.clock.now();
        let Some(to) = store::subscriptions::call(&mut db, message, session, now).await? else {
            return Ok(None);
        };
        let Some(message) = store::messages::by_id(&mut db, message).await? else {
            return Ok(None);
        };
        let rooms = store::rooms::some(&mut db, &format!("[{}]", message.room)).await?;
        Ok(rooms.into_iter().next().map(|told| Call {
            message,
            room: told.room,
            to,
        }))
    }

    /// How a session's browser is told anything, if it is.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn subscription(&self, session: SessionId) -> Result<Option<Wanted>> {
        let (mut db, now) = (self.store.read().await?, self.clock.now());
        Ok(store::subscriptions::of_session(&mut db, session, now).await?)
    }

    /// Notes that a push service has taken something for a session's browser.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn note_push(&self, session: SessionId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move { Ok(store::subscriptions::note_push(db, session, now).await?) })
        })
        .await
    }

    /// Forgets a subscription that its push service knows no longer.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn forget_subscription(&self, session: SessionId, endpoint: String) -> Result<()> {
        let forgotten = self.write(move |db| {
            Box::pin(async move { Ok(store::subscriptions::forget(db, session, &endpoint).await?) })
        });
        if forgotten.await? {
            self.notices.change(|sessions| sessions.remove(&session));
        }
        Ok(())
    }
}
