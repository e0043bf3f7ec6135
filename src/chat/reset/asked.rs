//! How often mails were asked for, so that nobody fills other people's boxes.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use super::LASTS;
use crate::{
    chat::throttle::{keep_latest, network},
    domain::{Problem, Timestamp},
};

/// How many mails go to one address in an hour.
const ADDRESS: u32 = 3;
/// How many are asked for from one network in an hour, behind which there may be a whole office.
const NETWORK: u32 = 20;
/// How many addresses and networks are remembered; beyond that the oldest are forgotten.
const REMEMBERED: usize = 20_000;

/// Counts by address and by network. An address is counted whether or not somebody has an account with it.
#[derive(Debug, Default)]
pub(super) struct Asked(Mutex<HashMap<Key, Count>>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Address(String),
    Network(IpAddr),
}

#[derive(Clone, Copy, Debug)]
struct Count {
    times: u32,
    since: Timestamp,
}

impl Asked {
    /// Counts once more; whether a mail is to be sent.
    ///
    /// # Errors
    ///
    /// [`Problem::TooMany`] for a network, with the wait.
    pub(super) fn count(
        &self,
        email: String,
        from: IpAddr,
        now: Timestamp,
    ) -> Result<bool, Problem> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = |key| {
            let count = counts.entry(key).or_insert(Count {
                times: 0,
                since: now,
            });
            if now.0 - count.since.0 >= LASTS {
                (count.times, count.since) = (0, now);
            }
            count.times = count.times.saturating_add(1);
            *count
        };
        let from = next(Key::Network(network(from)));
        if from.times > NETWORK {
            let left = from.since.plus(LASTS).0 - now.0;
            let seconds = u64::try_from(left).unwrap_or(0).div_ceil(1_000);
            return Err(Problem::TooMany { seconds });
        }
        let to = next(Key::Address(email));
        keep_latest(&mut counts, REMEMBERED, |count| count.since);
        Ok(to.times <= ADDRESS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const AWAY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 1));

    #[test]
    fn an_address_gets_so_many_mails_in_an_hour() {
        let asked = Asked::default();
        let ask = |now| asked.count("ada@example.org".to_owned(), HOME, Timestamp(now));
        for _ in 0..ADDRESS {
            assert_eq!(ask(0), Ok(true));
        }
        assert_eq!(ask(LASTS - 1), Ok(false));
        assert_eq!(ask(LASTS), Ok(true));
    }

    #[test]
    fn a_network_asks_so_often_in_an_hour() {
        let asked = Asked::default();
        let ask = |n: u32, from| asked.count(format!("{n}@example.org"), from, Timestamp(0));
        for n in 0..NETWORK {
            assert_eq!(ask(n, HOME), Ok(true));
        }
        assert_eq!(ask(NETWORK, HOME), Err(Problem::TooMany { seconds: 3_600 }));
        assert_eq!(ask(NETWORK, AWAY), Ok(true));
    }
}
