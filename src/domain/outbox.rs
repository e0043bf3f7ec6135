//! What was sent and is not confirmed yet: kept by the page, across reloads, until the server has answered.

use serde::{Deserialize, Serialize};

use super::{ClientId, Mention, Problem, RoomId, Timestamp, media::Attachment, message::Quote};

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Its name for ever; every try of the same send carries it.
    pub client_id: ClientId,
    /// Where to.
    pub room: RoomId,
    /// The words, already checked.
    pub text: String,
    /// The files that go with it, which the server has already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
    /// Whom it calls, as far as the page knows: it is shown so until the server says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// What it answers, without its words: these may go meanwhile, and shall not stay in a browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Quote>,
    /// Whether it is also shown in the room that its thread is in.
    #[serde(default)]
    pub also_in_room: bool,
    /// When it was sent by the page's clock, for its place and its time until the server gives it one.
    pub written_at: Timestamp,
    /// Why the server refused it; it waits for the writer to try again, edit or discard it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Problem>,
}

/// The messages on their way, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Outbox(Vec<Outgoing>);

impl Outbox {
    /// Those for one room, oldest first.
    pub fn of(&self, room: RoomId) -> impl Iterator<Item = &Outgoing> {
        self.0.iter().filter(move |outgoing| outgoing.room == room)
    }

    /// Whether nothing is on its way.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One of them.
    pub fn find(&self, id: ClientId) -> Option<&Outgoing> {
        self.0.iter().find(|outgoing| outgoing.client_id == id)
    }

    /// Adds one at the end.
    pub fn push(&mut self, outgoing: Outgoing) {
        self.0.push(outgoing);
    }

    /// The next to send: the oldest whose room has nothing refused before it, so that a room's order holds while one
    /// room's refusal does not stop another room.
    pub fn next(&self) -> Option<&Outgoing> {
        self.0.iter().enumerate().find_map(|(index, outgoing)| {
            let blocked = self.0[..=index]
                .iter()
                .any(|earlier| earlier.room == outgoing.room && earlier.refused.is_some());
            (!blocked).then_some(outgoing)
        })
    }

    /// Takes one out: it arrived, or its writer discarded it.
    pub fn remove(&mut self, id: ClientId) -> Option<Outgoing> {
        let index = self
            .0
            .iter()
            .position(|outgoing| outgoing.client_id == id)?;
        Some(self.0.remove(index))
    }

    /// Marks one as refused.
    pub fn refuse(&mut self, id: ClientId, problem: Problem) {
        self.set(id, Some(problem));
    }

    /// Lets a refused one try again, in its old place.
    pub fn retry(&mut self, id: ClientId) {
        self.set(id, None);
    }

    /// Adds what another page of the same person left in the shared storage, in the order of writing.
    pub fn merge(&mut self, other: Self) {
        for outgoing in other.0 {
            if self.find(outgoing.client_id).is_none() {
                self.0.push(outgoing);
            }
        }
        self.0.sort_by_key(|outgoing| outgoing.written_at);
    }

    fn set(&mut self, id: ClientId, refused: Option<Problem>) {
        if let Some(outgoing) = self.0.iter_mut().find(|outgoing| outgoing.client_id == id) {
            outgoing.refused = refused;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(name: u8, room: i64) -> Outgoing {
        Outgoing {
            client_id: ClientId::from_random([name; 16]),
            room: RoomId(room),
            text: format!("message {name}"),
            files: Vec::new(),
            mentions: Vec::new(),
            reply_to: None,
            also_in_room: false,
            written_at: Timestamp(i64::from(name)),
            refused: None,
        }
    }

    #[test]
    fn goes_out_in_order_and_a_refusal_holds_its_room_only() {
        let [a, b, c] = [outgoing(1, 1), outgoing(2, 1), outgoing(3, 2)];
        let mut outbox = Outbox::default();
        for each in [&a, &b, &c] {
            outbox.push(each.clone());
        }
        assert_eq!(outbox.next(), Some(&a));
        outbox.refuse(a.client_id, Problem::NotMember);
        assert_eq!(outbox.next(), Some(&c));
        outbox.remove(c.client_id);
        assert_eq!(outbox.next(), None);
        outbox.retry(a.client_id);
        assert_eq!(outbox.next(), Some(&a));
        outbox.remove(a.client_id);
        assert_eq!(outbox.next(), Some(&b));
    }

    #[test]
    fn two_pages_share_one_outbox() {
        let mut mine = Outbox(vec![outgoing(1, 1), outgoing(4, 1)]);
        mine.merge(Outbox(vec![outgoing(1, 1), outgoing(2, 1)]));
        let order: Vec<_> = mine
            .of(RoomId(1))
            .map(|outgoing| outgoing.written_at.0)
            .collect();
        assert_eq!(order, [1, 2, 4]);
    }

    #[test]
    fn survives_the_storage() {
        let mut outbox = Outbox(vec![outgoing(1, 1)]);
        outbox.refuse(outgoing(1, 1).client_id, Problem::TooMany { seconds: 3 });
        let text = serde_json::to_string(&outbox).unwrap();
        assert_eq!(serde_json::from_str::<Outbox>(&text).unwrap(), outbox);
    }
}
