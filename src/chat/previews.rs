//! Previews: cards for what the links of a message lead to.
//!
//! They come after their message, each as a change of it. Here stands which links are looked up, and what may be done with
//! a card; whoever hears of the links ([`Chat::links`]) finds out what they lead to.

use tokio::sync::broadcast;

use super::{
    Chat, Result, allowed,
    media::{Drawn, forget_pictures},
    messages::{readable, reread, to_take_away},
    pace::{Pace, Source},
};
use crate::{
    domain::{Message, MessageId, PersonId, Preview, Problem, preview},
    store,
};

/// How many messages with links a second one person has looked up in the long run, and 15 times as many at once. Those
/// beyond have no cards: nobody shall keep this server busy with asking others.
const RATE: u32 = 1;
/// How many messages may wait to be looked up. What comes when it is full pushes out the oldest.
const WAITING: usize = 256;

/// What passes on which messages have links.
#[derive(Debug)]
pub(super) struct Links {
    pace: Pace,
    messages: broadcast::Sender<MessageId>,
}

impl Default for Links {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            messages: broadcast::channel(WAITING).0,
        }
    }
}

impl Chat {
    /// Hears which messages have links, from now on: each as soon as it was committed.
    pub fn links(&self) -> broadcast::Receiver<MessageId> {
        self.links.messages.subscribe()
    }

    /// Has the links of a message looked up that was just committed.
    pub(super) fn tell_of_links(&self, message: &Message) {
        // Whether these are links is found out there.
        if !message.content.contains("://") || message.is_deleted() || !self.previews_are_on() {
            return;
        }
        let source = Source::Person(message.sender.id);
        if self.links.pace.take(source, RATE, self.clock.now()).is_ok() {
            // Where nobody looks anything up there are no cards.
            _ = self.links.messages.send(message.id);
        }
    }

    /// The links of a message of which it is not known yet what they lead to.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn unknown_links(&self, id: MessageId) -> Result<Vec<String>> {
        let mut db = self.store.snapshot().await?;
        let message = store::messages::by_id(&mut db, id).await?;
        let mut links = message.map_or_else(Vec::new, |message| preview::links(&message.content));
        if !links.is_empty() {
            let known = store::previews::known(&mut db, id).await?;
            links.retain(|link| !known.contains(link));
        }
        Ok(links)
    }

    /// Puts a card below a message, if its link still stands there, and nobody has taken the card away. A small picture is
    /// drawn after what the page's one is, as bytes of whatever kind; where these are none, the card has none.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn put_preview(
        &self,
        id: MessageId,
        preview: Preview,
        picture: Option<Vec<u8>>,
    ) -> Result<()> {
        let drawn = match picture {
            Some(bytes) => self.draw_vignette(bytes).await,
            None => None,
        };
        self.to_the_end(|chat| async move { chat.enter_preview(id, preview, drawn).await })
            .await
    }

    /// Has the database know of a card, and of its picture, whose file is in its place.
    async fn enter_preview(
        &self,
        id: MessageId,
        preview: Preview,
        drawn: Option<Drawn>,
    ) -> Result<()> {
        let (now, on) = (self.clock.now(), self.previews_are_on());
        let picture = drawn.as_ref().map(|drawn| drawn.picture);
        let entered = self
            .write(move |db| {
                Box::pin(async move {
                    let message = store::messages::by_id(db, id).await?;
                    let links =
                        message.map_or_else(Vec::new, |message| preview::links(&message.content));
                    let place = links.iter().position(|link| *link == preview.url);
                    let known = store::previews::known(db, id).await?;
                    let Some(place) = place.filter(|_| on && !known.contains(&preview.url)) else {
                        return Ok(false);
                    };
                    if let Some(picture) = &picture {
                        store::pictures::insert(db, picture).await?;
                    }
                    let place = i64::try_from(place).unwrap_or_default();
                    let picture = picture.as_ref();
                    store::previews::insert(db, id, place, &preview, picture, now).await?;
                    Ok(true)
                })
            })
            .await;
        // Where it failed it is not certain whether the database knows of the picture. The next start sees.
        if let (Ok(true) | Err(_), Some(drawn)) = (&entered, drawn) {
            drawn.keep();
        }
        entered.map(drop)
    }

    /// Takes a card away from a message for everybody; it does not come back. Doing so again changes nothing.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`]; [`Problem::Forbidden`] for somebody else's message in a room that one has no charge of;
    /// [`Problem::MessageDeleted`], [`Problem::RoomArchived`].
    pub async fn remove_preview(&self, who: PersonId, id: MessageId, url: &str) -> Result<Message> {
        let (now, url) = (self.clock.now(), url.to_owned());
        let removing = self.write(move |db| {
            Box::pin(async move {
                let message = readable(db, who, id).await?;
                allowed(db, message.room, who, to_take_away(&message, who)).await?;
                if message.is_deleted() {
                    return Err(Problem::MessageDeleted.into());
                }
                if message.previews.iter().all(|preview| preview.url != url) {
                    return Ok((message, Vec::new()));
                }
                store::previews::remove(db, id, &url, now).await?;
                let gone = forget_pictures(db, &message).await?;
                Ok((reread(db, id).await?, gone))
            })
        });
        let (message, gone) = removing.await?;
        self.discard(gone).await;
        Ok(message)
    }
}
