//! How fast somebody may send, and how much they may ask of the server in all: a token bucket each, far above what
//! people and busy programs need.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use super::{
    Chat,
    throttle::{keep_latest, network},
};
use crate::domain::{PersonId, Problem, Timestamp};

/// How many seconds' worth of messages may be sent at once, by who was silent before: what a page sends that was
/// offline, or a program that comes back with what has gathered.
const BURST: i64 = 15 * SECOND;
/// A second, in microseconds.
const SECOND: i64 = 1_000_000;
/// How many requests somebody may make in the time in which they may send one message, so that who keeps to the pace of
/// sends does not meet this one.
const REQUESTS: u32 = 5;
/// How many senders are remembered; beyond that those who sent least are forgotten, so that a flood from invented
/// addresses costs bounded memory.
const REMEMBERED: usize = 20_000;

/// Whose messages, and other requests, are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Somebody signed in.
    Person(PersonId),
    /// Who asks without an account; in open mode, where anybody may name any sender, they send so too. This machine's own
    /// programs are not counted.
    Address(IpAddr),
}

/// How fast everybody has sent of late. Kept in memory: a restart forgives.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// When each bucket will be full again, in microseconds since 1970. Who is not in here has a full one.
    full: Mutex<HashMap<Source, i64>>,
}

impl Pace {
    /// Takes the cost of one message out of a bucket, where so many a second may be sent in the long run; 0 sets no limit.
    ///
    /// # Errors
    ///
    /// [`Problem::TooMany`] with the wait, where too little is in it.
    pub(super) fn take(
        &self,
        source: Source,
        per_second: u32,
        now: Timestamp,
    ) -> Result<(), Problem> {
        self.take_several(source, 1, per_second, now)
    }

    /// The same for as many at once. What is more than a full bucket has takes a full one: it would never be let through.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    fn take_several(
        &self,
        source: Source,
        count: usize,
        per_second: u32,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let source = match source {
            Source::Address(address) if address.is_loopback() => return Ok(()),
            Source::Address(address) => Source::Address(network(address)),
            person @ Source::Person(_) => person,
        };
        // In microseconds.
        let Some(one) = SECOND.checked_div(per_second.into()) else {
            return Ok(());
        };
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let cost = one.saturating_mul(count).min(BURST);
        let now = now.0 * 1_000;
        let empty = now + BURST;
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = full.entry(source).or_insert(now);
        // No later than an empty one: a clock that was set back keeps nobody waiting.
        let before = (*entry).clamp(now, empty);
        let wait = before + cost - empty;
        *entry = if wait > 0 { before } else { before + cost };
        keep_latest(&mut full, REMEMBERED, |full| *full);
        match u64::try_from(wait) {
            Ok(wait) if wait > 0 => Err(Problem::TooMany {
                seconds: wait.div_ceil(SECOND.unsigned_abs()),
            }),
            _ => Ok(()),
        }
    }
}

impl Chat {
    /// Lets somebody ask so much of the server, counted in requests. This is beside what a command has a pace of its own
    /// for, and wide: several times the pace of sends, and no limit where that has none.
    ///
    /// # Errors
    ///
    /// [`Problem::TooMany`] with the wait, where they asked for so much of late that it is beyond what one person's doing
    /// can be.
    pub fn admit_request(&self, source: Source, weight: usize) -> Result<(), Problem> {
        let rate = request_rate(self.send_rate());
        self.requests
            .take_several(source, weight, rate, self.clock.now())
    }
}

/// How many requests a second somebody may make in the long run, where they may send so many messages. Who may send few may
/// do everything else as ever.
fn request_rate(send_rate: u32) -> u32 {
    if send_rate == 0 {
        0
    } else {
        send_rate
            .max(super::settings::SENDS)
            .saturating_mul(REQUESTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Source = Source::Person(PersonId(1));
    const BOB: Source = Source::Person(PersonId(2));

    /// How many messages somebody gets through at once.
    fn burst((pace, rate): &(Pace, u32), source: Source, now: Timestamp) -> usize {
        let tries = (0..10_000).take_while(|_| pace.take(source, *rate, now).is_ok());
        tries.count()
    }

    #[test]
    fn a_burst_and_then_the_pace() {
        let pace = (Pace::default(), 20);
        let begin = Timestamp(1_000_000);
        assert_eq!(burst(&pace, ADA, begin), 300);
        let refused = pace.0.take(ADA, pace.1, begin);
        assert_eq!(refused, Err(Problem::TooMany { seconds: 1 }));
        assert_eq!(pace.0.take(BOB, pace.1, begin), Ok(()));
        assert_eq!(burst(&pace, ADA, begin.plus(1_000)), 20);
        assert_eq!(burst(&pace, ADA, begin.plus(15_500)), 290);
        assert_eq!(burst(&pace, ADA, begin.plus(1_000_000)), 300);
    }

    #[test]
    fn the_wait_is_as_long_as_it_takes() {
        let pace = (Pace::default(), 1);
        let begin = Timestamp(0);
        assert_eq!(burst(&pace, ADA, begin), 15);
        let refused = pace.0.take(ADA, pace.1, begin);
        assert_eq!(refused, Err(Problem::TooMany { seconds: 1 }));
        assert_eq!(pace.0.take(ADA, pace.1, begin.plus(1_000)), Ok(()));
    }

    #[test]
    fn several_at_once_cost_as_much_as_one_by_one() {
        let pace = Pace::default();
        let begin = Timestamp(1_000_000);
        let take = |count, now| pace.take_several(ADA, count, 20, now);
        assert_eq!(take(100, begin), Ok(()));
        assert_eq!(take(200, begin), Ok(()));
        assert_eq!(take(1, begin), Err(Problem::TooMany { seconds: 1 }));
        assert_eq!(take(60, begin), Err(Problem::TooMany { seconds: 3 }));
        // What was refused cost nothing.
        assert_eq!(take(60, begin.plus(3_000)), Ok(()));
        // More than a full bucket has takes a full one.
        let later = begin.plus(1_000_000);
        assert_eq!(take(5_000, later), Ok(()));
        assert_eq!(take(5_000, later), Err(Problem::TooMany { seconds: 15 }));
        assert_eq!(take(usize::MAX, later.plus(15_000)), Ok(()));
    }

    #[test]
    fn requests_are_many_times_the_sends() {
        for (sends, requests) in [(20, 100), (1, 100), (200, 1_000), (0, 0)] {
            assert_eq!(request_rate(sends), requests);
        }
        assert_eq!(request_rate(u32::MAX), u32::MAX);
    }

    #[test]
    fn without_a_limit_nobody_is_counted() {
        let pace = (Pace::default(), 0);
        assert_eq!(burst(&pace, ADA, Timestamp(0)), 10_000);
        assert!(pace.0.full.lock().unwrap().is_empty());
    }

    #[test]
    fn an_address_is_a_network_and_this_machine_is_none() {
        let pace = (Pace::default(), 20);
        let from = |address: &str| Source::Address(address.parse().unwrap());
        assert_eq!(burst(&pace, from("2001:db8::1"), Timestamp(0)), 300);
        assert_eq!(burst(&pace, from("2001:db8::2"), Timestamp(0)), 0);
        assert_eq!(burst(&pace, from("127.0.0.1"), Timestamp(0)), 10_000);
        assert_eq!(burst(&pace, from("::1"), Timestamp(0)), 10_000);
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting() {
        let pace = (Pace::default(), 20);
        let hour = Timestamp(3_600_000);
        assert_eq!(burst(&pace, ADA, hour), 300);
        assert!(pace.0.take(ADA, pace.1, Timestamp(0)).is_err());
        assert_eq!(burst(&pace, ADA, Timestamp(1_000)), 20);
    }

    #[test]
    fn remembers_no_more_than_it_may() {
        let pace = (Pace::default(), 20);
        for person in 0..i64::try_from(REMEMBERED).unwrap() * 2 {
            let taken = pace
                .0
                .take(Source::Person(PersonId(person)), pace.1, Timestamp(person));
            assert_eq!(taken, Ok(()));
        }
        assert!(pace.0.full.lock().unwrap().len() <= REMEMBERED);
    }
}
