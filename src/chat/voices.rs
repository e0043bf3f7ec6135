//! Bots that write in other people's names.

use super::{Chat, Result, people::require_admin};
use crate::{
    domain::{Deed, PersonId, Problem, Role, permission},
    store::{self, Db},
};

impl Chat {
    /// Lets a bot write messages in other people's names, or no longer.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin, and of who is no bot; [`Problem::NotFound`].
    pub async fn let_speak(&self, who: PersonId, bot: PersonId, lent: bool) -> Result<()> {
        self.lend_voices(Some(who), bot, lent).await
    }

    /// The same, for the command line.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] of who is no bot; [`Problem::NotFound`].
    pub async fn let_speak_unasked(&self, bot: PersonId, lent: bool) -> Result<()> {
        self.lend_voices(None, bot, lent).await
    }

    async fn lend_voices(&self, by: Option<PersonId>, bot: PersonId, lent: bool) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                if let Some(who) = by {
                    require_admin(db, who).await?;
                }
                let account = store::people::by_id(db, bot).await?;
                let account = account.ok_or(Problem::NotFound)?;
                if account.speaks_for_others == lent {
                    return Ok(());
                }
                if account.role != Role::Bot {
                    return Err(Problem::Forbidden.into());
                }
                store::people::set_speaks_for_others(db, bot, lent, now).await?;
                let deed = if lent {
                    Deed::VoiceLent
                } else {
                    Deed::VoiceTaken
                };
                Ok(store::audit::insert(db, by, deed, Some(bot), "", now).await?)
            })
        })
        .await
    }
}

/// Whether a bot may speak for somebody now, who must have an account and be let in themselves.
pub(super) async fn speak_for(db: &mut Db, bot: PersonId, whom: PersonId) -> Result<()> {
    let account = store::people::by_id(db, bot).await?;
    let account = account.filter(|account| account.active);
    let account = account.ok_or(Problem::Forbidden)?;
    permission::speak_for(account.role, account.speaks_for_others)?;
    match store::people::by_id(db, whom).await? {
        Some(whom) if whom.active => Ok(()),
        Some(_) => Err(Problem::Forbidden.into()),
        None => Err(Problem::NotFound.into()),
    }
}
