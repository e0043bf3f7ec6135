//! API keys: what a program has instead of a sign-in. Each is a person's, may what they may, and has a name.

use super::{
    Chat, CurrentSession, Device, Result,
    people::{require_admin, require_admin_over},
    sessions::TOUCH,
    token::{self, Token},
};
use crate::{
    domain::{ApiKey, Deed, PersonId, Problem, Role, SessionId, Timestamp, input::KeyName},
    store::{self, Db},
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
        self.write(move |db| Box::pin(async move { insert(db, who, &hash, &name, now).await }))
            .await?;
        Ok(token)
    }

    /// Makes a key for a bot, for an admin, and gives its secret, which is not to be had again. People make theirs
    /// themselves, so that nobody acts in another's name.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin, and of who is no bot or is banned; [`Problem::NotFound`]; otherwise as
    /// [`create_key`](Self::create_key).
    pub async fn create_key_for(&self, who: PersonId, bot: PersonId, name: &str) -> Result<Token> {
        let name = KeyName::new(name)?;
        let now = self.clock.now();
        let token = Token::draw();
        let hash = token.hash();
        self.write(move |db| {
            Box::pin(async move {
                let account = require_admin_over(db, who, bot).await?;
                if account.role != Role::Bot || !account.active {
                    return Err(Problem::Forbidden.into());
                }
                insert(db, bot, &hash, &name, now).await?;
                let (deed, what) = (Deed::KeyMade, name.as_str());
                Ok(store::audit::insert(db, Some(who), deed, Some(bot), what, now).await?)
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

    /// Somebody's keys, the newest first, for an admin.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin.
    pub async fn keys_of(&self, who: PersonId, person: PersonId) -> Result<Vec<ApiKey>> {
        let mut db = self.store.snapshot().await?;
        require_admin(&mut db, who).await?;
        Ok(store::keys::of_person(&mut db, person).await?)
    }

    /// Ends one of somebody else's keys, for an admin, and the streams that were opened by it.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin, and for one's own; [`Problem::NotFound`].
    pub async fn end_key_of(&self, who: PersonId, person: PersonId, key: SessionId) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                require_admin_over(db, who, person).await?;
                let keys = store::keys::of_person(db, person).await?;
                let ended = keys.into_iter().find(|found| found.id == key);
                let name = ended.ok_or(Problem::NotFound)?.name;
                store::keys::end(db, person, key).await?;
                let deed = Deed::KeyEnded;
                Ok(store::audit::insert(db, Some(who), deed, Some(person), &name, now).await?)
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

/// Has somebody have one more key, unless they have too many.
async fn insert(
    db: &mut Db,
    who: PersonId,
    hash: &[u8],
    name: &KeyName,
    now: Timestamp,
) -> Result<()> {
    if store::keys::of_person(db, who).await?.len() >= KEYS_EACH {
        return Err(Problem::TooManyKeys { limit: KEYS_EACH }.into());
    }
    Ok(store::keys::insert(db, who, hash, name, now, NEVER).await?)
}
