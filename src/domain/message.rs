//! Messages, in the shape that the wire has.

use serde::{Deserialize, Serialize};

use super::{
    ClientId, Mention, MessageId, PersonId, Preview, RoomId, Seq, Timestamp, markdown::plain,
    media::Attachment,
};

/// How many different emoji one message may have as reactions.
pub const REACTION_LIMIT: usize = 20;
/// How many messages a room may have pinned.
pub const PIN_LIMIT: i64 = 100;
/// How much of what a message answers stands in it, in characters.
pub const QUOTE_LIMIT: usize = 140;

/// A message, or the tombstone of a deleted one.
///
/// The fields up to `created_at` are the seed's contract, in its order; the rest is Parlour's. The same shape
/// travels in the stream, in REST (where relations may be plain ids instead) and in the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Which message. Ids grow in the order of sending.
    pub id: MessageId,
    /// Who wrote it.
    pub sender: Correspondent,
    /// The other one, where the room is a talk between two; null in a room of many.
    pub receiver: Option<Correspondent>,
    /// The words as typed, in Markdown; empty once deleted, and where files speak for themselves.
    pub content: String,
    /// When it was said, by the sender's account where they gave one, else `created_at`.
    pub timestamp: Timestamp,
    /// When its row last changed.
    pub updated_at: Timestamp,
    /// When the server took it.
    pub created_at: Timestamp,
    /// Where it was said.
    pub room: RoomId,
    /// Its place in the room: 1, 2, 3, … without gaps, tombstones included.
    pub number: i64,
    /// The sender's own name for it, where they gave one.
    pub client_id: Option<ClientId>,
    /// When its words last changed.
    pub edited_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// The change that made it what it is.
    pub seq: Seq,
    /// The bot that wrote it in the sender's name; left out of the wire where they wrote it themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<PersonId>,
    /// The files in it, in their order; left out of the wire where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Whom it calls by name; left out of the wire where that is nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// What it answers; left out of the wire where it answers nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Quote>,
    /// What people reacted with, in the order of first use; left out of the wire where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// When it was pinned in its room; left out of the wire where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_at: Option<Timestamp>,
    /// Who pinned it; left out of the wire where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_by: Option<PersonId>,
    /// The thread that began from it; left out of the wire where nobody has answered in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Thread>,
    /// In a thread, the message that it began from; left out of the wire anywhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<MessageId>,
    /// What its links lead to, as far as that is known; left out of the wire where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previews: Vec<Preview>,
}

impl Message {
    /// Whether only the tombstone is left.
    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// Whether it calls somebody, by name or with everybody in the room. Nobody calls themselves.
    pub fn calls(&self, person: PersonId) -> bool {
        self.sender.id != person
            && self
                .mentions
                .iter()
                .any(|mention| mention.person.is_none_or(|called| called == person))
    }
}

/// The thread of a message, as much of it as stands at the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Thread {
    /// The thread itself, a room.
    pub room: RoomId,
    /// How many messages stand in it; more than 0.
    pub replies: i64,
    /// When the last one came.
    pub replied_at: Timestamp,
}

/// What a message answers, as much of it as stands in the answer. It changes when that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// Which message.
    pub id: MessageId,
    /// Its place in its room, which is the answer's too but for an answer in a thread that is shown in the room.
    pub number: i64,
    /// The thread that it stands in, where it is shown in the room that the thread is in; left out of the wire otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// Its sender's own name for it, where they gave one; left out of the wire where not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// Who wrote it.
    pub sender: PersonId,
    /// How it begins, on one line and without markup, [`QUOTE_LIMIT`] characters at most; empty once it is deleted, and
    /// where files speak for themselves.
    pub text: String,
    /// Whether it was deleted; left out of the wire where not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
}

impl Quote {
    /// What a reply to this message shows of it.
    pub fn of(message: &Message) -> Self {
        Self {
            id: message.id,
            number: message.number,
            room: None,
            client_id: message.client_id,
            sender: message.sender.id,
            text: Self::excerpt(&message.content),
            deleted: message.is_deleted(),
        }
    }

    /// The same without the words, to be kept where deleted ones could stay.
    #[must_use]
    pub fn without_words(self) -> Self {
        Self {
            text: String::new(),
            ..self
        }
    }

    /// How some words begin.
    pub fn excerpt(content: &str) -> String {
        shortened(&plain(content), QUOTE_LIMIT)
    }
}

/// A text of so many characters at most, and dots in the place of what is left out.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// One emoji, and who reacted with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// Which emoji, in its full form.
    pub emoji: String,
    /// Who, in the order of reacting.
    pub people: Vec<PersonId>,
}

impl Reaction {
    /// Adds somebody's reaction to a message's, or takes it away. Where it is so already, nothing changes.
    pub fn set(reactions: &mut Vec<Self>, person: PersonId, emoji: &str, on: bool) {
        let place = reactions
            .iter()
            .position(|reaction| reaction.emoji == emoji);
        match (place, on) {
            (None, true) => reactions.push(Self {
                emoji: emoji.to_owned(),
                people: vec![person],
            }),
            (Some(place), true) => {
                let people = &mut reactions[place].people;
                if !people.contains(&person) {
                    people.push(person);
                }
            }
            (Some(place), false) => {
                reactions[place].people.retain(|one| *one != person);
                if reactions[place].people.is_empty() {
                    reactions.remove(place);
                }
            }
            (None, false) => {}
        }
    }
}

/// A person at one end of a message: the seed's populated relation, and the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondent {
    /// Who.
    pub id: PersonId,
    /// Their address, which programs are told. A page has no use for it, so none reads it: what nobody has need not be kept up
    /// to date when somebody's address is another one.
    #[serde(skip_deserializing)]
    pub email: String,
    /// Always `users`: the seed tells with it what kind of document this is.
    pub collection: Collection,
    /// The name beside their words.
    pub name: String,
}

/// The collection that a populated relation comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Collection {
    /// People's accounts.
    #[default]
    Users,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reaction_is_there_once_or_not_at_all() {
        let (ada, bob) = (PersonId(1), PersonId(2));
        let mut reactions = Vec::new();
        for (who, emoji, on, expected) in [
            (ada, "👍", true, "👍1"),
            (ada, "👍", true, "👍1"),
            (bob, "🎉", true, "👍1 🎉2"),
            (bob, "👍", true, "👍12 🎉2"),
            (ada, "👍", false, "👍2 🎉2"),
            (ada, "👍", false, "👍2 🎉2"),
            (ada, "❤️", false, "👍2 🎉2"),
            (bob, "👍", false, "🎉2"),
        ] {
            Reaction::set(&mut reactions, who, emoji, on);
            let line: Vec<String> = reactions
                .iter()
                .map(|reaction| {
                    let people = reaction.people.iter();
                    let people: String = people.map(ToString::to_string).collect();
                    format!("{}{people}", reaction.emoji)
                })
                .collect();
            assert_eq!(line.join(" "), expected);
        }
    }

    #[test]
    fn a_quote_is_one_line_of_bounded_words() {
        assert_eq!(
            Quote::excerpt("**hello**\n\n- you\n- there"),
            "hello you there"
        );
        let long = "好".repeat(QUOTE_LIMIT);
        assert_eq!(Quote::excerpt(&long), long);
        assert_eq!(Quote::excerpt(&format!("{long}啊")), format!("{long}…"));
        assert_eq!(Quote::excerpt(""), "");
    }
}
