//! Points in time, as the wire and the store write them.

use std::{fmt, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970 in UTC. On the wire ISO 8601 with milliseconds and `Z`, as the seed's contract has it:
/// `2026-11-23T06:07:55.541Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct Timestamp(pub i64);

/// The number of milliseconds in a minute.
pub const MINUTE: i64 = 60_000;
/// The number of milliseconds in a day.
pub const DAY: i64 = 24 * 60 * MINUTE;

impl Timestamp {
    /// This time, so many milliseconds later (earlier, where negative).
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The moment at which a calendar day begins in a zone that is `offset` minutes ahead of UTC; days since 1970-01-01.
    pub fn of_day(day: i64, offset: i32) -> Self {
        Self(day * DAY - i64::from(offset) * MINUTE)
    }

    /// The calendar day in a zone that is `offset` minutes ahead of UTC, as days since 1970-01-01.
    pub fn day(self, offset: i32) -> i64 {
        (self.0 + i64::from(offset) * MINUTE).div_euclid(DAY)
    }

    /// The wall clock in a zone that is `offset` minutes ahead of UTC, as `HH:MM`.
    pub fn clock(self, offset: i32) -> String {
        let minutes = (self.0 + i64::from(offset) * MINUTE)
            .div_euclid(MINUTE)
            .rem_euclid(24 * 60);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn date_time(self) -> DateTime<Utc> {
        // Out of chrono's range means a broken row; the start of time shows it plainly and harms nothing.
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            &self
                .date_time()
                .to_rfc3339_opts(SecondsFormat::Millis, true),
        )
    }
}

impl FromStr for Timestamp {
    type Err = chrono::ParseError;

    /// Reads any RFC 3339 time; what is finer than a millisecond is dropped.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        DateTime::parse_from_rfc3339(text).map(|time| Self(time.timestamp_millis()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_the_contract_says() {
        let time: Timestamp = "2026-11-23T06:07:55.541Z".parse().unwrap();
        assert_eq!(time.to_string(), "2026-11-23T06:07:55.541Z");
        assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!("2026-11-23T07:07:55.5419+01:00".parse(), Ok(time));
    }

    #[test]
    fn days_and_clocks_follow_the_zone() {
        let late: Timestamp = "2026-11-23T23:30:00.000Z".parse().unwrap();
        assert_eq!(late.clock(0), "23:30");
        assert_eq!(late.clock(8 * 60), "07:30");
        assert_eq!(late.clock(-5 * 60), "18:30");
        assert_eq!(late.day(60), late.day(0) + 1);
        for offset in [0, 8 * 60, -5 * 60] {
            let begins = Timestamp::of_day(late.day(offset), offset);
            assert_eq!(begins.clock(offset), "00:00");
            assert_eq!(begins.day(offset), late.day(offset));
        }
        assert_eq!(Timestamp(-1).day(0), -1);
        assert_eq!(Timestamp(-1).clock(0), "23:59");
    }
}
