//! Who is writing just now: passed on to the stream, and kept nowhere.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tokio::sync::broadcast;

use super::{Chat, Result, allowed, throttle::keep_latest};
use crate::domain::{PersonId, RoomId, Timestamp, Typing, permission::Action};

/// How long somebody who has just said so is not listened to, in milliseconds. Pages say it every three seconds.
const PAUSE: i64 = 1_000;
/// How many people are remembered for that.
const REMEMBERED: usize = 20_000;
/// How much may wait for the stream. What comes when it is full pushes out the oldest, and nobody misses it.
const WAITING: usize = 64;

/// What passes on who is writing.
#[derive(Debug)]
pub(super) struct Typists {
    said_at: Mutex<HashMap<PersonId, Timestamp>>,
    words: broadcast::Sender<Typing>,
}

impl Default for Typists {
    fn default() -> Self {
        Self {
            said_at: Mutex::default(),
            words: broadcast::channel(WAITING).0,
        }
    }
}

impl Typists {
    /// Whether somebody is to be listened to, who is then not for a while.
    fn admit(&self, who: PersonId, now: Timestamp) -> bool {
        let mut said_at = self.said_at.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back keeps nobody waiting.
        let is_new = said_at
            .get(&who)
            .is_none_or(|at| !(0..PAUSE).contains(&(now.0 - at.0)));
        if is_new {
            said_at.insert(who, now);
            keep_latest(&mut said_at, REMEMBERED, |at| *at);
        }
        is_new
    }
}

impl Chat {
    /// Somebody is writing in a room. What is said more often than once a second is passed over.
    ///
    /// # Errors
    ///
    /// What [`Action::Write`] is refused with.
    pub async fn typing(&self, who: PersonId, room: RoomId) -> Result<()> {
        allowed(&mut *self.store.read().await?, room, who, Action::Write).await?;
        if self.typists.admit(who, self.clock.now()) {
            // Without a stream there is nobody to be told.
            _ = self.typists.words.send(Typing { room, person: who });
        }
        Ok(())
    }

    /// Hears who is writing, from now on.
    pub fn typists(&self) -> broadcast::Receiver<Typing> {
        self.typists.words.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_it_too_often_is_passed_over() {
        let typists = Typists::default();
        let (ada, bo) = (PersonId(1), PersonId(2));
        for (who, at, expected) in [
            (ada, 0, true),
            (ada, 999, false),
            (bo, 999, true),
            (ada, 1_000, true),
            // The clock was set back.
            (ada, 500, true),
        ] {
            assert_eq!(typists.admit(who, Timestamp(at)), expected, "{who} at {at}");
        }
    }
}
