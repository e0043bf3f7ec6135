//! The server's logo, which its keeper can put in the place of the program's mark.
//!
//! It is for everybody, also before they are inside. What stands at its address never changes: another logo has another one.

use std::path::PathBuf;

use super::{
    Chat, Error, Result,
    media::{Chunks, Drawn},
    people::require_admin,
};
use crate::{
    domain::{Deed, Logo, MediaKey, PersonId, Problem, Timestamp},
    store::{self, Db},
};

/// The setting that names the logo's picture; empty where there is none.
const QUIET: &str = "logo";
/// The same with a point at it.
const WAITING: &str = "logo_waiting";

impl Chat {
    /// The server's logo, where it has one.
    pub fn logo(&self) -> Option<Logo> {
        self.policy.logo()
    }

    /// The file of one of the logo's pictures, a PNG, for anybody.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] for any other key, also that of a former logo.
    pub fn logo_file(&self, key: MediaKey) -> Result<PathBuf, Problem> {
        let known = self.logo().is_some_and(|logo| logo.keys().contains(&key));
        known.then(|| self.drawn_file(key)).ok_or(Problem::NotFound)
    }

    /// Makes what an admin uploads the server's logo: a square with all of the picture in it. The one before is forgotten.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin; those of [`set_picture`](Self::set_picture), except that nothing is
    /// counted to anybody.
    pub async fn set_logo(&self, who: PersonId, chunks: impl Chunks) -> Result<()> {
        require_admin(&mut *self.store.read().await?, who).await?;
        let drawn = self.draw_logo(who, chunks).await?;
        self.to_the_end(|chat| async move { chat.enter_logo(who, drawn).await })
            .await
    }

    /// Has the database know of a logo, whose files are in their place.
    async fn enter_logo(&self, who: PersonId, drawn: [Drawn; 2]) -> Result<()> {
        let [quiet, waiting] = [&drawn[0], &drawn[1]].map(|drawn| drawn.picture);
        let logo = Logo {
            quiet: quiet.key,
            waiting: waiting.key,
        };
        let now = self.clock.now();
        let entered = self
            .write(move |db| {
                Box::pin(async move {
                    require_admin(db, who).await?;
                    for picture in [quiet, waiting] {
                        store::pictures::insert(db, &picture).await?;
                    }
                    replace(db, who, Some(logo), now).await
                })
            })
            .await;
        // Where it failed otherwise it is not certain whether the database knows of it. The next start sees.
        if !matches!(entered, Err(Error::Refused(_))) {
            drawn.into_iter().for_each(Drawn::keep);
        }
        let gone = entered?;
        self.policy.set_logo(Some(logo));
        self.discard(gone).await;
        Ok(())
    }

    /// Takes the logo away: the program's mark stands in its place again. Doing so again is no error.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for who is no admin.
    pub async fn remove_logo(&self, who: PersonId) -> Result<()> {
        let now = self.clock.now();
        let removing = self.write(move |db| {
            Box::pin(async move {
                require_admin(db, who).await?;
                replace(db, who, None, now).await
            })
        });
        let gone = removing.await?;
        self.policy.set_logo(None);
        self.discard(gone).await;
        Ok(())
    }
}

/// The logo as the database has it.
pub(super) async fn read(db: &mut Db) -> Result<Option<Logo>> {
    let quiet = store::settings::get(db, QUIET).await?;
    let waiting = store::settings::get(db, WAITING).await?;
    let key = |word: Option<String>| word.and_then(|word| word.parse().ok());
    let both = key(quiet).zip(key(waiting));
    Ok(both.map(|(quiet, waiting)| Logo { quiet, waiting }))
}

/// Puts a logo, or none, in the place of the one before; gives the keys whose files are to go.
async fn replace(
    db: &mut Db,
    who: PersonId,
    logo: Option<Logo>,
    now: Timestamp,
) -> Result<Vec<MediaKey>> {
    let before = read(db).await?;
    if before == logo {
        return Ok(Vec::new());
    }
    let word =
        |key: fn(Logo) -> MediaKey| logo.map_or_else(String::new, |logo| key(logo).to_string());
    let quiet = word(|logo| logo.quiet);
    store::settings::set(db, QUIET, &quiet, now).await?;
    store::settings::set(db, WAITING, &word(|logo| logo.waiting), now).await?;
    let what = format!("{QUIET}: {quiet}");
    store::audit::insert(db, Some(who), Deed::SettingChanged, None, &what, now).await?;
    for key in before.into_iter().flat_map(Logo::keys) {
        store::pictures::let_go(db, key).await?;
    }
    Ok(store::pictures::forget_dropped(db).await?)
}
