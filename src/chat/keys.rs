//! API keys: what a program has instead of a sign-in. Each is a person's, may what they may, and has a name.

use super::{
    Chat, CurrentSession, Device, Result,
    sessions::TOUCH,
    token::{self, Token},
};
use crate::{
    domain::{ApiKey, PersonId, Problem, SessionId, Timestamp, input::KeyName},
    store,
};

/// How many keys somebody may have.
const KEYS_EACH: usize = 50;

/// When a key ends by itself: the last moment that the wire can say.
const NEVER: Timestamp = Timestamp(253_402_300_799_999);

impl Chat {
    /// Makes a key for somebody, and gives its secret, which is not to be had again.
    ///
    /// # Errors
    ///
    /// [`Problem::KeyNameInvalid`]; [`Problem::TooManyKeys`].
    pub async fn create_key(&self, who: PersonId, name: &str) -> Result<Token> {
        let name = KeyName::new(name)?;
        let now = self.clock.now();
        let token = Token::draw();
        let hash = token.hash();
        self.write(move |db| {
            Box::pin(async move {
                if store::keys::of_person(db, who).await?.len() >= KEYS_EACH {
                    return Err(Problem::TooManyKeys { limit: KEYS_EACH }.into());
                }
                Ok(store::keys::insert(db, who, &hash, &name, now, NEVER).await?)
            })
        })
        .await?;
        Ok(token)
    }

    /// Somebody's keys, the newest first.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn keys(&self, who: PersonId) -> Result<Vec<ApiKey>> {
        Ok(store::keys::of_person(&mut *self.store.read().await?, who).await?)
    }

    /// Ends one of somebody's own keys, and the streams that were opened by it.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] for one that is not theirs.
    pub async fn end_key(&self, who: PersonId, key: SessionId) -> Result<()> {
        self.write(move |db| {
            Box::pin(async move {
                if store::keys::end(db, who, key).await? {
                    Ok(())
                } else {
                    Err(Problem::NotFound.into())
                }
            })
        })
        .await
    }

    /// Whose request it is that carries this key. Its use is noted: the first, and then at most every ten minutes.
    ///
    /// # Errors
    ///
    /// Only where the database fails; `None` for a key that is none.
    pub async fn key(&self, secret: &str, device: &Device) -> Result<Option<CurrentSession>> {
        let found =
            store::keys::by_token(&mut *self.store.read().await?, &token::hash(secret)).await?;
        let Some(found) = found else { return Ok(None) };
        let now = self.clock.now();
        if found
            .used_at
            .is_none_or(|used_at| now.0 - used_at.0 >= TOUCH)
        {
            self.note_use(found.id, device, now, NEVER);
        }
        Ok(Some(CurrentSession {
            id: found.id,
            person: found.person,
            expires_at: NEVER,
            is_key: true,
        }))
    }
}
