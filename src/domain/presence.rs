//! What is told of people in passing, and kept nowhere: who is here, and who is writing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{PersonId, RoomId};

/// Somebody is writing in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typing {
    /// Where.
    pub room: RoomId,
    /// Who.
    pub person: PersonId,
}

/// Who is here: all of them, or who came and went since that was told last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Everybody who is here; in place of what was known before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub here: Option<BTreeSet<PersonId>>,
    /// Who came.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub came: BTreeSet<PersonId>,
    /// Who went.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub went: BTreeSet<PersonId>,
}

impl Presence {
    /// Makes of those who were here those who are.
    pub fn apply(self, here: &mut BTreeSet<PersonId>) {
        if let Some(all) = self.here {
            *here = all;
        }
        here.retain(|person| !self.went.contains(person));
        here.extend(self.came);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(ids: &[i64]) -> BTreeSet<PersonId> {
        ids.iter().copied().map(PersonId).collect()
    }

    #[test]
    fn who_is_here_follows_from_what_is_told() {
        let mut here = BTreeSet::new();
        for (told, expected) in [
            (r#"{"here":[1,2]}"#, &[1, 2][..]),
            (r#"{"came":[3],"went":[1]}"#, &[2, 3]),
            (r#"{"went":[7]}"#, &[2, 3]),
            (r#"{"here":[]}"#, &[]),
        ] {
            let told: Presence = serde_json::from_str(told).unwrap();
            told.apply(&mut here);
            assert_eq!(here, people(expected));
        }
    }

    #[test]
    fn what_is_empty_is_left_out() {
        let told = Presence {
            came: people(&[4]),
            ..Presence::default()
        };
        assert_eq!(serde_json::to_string(&told).unwrap(), r#"{"came":[4]}"#);
    }
}
