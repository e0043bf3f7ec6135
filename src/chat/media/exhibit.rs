//! Who may fetch what was uploaded, and pictures of the server's own.

use std::path::PathBuf;

use super::{super::may, Chat, Result};
use crate::{
    domain::{
        MediaKey, PersonId, Problem, RoomId,
        media::Form,
        permission::{self, Action},
    },
    store::{self, Db, media::Media},
};

/// What the picture of a card is called where somebody saves it.
const CARD_PICTURE: &str = "preview.jpg";

/// A file that somebody may fetch.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// What it is called where it is saved.
    pub name: String,
    /// The type of the form that was asked for.
    pub kind: String,
    /// Where its bytes are.
    pub file: PathBuf,
}

impl Chat {
    /// An upload, for somebody who asks for a form of it: what is in a message, to whoever may read that; what is for a
    /// message to be, to who uploaded it; anything else, to everybody. And the picture of a card, to whoever may read its
    /// message. In open mode nobody needs to be signed in.
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
        let (name, kind) = match store::media::by_key(&mut db, key).await? {
            Some(media) if may_fetch(&mut db, who, open, &media).await? => {
                let kind = match form {
                    Form::Original => Some(media.kind),
                    Form::Card | Form::Thumbnail => media.preview,
                };
                (media.name, kind)
            }
            Some(_) => return Err(Problem::NotFound.into()),
            None => {
                let found = store::pictures::in_a_card(&mut db, key).await?;
                let (kind, room) = found.ok_or(Problem::NotFound)?;
                let may = may_look_into(&mut db, who, open, room).await?;
                let kind = (may && form == Form::Original).then_some(kind);
                (CARD_PICTURE.to_owned(), kind)
            }
        };
        let kind = kind.ok_or(Problem::NotFound)?;
        let file = self.media.shelf.folder(key).join(form.code());
        Ok(Exhibit { name, kind, file })
    }
}

async fn may_fetch(db: &mut Db, who: Option<PersonId>, open: bool, media: &Media) -> Result<bool> {
    match media.room {
        _ if media.draft => Ok(who == Some(media.owner)),
        None => Ok(true),
        Some(room) => may_look_into(db, who, open, room).await,
    }
}

async fn may_look_into(
    db: &mut Db,
    who: Option<PersonId>,
    open: bool,
    room: RoomId,
) -> Result<bool> {
    match who {
        Some(who) if !open => may(db, room, who, Action::Read).await,
        // In open mode everybody reads everything.
        _ => Ok(true),
    }
}
