//! Who may fetch what was uploaded.

use std::path::PathBuf;

use super::{super::allowed, Chat, Error, Result};
use crate::{
    domain::{
        MediaKey, PersonId, Problem,
        media::Form,
        permission::{self, Action},
    },
    store::{self, Db, media::Media},
};

/// An upload that somebody may fetch.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// What is known of it.
    pub media: Media,
    /// The type of the form that was asked for.
    pub kind: String,
    /// Where its bytes are.
    pub file: PathBuf,
}

impl Chat {
    /// An upload, for somebody who asks for a form of it: what is in a message, to whoever may read that; what is for a
    /// message to be, to who uploaded it; anything else, to everybody. In open mode nobody needs to be signed in.
    ///
    /// # Errors
    ///
    /// [`Problem::SignedOut`], [`Problem::NotFound`].
    pub async fn exhibit(
        &self,
        who: Option<PersonId>,
        open: bool,
        key: MediaKey,
        form: Form,
    ) -> Result<Exhibit> {
        permission::fetch(who, open)?;
        let mut db = self.store.snapshot().await?;
        let media = store::media::by_key(&mut db, key).await?;
        let media = media.ok_or(Problem::NotFound)?;
        if !may_fetch(&mut db, who, open, &media).await? {
            return Err(Problem::NotFound.into());
        }
        let kind = match form {
            Form::Original => media.kind.clone(),
            Form::Card | Form::Thumbnail => media.preview.clone().ok_or(Problem::NotFound)?,
        };
        let file = self.media.shelf.folder(key).join(form.code());
        Ok(Exhibit { media, kind, file })
    }
}

async fn may_fetch(db: &mut Db, who: Option<PersonId>, open: bool, media: &Media) -> Result<bool> {
    match (media.room, who) {
        _ if media.draft => Ok(who == Some(media.owner)),
        // In open mode everybody reads everything.
        (None, _) | (Some(_), None) => Ok(true),
        (Some(_), Some(_)) if open => Ok(true),
        (Some(room), Some(who)) => match allowed(db, room, who, Action::Read).await {
            Ok(_) => Ok(true),
            Err(Error::Refused(_)) => Ok(false),
            Err(other) => Err(other),
        },
    }
}
