//! Letters that could not be sent, and when each is tried again.

use std::time::Duration;

use super::letter::Letter;
use crate::domain::{Timestamp, time::MINUTE};

/// How many may wait. What comes when it is full is given up.
const WAITING: usize = 200;
/// How long a letter waits the first time, in milliseconds; then twice as long each time.
const FIRST: i64 = MINUTE;
/// How long it waits at most.
const LONGEST: i64 = 30 * MINUTE;

/// A letter, and how often it was tried.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) letter: Letter,
    /// How often it was brought to the mail server in vain.
    pub(super) failed: u32,
}

impl From<Letter> for Attempt {
    fn from(letter: Letter) -> Self {
        Self { letter, failed: 0 }
    }
}

/// What becomes of a letter that could not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is tried again after so many milliseconds.
    Waits(i64),
    /// What is in it would no longer work by then.
    Expires,
    /// Too many are waiting.
    Crowded,
}

/// Those that wait.
#[derive(Debug, Default)]
pub(super) struct Later {
    waiting: Vec<(Timestamp, Attempt)>,
}

impl Later {
    /// Keeps a letter that could not be sent just now, unless it is of no use to wait.
    pub(super) fn keep(&mut self, mut attempt: Attempt, now: Timestamp) -> Fate {
        let wait = FIRST
            .saturating_mul(1 << attempt.failed.min(10))
            .min(LONGEST);
        let due = now.plus(wait);
        if due >= attempt.letter.until {
            return Fate::Expires;
        }
        if self.waiting.len() >= WAITING {
            return Fate::Crowded;
        }
        attempt.failed += 1;
        self.waiting.push((due, attempt));
        Fate::Waits(wait)
    }

    /// The next one whose time has come; those that came to wait first go first.
    pub(super) fn due(&mut self, now: Timestamp) -> Option<Attempt> {
        let place = self.waiting.iter().position(|(due, _)| *due <= now)?;
        Some(self.waiting.remove(place).1)
    }

    /// How long it is until then; `None` where none waits.
    pub(super) fn wait(&self, now: Timestamp) -> Option<Duration> {
        let next = self.waiting.iter().map(|(due, _)| due.0).min()?;
        Some(Duration::from_millis(
            u64::try_from(next - now.0).unwrap_or(0),
        ))
    }

    /// The mail server takes letters again: no reason to let the others wait.
    pub(super) fn hurry(&mut self, now: Timestamp) {
        for (due, _) in &mut self.waiting {
            *due = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MINUTE;

    fn letter(until: i64) -> Attempt {
        Letter::for_test(Timestamp(until)).into()
    }

    #[test]
    fn a_letter_waits_longer_each_time_until_it_is_of_no_use() {
        let mut later = Later::default();
        let (mut now, mut attempt, mut waits) = (Timestamp(0), letter(2 * HOUR), Vec::new());
        while let Fate::Waits(wait) = later.keep(attempt, now) {
            waits.push(wait / MINUTE);
            assert!(later.due(now.plus(wait - 1)).is_none());
            now = now.plus(wait);
            assert_eq!(later.wait(now), Some(Duration::ZERO));
            attempt = later.due(now).expect("a letter");
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(later.wait(now), None);
        assert_eq!(later.keep(letter(MINUTE), Timestamp(0)), Fate::Expires);
    }

    #[test]
    fn once_one_was_taken_the_others_are_due() {
        let mut later = Later::default();
        for until in [HOUR, 2 * HOUR] {
            assert_eq!(later.keep(letter(until), Timestamp(0)), Fate::Waits(MINUTE));
        }
        assert!(later.due(Timestamp(5)).is_none());
        later.hurry(Timestamp(5));
        for until in [HOUR, 2 * HOUR] {
            let attempt = later.due(Timestamp(5)).expect("a letter");
            assert_eq!(
                (attempt.letter.until, attempt.failed),
                (Timestamp(until), 1)
            );
        }
        assert!(later.due(Timestamp(5)).is_none());
    }

    #[test]
    fn no_more_wait_than_may() {
        let mut later = Later::default();
        for _ in 0..WAITING {
            assert_eq!(later.keep(letter(HOUR), Timestamp(0)), Fate::Waits(MINUTE));
        }
        assert_eq!(later.keep(letter(HOUR), Timestamp(0)), Fate::Crowded);
    }
}
