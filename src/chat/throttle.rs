//! Slows down who guesses passwords.

use std::{collections::HashMap, hash::Hash, net::IpAddr, sync::Mutex};

use crate::domain::{Problem, Timestamp};

/// How often an account's password may be wrong before it slows down.
const ACCOUNT_FREE: u32 = 5;
/// How often passwords may be wrong from one address, behind which there may be a whole office.
const ADDRESS_FREE: u32 = 20;
/// The longest wait, in seconds.
const LONGEST: u64 = 15 * 60;
/// After how long without a failure everything is forgotten, in milliseconds.
const FORGET: i64 = 60 * 60 * 1_000;
/// How many accounts and addresses are remembered; beyond that the oldest are forgotten, so that a flood of invented
/// addresses costs bounded memory.
const REMEMBERED: usize = 20_000;

/// Failed attempts, by account and by address. Kept in memory: a restart forgives.
#[derive(Debug, Default)]
pub struct Throttle {
    failures: Mutex<HashMap<Key, Failures>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(IpAddr),
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Timestamp,
}

impl Throttle {
    /// Whether another attempt may be made now. `known` says that the account was used from this address before: then
    /// a stranger's failures elsewhere don't keep its owner out.
    ///
    /// # Errors
    ///
    /// [`Problem::TooMany`] with the wait.
    pub fn check(
        &self,
        account: &str,
        address: IpAddr,
        known: bool,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let failures = self
            .failures
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let account = if known {
            0
        } else {
            wait(
                failures.get(&Key::Account(account.to_owned())),
                ACCOUNT_FREE,
                now,
            )
        };
        let address = wait(
            failures.get(&Key::Address(network(address))),
            ADDRESS_FREE,
            now,
        );
        match account.max(address) {
            0 => Ok(()),
            seconds => Err(Problem::TooMany { seconds }),
        }
    }

    /// Counts a failed attempt.
    pub fn failed(&self, account: &str, address: IpAddr, now: Timestamp) {
        let mut failures = self
            .failures
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for key in [
            Key::Account(account.to_owned()),
            Key::Address(network(address)),
        ] {
            let entry = failures.entry(key).or_insert(Failures {
                count: 0,
                last: now,
            });
            if now.0 - entry.last.0 > FORGET {
                entry.count = 0;
            }
            entry.count = entry.count.saturating_add(1);
            entry.last = now;
        }
        keep_latest(&mut failures, REMEMBERED, |failures| failures.last);
    }

    /// Forgets an account's failures: its owner came in.
    pub fn succeeded(&self, account: &str) {
        let mut failures = self
            .failures
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        failures.remove(&Key::Account(account.to_owned()));
    }
}

/// How many seconds are left to wait: none for the free ones, then 2, 4, 8, … after each further failure.
fn wait(failures: Option<&Failures>, free: u32, now: Timestamp) -> u64 {
    let Some(failures) = failures.filter(|failures| failures.count >= free) else {
        return 0;
    };
    let pause = 2_u64.saturating_pow(failures.count - free + 1).min(LONGEST);
    let end = failures
        .last
        .plus(i64::try_from(pause * 1_000).unwrap_or(i64::MAX));
    u64::try_from(end.0 - now.0).unwrap_or(0).div_ceil(1_000)
}

/// Forgets the earlier half of what is remembered, once that is more than it may be.
pub(super) fn keep_latest<K, V, T>(
    remembered: &mut HashMap<K, V>,
    limit: usize,
    time: impl Fn(&V) -> T,
) where
    K: Eq + Hash,
    T: Copy + Ord,
{
    if remembered.len() > limit {
        let mut times: Vec<T> = remembered.values().map(&time).collect();
        let middle = times.len() / 2;
        let (_, median, _) = times.select_nth_unstable(middle);
        let median = *median;
        remembered.retain(|_, value| time(value) > median);
    }
}

/// An IPv6 customer has a whole /64 to come from.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const AWAY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 1));

    #[test]
    fn slows_the_account_more_and_more() {
        let throttle = Throttle::default();
        let now = Timestamp(0);
        for _ in 0..ACCOUNT_FREE {
            assert_eq!(throttle.check("ada", HOME, false, now), Ok(()));
            throttle.failed("ada", HOME, now);
        }
        assert_eq!(
            throttle.check("ada", AWAY, false, now),
            Err(Problem::TooMany { seconds: 2 })
        );
        assert_eq!(throttle.check("ada", AWAY, true, now), Ok(()));
        assert_eq!(throttle.check("bob", AWAY, false, now), Ok(()));
        assert_eq!(throttle.check("ada", AWAY, false, now.plus(2_000)), Ok(()));
        throttle.failed("ada", AWAY, now.plus(2_000));
        assert_eq!(
            throttle.check("ada", AWAY, false, now.plus(2_000)),
            Err(Problem::TooMany { seconds: 4 })
        );
        throttle.succeeded("ada");
        assert_eq!(throttle.check("ada", AWAY, false, now.plus(2_000)), Ok(()));
    }

    #[test]
    fn slows_the_address_across_accounts() {
        let throttle = Throttle::default();
        for guess in 0..ADDRESS_FREE {
            throttle.failed(&format!("person {guess}"), HOME, Timestamp(0));
        }
        assert!(throttle.check("ada", HOME, true, Timestamp(0)).is_err());
        assert_eq!(throttle.check("ada", AWAY, false, Timestamp(0)), Ok(()));
    }

    #[test]
    fn one_network_is_one_address() {
        let (one, other): (IpAddr, IpAddr) = (
            "2001:db8::1".parse().unwrap(),
            "2001:db8::ffff".parse().unwrap(),
        );
        assert_eq!(network(one), network(other));
        assert_eq!(network("::ffff:192.0.2.1".parse().unwrap()), HOME);
    }

    #[test]
    fn remembers_no_more_than_it_may() {
        let throttle = Throttle::default();
        for guess in 0..REMEMBERED * 2 {
            throttle.failed(
                &guess.to_string(),
                HOME,
                Timestamp(i64::try_from(guess).unwrap()),
            );
        }
        assert!(throttle.failures.lock().unwrap().len() <= REMEMBERED + 1);
    }
}
