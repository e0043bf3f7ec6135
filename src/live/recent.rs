//! What was said of late, encoded once: streams that come back have mostly not been away for long, and often many come
//! back at once.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::news::{Body, News, Said};
use crate::{
    domain::{MessageId, Seq},
    store::changes::Row,
};

/// How many bytes of messages are kept: some thousands of messages.
const BYTES: usize = 2 * 1_024 * 1_024;

/// Messages by the number of the change that made them what they are. A message that changes has another number, so what
/// is kept under one is never out of date.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// In the order of their numbers.
    said: VecDeque<(Seq, Said)>,
    /// Of all of them, together.
    bytes: usize,
}

impl Kept {
    /// Forgets what a message said before. Nobody would be told of it again, but words that were taken back shall be nowhere.
    fn forget(&mut self, message: MessageId) {
        let bytes = &mut self.bytes;
        self.said.retain(|(_, said)| {
            let stays = said.id != message;
            *bytes -= if stays { 0 } else { said.json.len() };
            stays
        });
    }
}

impl Recent {
    /// A panic while holding the lock loses at worst what is kept here, which the database has as well.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what was just read. The tail alone calls this, in the order of the numbers.
    pub(super) fn keep(&self, news: &[News]) {
        let mut kept = self.kept();
        for News { seq, body } in news {
            match body {
                Body::Said(said) => {
                    if said.edited {
                        kept.forget(said.id);
                    }
                    kept.bytes += said.json.len();
                    kept.said.push_back((*seq, said.clone()));
                }
                Body::Deleted(message) => kept.forget(message.id),
                // Their names and addresses are in what they said, whose number stays.
                Body::Person { .. } => *kept = Kept::default(),
                _ => {}
            }
        }
        while kept.bytes > BYTES
            && let Some((_, said)) = kept.said.pop_front()
        {
            kept.bytes -= said.json.len();
        }
    }

    /// What is kept of these changes, by their numbers.
    pub(super) fn find(&self, rows: &[Row]) -> HashMap<Seq, Said> {
        let kept = self.kept();
        let find = |row: &Row| {
            let index = kept.said.binary_search_by_key(&row.seq, |(seq, _)| *seq);
            index.ok().map(|index| kept.said[index].clone())
        };
        rows.iter().filter_map(find).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Person, PersonId, Role, RoomId},
        store::changes::Kind,
    };

    fn said(seq: Seq, length: usize) -> News {
        let said = Said {
            id: MessageId(seq),
            room: RoomId(1),
            edited: false,
            json: vec![b'x'; length].into(),
        };
        News {
            seq,
            body: Body::Said(said),
        }
    }

    fn found(recent: &Recent, seqs: &[Seq]) -> Vec<Seq> {
        let row = |seq: &Seq| Row {
            seq: *seq,
            kind: Kind::Message,
            id: 1,
            room: Some(RoomId(1)),
            person: None,
        };
        let rows: Vec<Row> = seqs.iter().map(row).collect();
        let mut found: Vec<Seq> = recent.find(&rows).into_keys().collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn the_oldest_go_first() {
        let recent = Recent::default();
        recent.keep(&[said(3, BYTES / 2), said(5, BYTES / 2)]);
        assert_eq!(found(&recent, &[3, 4, 5]), [3, 5]);
        recent.keep(&[said(7, 1)]);
        assert_eq!(found(&recent, &[3, 5, 7]), [5, 7]);
        recent.keep(&[said(9, 2 * BYTES)]);
        assert!(found(&recent, &[3, 5, 7, 9]).is_empty());
        assert_eq!(recent.kept().bytes, 0);
    }

    #[test]
    fn words_that_were_taken_back_are_not_kept() {
        let recent = Recent::default();
        recent.keep(&[said(1, 5), said(2, 7)]);
        let mut edit = said(3, 11);
        if let Body::Said(said) = &mut edit.body {
            (said.id, said.edited) = (MessageId(1), true);
        }
        recent.keep(&[edit]);
        assert_eq!(found(&recent, &[1, 2, 3]), [2, 3]);
        assert_eq!(recent.kept().bytes, 7 + 11);
    }

    #[test]
    fn what_somebody_was_called_before_is_not_kept() {
        let recent = Recent::default();
        let renamed = News {
            seq: 2,
            body: Body::Person {
                card: Person {
                    id: PersonId(1),
                    name: "Ada".to_owned(),
                    role: Role::Member,
                    active: true,
                    picture: None,
                    seq: 2,
                },
                guests: Vec::new(),
            },
        };
        recent.keep(&[said(1, 1), renamed, said(3, 1)]);
        assert_eq!(found(&recent, &[1, 3]), [3]);
    }
}
