//! A place in the one sequence of changes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A change's number: one line of numbers for the whole database, taken inside the write transaction.
pub type Seq = i64;

/// "I have everything up to here": the database's epoch and the last change seen.
///
/// Written `epoch:seq`, the epoch as eight hexadecimal digits: `9f3a11c0:1042`. The epoch is drawn when a database
/// is made and again when one is restored, so that a number used twice can't deceive a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Which life of the database the number belongs to.
    pub epoch: u32,
    /// The newest change that is covered.
    pub seq: Seq,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}:{}", self.epoch, self.seq)
    }
}

/// The text is not `epoch:seq`.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cursor is written epoch:seq")]
pub struct NotACursor;

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (epoch, seq) = text.split_once(':').ok_or(NotACursor)?;
        let epoch = u32::from_str_radix(epoch, 16).map_err(|_| NotACursor)?;
        let seq = seq.parse().map_err(|_| NotACursor)?;
        if seq < 0 {
            Err(NotACursor)
        } else {
            Ok(Self { epoch, seq })
        }
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
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
    fn is_written_and_read() {
        let cursor = Cursor {
            epoch: 0x9f3a_11c0,
            seq: 1042,
        };
        assert_eq!(cursor.to_string(), "9f3a11c0:1042");
        assert_eq!("9f3a11c0:1042".parse(), Ok(cursor));
        assert_eq!("1:0".parse(), Ok(Cursor { epoch: 1, seq: 0 }));
        for wrong in [
            "",
            ":",
            "1",
            "1:",
            ":1",
            "x:1",
            "1:x",
            "1:-1",
            "123456789:1",
            "1:99999999999999999999",
        ] {
            assert_eq!(wrong.parse::<Cursor>(), Err(NotACursor), "{wrong}");
        }
    }
}
