//! Pictures that the server draws itself, after what it finds or is given. They are nobody's uploads, and count for nobody.
//!
//! As with uploads, the file is in its place before the database knows of it. What shows such a picture tells the database
//! when it goes, in the same transaction; the file is removed after that.

use super::{
    Chat, Made, Result, draw_key,
    picture::{self, in_turn},
    shelf::Parcel,
};
use crate::{
    domain::{MediaKey, Message, Problem},
    store::{self, Db, pictures::Picture},
};

/// A picture whose file is in its place. The file goes with it, unless it is to stay.
#[derive(Debug)]
pub(in crate::chat) struct Drawn {
    parcel: Parcel,
    /// What the database is to know of it.
    pub(in crate::chat) picture: Picture,
}

impl Drawn {
    /// Lets the file stay.
    pub(in crate::chat) fn keep(self) {
        self.parcel.keep();
    }
}

impl Chat {
    /// Draws the picture of a card, after what a stranger's server sent; `None` where that is no picture, or too large a
    /// one.
    pub(in crate::chat) async fn draw_vignette(&self, bytes: Vec<u8>) -> Option<Drawn> {
        let drawing = async {
            let parcel = self.media.shelf.begin(draw_key()).await?;
            let drawn = in_turn(parcel, move |parcel| picture::vignette(parcel, bytes));
            let (parcel, made) = drawn.await?;
            finish(parcel, &made).await
        };
        drawing
            .await
            .inspect_err(|error| tracing::debug!(%error, "a card has no picture"))
            .ok()
    }
}

/// Brings what was drawn to its place.
async fn finish(parcel: Parcel, made: &Made) -> Result<Drawn> {
    let picture = Picture {
        key: parcel.key(),
        kind: made.kind,
        size: made.size,
        pixels: made.pixels.ok_or(Problem::PictureBroken)?,
    };
    parcel.place().await?;
    Ok(Drawn { parcel, picture })
}

/// Forgets the pictures of cards that a message had before and has no more; gives the keys of those whose files are to go.
pub(in crate::chat) async fn forget_pictures(
    db: &mut Db,
    before: &Message,
) -> Result<Vec<MediaKey>> {
    if before.previews.iter().all(|card| card.picture.is_empty()) {
        return Ok(Vec::new());
    }
    Ok(store::pictures::forget_dropped(db).await?)
}
