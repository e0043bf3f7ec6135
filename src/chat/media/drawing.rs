//! Pictures that the server draws itself, after what it finds or is given. They are nobody's uploads, and count for nobody.
//!
//! As with uploads, the file is in its place before the database knows of it. What shows such a picture tells the database
//! when it goes, in the same transaction; the file is removed after that.

use std::path::PathBuf;

use super::{
    Chat, Chunks, Made, Result, Turns, draw_key,
    picture::{self, in_turn},
    shelf::Parcel,
    upload,
};
use crate::{
    domain::{MediaKey, Message, PersonId, Problem, media::Form},
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
            let parcel = self.begin_drawing().await?;
            let drawn = in_turn(parcel, move |parcel| picture::vignette(parcel, bytes));
            let (parcel, made) = drawn.await?;
            finish(parcel, &made).await
        };
        drawing
            .await
            .inspect_err(|error| tracing::debug!(%error, "a card has no picture"))
            .ok()
    }

    /// Draws a logo after what somebody uploads, and beside it the same with a point.
    ///
    /// # Errors
    ///
    /// Those of [`set_picture`](Self::set_picture) that are not of a quota.
    pub(in crate::chat) async fn draw_logo(
        &self,
        who: PersonId,
        chunks: impl Chunks,
    ) -> Result<[Drawn; 2]> {
        let _turn = Turns::take(&self.media.turns, who)?;
        let limit = self.limits().upload;
        let (parcel, waiting) = (self.begin_drawing().await?, self.begin_drawing().await?);
        upload::receive(&parcel, chunks, (limit, Problem::FileTooLarge { limit })).await?;
        let drawing = in_turn(parcel, move |parcel| {
            let made = picture::logo(parcel, &waiting)?;
            Ok((made, waiting))
        });
        let (parcel, (made, waiting)) = drawing.await?;
        Ok([
            finish(parcel, &made.0).await?,
            finish(waiting, &made.1).await?,
        ])
    }

    async fn begin_drawing(&self) -> Result<Parcel> {
        Ok(self.media.shelf.begin(draw_key()).await?)
    }

    /// Where the file of such a picture is.
    pub(in crate::chat) fn drawn_file(&self, key: MediaKey) -> PathBuf {
        self.media.shelf.folder(key).join(Form::Original.code())
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
