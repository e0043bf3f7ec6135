//! Who is writing just now: passed on to the stream, and kept nowhere.

use tokio::sync::broadcast;

use super::{
    Chat, Result, allowed,
    pace::{Pace, Source},
};
use crate::domain::{PersonId, RoomId, Typing, permission::Action};

/// How often a second somebody is listened to in the long run. Pages say it every three seconds, and anew after each
/// message, which whoever writes short ones does several times within one second: what [`Pace`] allows at once is for
/// them.
const RATE: u32 = 1;
/// How much may wait for the stream. What comes when it is full pushes out the oldest, and nobody misses it.
const WAITING: usize = 64;

/// What passes on who is writing.
#[derive(Debug)]
pub(super) struct Typists {
    pace: Pace,
    words: broadcast::Sender<Typing>,
}

impl Default for Typists {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            words: broadcast::channel(WAITING).0,
        }
    }
}

impl Chat {
    /// Somebody is writing in a room. Who says it all the time is passed over.
    ///
    /// # Errors
    ///
    /// What [`Action::Write`] is refused with.
    pub async fn typing(&self, who: PersonId, room: RoomId) -> Result<()> {
        allowed(&mut *self.store.read().await?, room, who, Action::Write).await?;
        let typists = &self.typists;
        let taken = typists
            .pace
            .take(Source::Person(who), RATE, self.clock.now());
        if taken.is_ok() {
            // Without a stream there is nobody to be told.
            _ = typists.words.send(Typing { room, person: who });
        }
        Ok(())
    }

    /// Hears who is writing, from now on.
    pub fn typists(&self) -> broadcast::Receiver<Typing> {
        self.typists.words.subscribe()
    }
}
