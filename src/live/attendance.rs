//! Who is here: whoever has a stream open, or had one a moment ago.
//!
//! A page that is loaded again, or loses its line for a moment, is not told of. Who comes and goes is gathered, and told
//! once a turn to all. Nothing of it is kept, and as long as nobody comes or goes, a turn costs nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    sync::Arc,
};

use super::frame::{self, Batch};
use crate::domain::{PersonId, Presence};

/// For how many turns, of a second each, somebody without a stream is still here.
const GRACE: u64 = 8;

/// Who is here, as it was told last, and what is to be told next.
#[derive(Debug)]
pub(super) struct Attendance {
    turn: u64,
    /// How often it was told that somebody came or went, and one; nobody knows 0.
    edition: u64,
    /// Those who are here, as of this edition.
    here: BTreeSet<PersonId>,
    /// All of them as an event, once it was asked for.
    list: Option<Arc<Batch>>,
    /// Those who came since.
    came: BTreeSet<PersonId>,
    /// Those who have no stream, and the turn at which they are gone.
    leaving: BTreeMap<PersonId, u64>,
}

impl Default for Attendance {
    fn default() -> Self {
        Self {
            turn: 0,
            edition: 1,
            here: BTreeSet::new(),
            list: None,
            came: BTreeSet::new(),
            leaving: BTreeMap::new(),
        }
    }
}

impl Attendance {
    /// Somebody's first stream was opened.
    pub(super) fn come(&mut self, person: PersonId) {
        if self.leaving.remove(&person).is_none() && !self.here.contains(&person) {
            self.came.insert(person);
        }
    }

    /// Somebody's last stream was closed.
    pub(super) fn leave(&mut self, person: PersonId) {
        self.leaving.insert(person, self.turn + GRACE);
    }

    /// The newest edition.
    pub(super) fn edition(&self) -> u64 {
        self.edition
    }

    /// Everybody who is here, as of the newest edition.
    pub(super) fn list(&mut self) -> Arc<Batch> {
        let list = self.list.get_or_insert_with(|| {
            let here = Some(self.here.clone());
            let presence = Presence {
                here,
                ..Presence::default()
            };
            Arc::new(frame::in_passing("presence", &presence))
        });
        Arc::clone(list)
    }

    /// Those who are here, as of the newest edition.
    pub(super) fn here(&self) -> &BTreeSet<PersonId> {
        &self.here
    }

    /// A second is over: who came and went, if somebody did. That makes a new edition.
    pub(super) fn turn(&mut self) -> Option<Presence> {
        self.turn += 1;
        let turn = self.turn;
        let mut went = BTreeSet::new();
        self.leaving.retain(|person, until| {
            let stays = *until > turn;
            if !stays {
                went.insert(*person);
            }
            stays
        });
        let came = mem::take(&mut self.came);
        if came.is_empty() && went.is_empty() {
            return None;
        }
        self.here.extend(came.iter().copied());
        self.here.retain(|person| !went.contains(person));
        self.edition += 1;
        self.list = None;
        Some(Presence {
            here: None,
            came,
            went,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: PersonId = PersonId(1);
    const BO: PersonId = PersonId(2);

    fn said(batch: &Batch) -> String {
        let text = String::from_utf8(batch.bytes().to_vec()).unwrap();
        let data = text.strip_prefix("event: presence\ndata: ").unwrap();
        data.trim_end().to_owned()
    }

    fn turn(attendance: &mut Attendance) -> Option<String> {
        let told = attendance.turn()?;
        Some(said(&frame::in_passing("presence", &told)))
    }

    #[test]
    fn many_who_come_at_once_are_one_event() {
        let mut attendance = Attendance::default();
        for id in 1..=1_000 {
            attendance.come(PersonId(id));
        }
        let told = turn(&mut attendance).unwrap();
        assert!(told.starts_with(r#"{"came":[1,2,"#), "{told}");
        assert!(told.ends_with("1000]}"), "{told}");
        assert_eq!(turn(&mut attendance), None);
    }

    #[test]
    fn who_is_back_within_the_grace_was_never_away() {
        let mut attendance = Attendance::default();
        attendance.come(ADA);
        attendance.turn();
        for _ in 0..3 {
            attendance.leave(ADA);
            for _ in 1..GRACE {
                assert_eq!(turn(&mut attendance), None);
            }
            attendance.come(ADA);
        }
        attendance.leave(ADA);
        let told: Vec<_> = (0..GRACE).filter_map(|_| turn(&mut attendance)).collect();
        assert_eq!(told, [r#"{"went":[1]}"#]);
        assert_eq!(said(&attendance.list()), r#"{"here":[]}"#);
    }

    #[test]
    fn a_list_is_of_its_edition() {
        let mut attendance = Attendance::default();
        attendance.come(ADA);
        attendance.turn();
        attendance.come(BO);
        // Bo is not told of yet, so whoever gets this list is told of them with the next edition.
        assert_eq!(said(&attendance.list()), r#"{"here":[1]}"#);
        let edition = attendance.edition();
        assert_eq!(turn(&mut attendance).unwrap(), r#"{"came":[2]}"#);
        assert_eq!(attendance.edition(), edition + 1);
        assert_eq!(said(&attendance.list()), r#"{"here":[1,2]}"#);
    }

    #[test]
    fn who_came_and_went_between_two_turns_is_told_of_in_their_time() {
        let mut attendance = Attendance::default();
        attendance.come(ADA);
        attendance.leave(ADA);
        let told: Vec<_> = (0..GRACE).filter_map(|_| turn(&mut attendance)).collect();
        assert_eq!(told, [r#"{"came":[1]}"#, r#"{"went":[1]}"#]);
    }
}
